-- From when until when a person is of the age asked, or has served the years.
SELECT
    c.id, t.place,
    greatest(b.falls_on, c.birth_date) AS from_day,
    coalesce(e.falls_on, :never) AS until_day
FROM cases c
JOIN attribute_term t ON t.law = c.law AND t.attribute = 'birth'
JOIN anniversary b ON b.day = c.birth_date AND b.years = t.years_from
LEFT JOIN anniversary e ON e.day = c.birth_date AND e.years = t.years_until
UNION ALL
SELECT c.id, t.place, b.falls_on, :never
FROM cases c
JOIN attribute_term t ON t.law = c.law AND t.attribute = 'service'
JOIN anniversary b ON b.day = c.service_start AND b.years = t.years_from
