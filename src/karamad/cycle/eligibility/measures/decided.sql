-- The results that decide on the day asked: the latest, of each year appraised, and of
-- exams the best, of equal ones the latest; unless it is not enough and another was not
-- stated: then the latest of those. value: what is reached, in hundredths.
SELECT s.id, s.part, l.place, l.is_appraisal, s.day, s.value
FROM result_seen s
JOIN look l ON l.part = s.part
JOIN (SELECT part FROM result_look WHERE NOT is_best) AS k ON k.part = s.part
WHERE s.is_now
UNION ALL
SELECT
    b.id, b.part, l.place, false,
    CASE
        WHEN b.best IS NULL THEN b.open_day
        WHEN b.open_day IS NULL OR b.value >= l.minimum
            THEN date_from_unix_date(CAST(b.best % 100000000 AS INTEGER) - :from_ever)
        ELSE b.open_day END,
    b.value
FROM (
    SELECT
        s.id, s.part,
        max(s.value) AS value,
        max(s.value * 100000000 + unix_date(s.day) + :from_ever) AS best,
        max(CASE WHEN s.value IS NULL THEN s.day END) AS open_day
    FROM result_seen s
    JOIN (SELECT part FROM result_look WHERE is_best) AS k ON k.part = s.part
    WHERE s.is_now
    GROUP BY s.id, s.part
) AS b
JOIN look l ON l.part = b.part
