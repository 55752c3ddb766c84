-- The sorts of places that occur, as far as a law may tell them apart.
SELECT DISTINCT s.post, p.employment, u.kind AS unit_kind, u.grade AS unit_grade
FROM seat s
JOIN serving p ON p.person = s.person
JOIN unit u ON u.unit = s.unit
WHERE s.is_inside
