-- The years a criterion of appraisals asks for, all found and stated: enough or not.
SELECT
    r.id, r.place, r.bit, r.from_day, r.until_day,
    CASE WHEN sum(r.value) >= max(l.minimum) THEN 1 ELSE 0 END AS is_met
FROM result_seen r
JOIN look l ON l.part = r.part
WHERE r.is_appraisal
GROUP BY r.id, r.place, r.bit, r.from_day, r.until_day
HAVING count(r.value) = max(l.years)
