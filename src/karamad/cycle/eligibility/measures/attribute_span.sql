-- From when until when a person is of the age asked, or has served the years. Every day
-- has its anniversaries: a join that keeps all rows leaves none out, and no engine begins
-- with all days by all laws.
SELECT
    c.id, c.place,
    greatest(b.falls_on, c.day) AS from_day,
    coalesce(e.falls_on, :never) AS until_day
FROM (
    SELECT c.id, t.place, c.birth_date AS day, t.years_from, t.years_until
    FROM cases c
    JOIN attribute_term t ON t.law = c.law AND t.attribute = 'birth'
    WHERE c.birth_date IS NOT NULL
) AS c
LEFT JOIN anniversary b ON b.day = c.day AND b.years = c.years_from
LEFT JOIN anniversary e ON e.day = c.day AND e.years = c.years_until
UNION ALL
SELECT c.id, c.place, b.falls_on, :never
FROM (
    SELECT c.id, t.place, c.service_start AS day, t.years_from
    FROM cases c
    JOIN attribute_term t ON t.law = c.law AND t.attribute = 'service'
    WHERE c.service_start IS NOT NULL
) AS c
LEFT JOIN anniversary b ON b.day = c.day AND b.years = c.years_from
