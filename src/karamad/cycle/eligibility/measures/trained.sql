-- What hours come to on the day asked, of looks that the tally does not settle: a row a
-- look; where they are capped, a year and class.
SELECT
    t.id, t.part, t.year,
    CAST(coalesce(sum(t.amount), 0) AS BIGINT) AS amount,
    max(t.lacking) AS lacking
FROM (
    SELECT id, part, year, amount, CASE WHEN amount IS NULL THEN 1 ELSE 0 END AS lacking
    FROM seen
    WHERE is_now AND is_hours AND NOT is_tallied
    UNION ALL
    SELECT id, part, year, amount, CASE WHEN amount IS NULL THEN 1 ELSE 0 END
    FROM twin
    WHERE is_now
    UNION ALL
    SELECT
        t.id, s.part, s.year,
        CASE s.nth :slot_hours END,
        CASE WHEN (t.lacking & s.slot) <> 0 THEN 1 ELSE 0 END
    FROM tally t
    JOIN question q ON q.id = t.id
    JOIN slot s ON s.law = q.law AND NOT s.is_direct
    WHERE CASE s.nth :slot_hours END > 0 OR (t.lacking & s.slot) <> 0
) AS t
GROUP BY t.id, t.part, t.year
