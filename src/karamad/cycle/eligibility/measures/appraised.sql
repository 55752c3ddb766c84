-- The years a criterion of appraisals asks for, all found and stated: enough or not.
SELECT
    s.id, l.place, l.bit, l.from_day, l.until_day,
    CASE WHEN s.value >= l.minimum THEN 1 ELSE 0 END AS is_met
FROM (
    SELECT r.id, l.appraisal AS part, sum(r.value) AS value, count(r.value) AS years
    FROM result_seen r
    JOIN look l ON l.part = r.part AND l.is_appraisal
    GROUP BY r.id, l.appraisal
) AS s
JOIN look l ON l.part = s.part AND l.years = s.years
