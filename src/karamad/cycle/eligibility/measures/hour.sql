-- Completions that bring steady hours, and until when each is seen.
SELECT
    t.id, l.place, t.year, l.minimum, l.yearly_cap,
    least(t.ends_on, coalesce(d.out_day, l.until_day)) AS until_day,
    coalesce(t.amount, 0) AS amount,
    CASE WHEN t.amount IS NULL THEN 1 ELSE 0 END AS lacking
FROM (
    SELECT id, part, year, day, ends_on, amount
    FROM seen
    WHERE is_hours AND NOT is_tallied
    UNION ALL
    SELECT t.id, l.part, l.year, t.day, t.ends_on, t.amount
    FROM training t
    JOIN training_part l ON l.key = t.key AND l.is_tallied AND l.is_steady AND l.is_hours
    WHERE t.slots <> 0
) AS t
JOIN look l ON l.part = t.part AND l.is_steady AND l.is_hours
LEFT JOIN dropout d ON d.slide = l.slide AND d.day = t.day
