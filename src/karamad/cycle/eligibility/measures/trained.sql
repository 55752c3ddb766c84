-- What training comes to on the day asked: a row a look; where hours are capped, a year
-- and class. latest: of the completions that nobody revokes.
SELECT
    id, part, year,
    CAST(coalesce(sum(amount), 0) AS BIGINT) AS amount,
    max(CASE WHEN amount IS NULL THEN 1 ELSE 0 END) AS lacking,
    max(CASE WHEN ends_on = :never THEN day END) AS latest
FROM (
    SELECT id, part, year, day, ends_on, amount FROM training WHERE is_now
    UNION ALL
    SELECT id, part, year, day, ends_on, amount FROM twin WHERE is_now
) AS seen
GROUP BY id, part, year
