-- The latest rank granted to each, of one day the highest.
SELECT
    d.person,
    d.taken_on,
    CASE WHEN max(coalesce(r.value, -1)) = -1 THEN NULL ELSE max(r.value) END AS value
FROM (
    SELECT coalesce(m.owner, r.person) AS person, max(r.taken_on) AS taken_on
    FROM scored r
    LEFT JOIN merged m ON m.record = r.person
    WHERE r.code = 0
    GROUP BY coalesce(m.owner, r.person)
) AS d
JOIN (
    SELECT coalesce(m.owner, r.person) AS person, r.taken_on, r.value
    FROM scored r
    LEFT JOIN merged m ON m.record = r.person
    WHERE r.code = 0
) AS r ON r.person = d.person AND r.taken_on = d.taken_on
GROUP BY d.person, d.taken_on
