-- The posts held on the day, each once, and whether they are where it is asked.
SELECT DISTINCT s.person, s.post, s.unit, i.unit IS NOT NULL AS is_inside
FROM (
    SELECT coalesce(m.owner, a.person) AS person, a.post, a.unit
    FROM assignment a
    LEFT JOIN merged m ON m.record = a.person
    WHERE a.from_day <= :on AND coalesce(a.until_day, :never) > :on
) AS s
JOIN serving p ON p.person = s.person
LEFT JOIN inside i ON i.unit = s.unit
