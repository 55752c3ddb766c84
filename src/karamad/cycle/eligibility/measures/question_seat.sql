-- Everyone, by the laws asked, for one seat, whether he holds it or not, numbered.
SELECT
    CAST(row_number() OVER (ORDER BY p.person) AS BIGINT) - 1 AS id,
    p.person, v.post, v.unit, l.law
FROM serving p
CROSS JOIN vacancy v
CROSS JOIN law_asked l
