-- The posts held on the day, each once.
SELECT DISTINCT coalesce(m.owner, a.person) AS person, a.post, a.unit
FROM assignment a
LEFT JOIN merged m ON m.record = a.person
WHERE a.from_day <= :on AND coalesce(a.until_day, :never) > :on
