-- The posts held on the day, each once, with what a law may tell places apart by.
SELECT
    s.person, s.post, s.unit, p.employment, u.kind AS unit_kind, u.grade AS unit_grade,
    i.unit IS NOT NULL AS is_inside
FROM (
    SELECT DISTINCT coalesce(m.owner, a.person) AS person, a.post, a.unit
    FROM assignment a
    LEFT JOIN merged m ON m.record = a.person
    WHERE a.from_day <= :on AND coalesce(a.until_day, :never) > :on
) AS s
JOIN serving p ON p.person = s.person
JOIN unit u ON u.unit = s.unit
LEFT JOIN inside i ON i.unit = s.unit
