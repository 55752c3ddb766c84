-- Who is judged for which seat by which law, numbered.
SELECT
    row_number() OVER (ORDER BY s.person, s.post, s.unit, a.law) - 1 AS id,
    s.person, s.post, s.unit, a.law
FROM seat s
JOIN serving p ON p.person = s.person
JOIN unit u ON u.unit = s.unit
JOIN applying a
    ON a.post = s.post
    AND a.employment = coalesce(p.employment, '')
    AND a.unit_kind = coalesce(u.kind, '')
    AND a.unit_grade = coalesce(u.grade, 0)
WHERE s.is_inside
