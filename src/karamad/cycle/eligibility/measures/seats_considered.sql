-- The posts that people are considered for on the day and do not hold, each once.
SELECT DISTINCT c.person, c.post, c.unit
FROM (
    SELECT coalesce(m.owner, c.person) AS person, c.post, c.unit
    FROM candidacy c
    LEFT JOIN merged m ON m.record = c.person
    WHERE c.from_day <= :on AND coalesce(c.until_day, :never) > :on
) AS c
LEFT JOIN held_on h ON h.person = c.person AND h.post = c.post AND h.unit = c.unit
WHERE h.person IS NULL
