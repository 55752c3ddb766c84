-- Who is judged for which seat by which law, numbered.
SELECT
    CAST(row_number() OVER (ORDER BY s.person) AS BIGINT) - 1 AS id,
    s.person, s.post, s.unit, a.law
FROM seat s
JOIN applying a
    ON a.post = s.post
    AND a.employment = coalesce(s.employment, '')
    AND a.unit_kind = coalesce(s.unit_kind, '')
    AND a.unit_grade = coalesce(s.unit_grade, 0)
WHERE s.is_inside
