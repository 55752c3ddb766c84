-- Everyone, by the laws asked, for each seat he holds or for none, numbered.
SELECT
    CAST(row_number() OVER (ORDER BY q.person) AS BIGINT) - 1 AS id,
    q.person, q.post, q.unit, l.law
FROM (
    SELECT person, post, unit FROM seat WHERE is_inside
    UNION ALL
    SELECT p.person, CAST(NULL AS BIGINT), CAST(NULL AS BIGINT)
    FROM serving p
    LEFT JOIN (SELECT DISTINCT person FROM seat) AS s ON s.person = p.person
    LEFT JOIN inside i ON i.unit = p.home_unit
    WHERE s.person IS NULL AND (:anywhere OR i.unit IS NOT NULL)
) AS q
CROSS JOIN law_asked l
