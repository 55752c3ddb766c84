-- The years a criterion of appraisals asks for, all found and stated: enough or not.
SELECT
    id, place, bit, from_day, until_day,
    CASE WHEN sum(value) >= max(least_sum) THEN 1 ELSE 0 END AS is_met
FROM (
    SELECT
        h.id, l.place, l.bit, l.from_day, l.until_day, l.years, l.least_sum, r.value,
        row_number() OVER (
            PARTITION BY h.id, l.place, l.from_day, l.first_day
            ORDER BY r.taken_on DESC, r.value DESC NULLS LAST
        ) AS nth
    FROM result r
    JOIN holder h ON h.record = r.person
    JOIN appraisal_look l ON l.law = h.law
    WHERE r.kind = 'appraisal' AND r.taken_on BETWEEN l.first_day AND l.last_day
) AS latest
WHERE nth = 1
GROUP BY id, place, bit, from_day, until_day
HAVING count(value) = max(years)
