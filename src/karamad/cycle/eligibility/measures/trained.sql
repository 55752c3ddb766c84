-- What hours come to on the day asked: a row a look; where they are capped, a year and
-- class.
SELECT
    t.id, t.part, t.year,
    CAST(coalesce(sum(t.amount), 0) AS BIGINT) AS amount,
    max(CASE WHEN t.amount IS NULL THEN 1 ELSE 0 END) AS lacking
FROM (
    SELECT id, part, year, amount FROM training WHERE is_now
    UNION ALL
    SELECT id, part, year, amount FROM twin WHERE is_now
) AS t
JOIN look l ON l.part = t.part - t.part % 8 AND l.is_hours
GROUP BY t.id, t.part, t.year
