-- The seats that people are asked about, with what a law may tell places apart by.
-- asked: those held, or those considered for.
SELECT
    s.person, s.post, s.unit, p.employment, u.kind AS unit_kind, u.grade AS unit_grade,
    i.unit IS NOT NULL AS is_inside
FROM asked s
JOIN serving p ON p.person = s.person
JOIN unit u ON u.unit = s.unit
LEFT JOIN inside i ON i.unit = s.unit
