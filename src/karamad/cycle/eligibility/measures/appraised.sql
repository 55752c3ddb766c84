-- The years a criterion of appraisals asks for, all found and stated: enough or not.
SELECT
    id, place, bit, from_day, until_day,
    CASE WHEN sum(value) >= max(minimum) THEN 1 ELSE 0 END AS is_met
FROM result_seen
WHERE is_appraisal
GROUP BY id, place, bit, from_day, until_day
HAVING count(value) = max(years)
