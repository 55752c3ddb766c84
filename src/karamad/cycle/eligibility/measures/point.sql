-- The days on which something is added to a criterion, or taken from it.
SELECT id, place, from_day AS day, amount, lacking, minimum
FROM lasting
WHERE NOT is_capped AND until_day > from_day
UNION ALL
SELECT id, place, until_day, -amount, -lacking, minimum
FROM lasting
WHERE NOT is_capped AND until_day > from_day AND until_day < :never
UNION ALL
SELECT t.id, l.place, t.ends_on, 0, 1, l.minimum
FROM (SELECT DISTINCT id, ends_on FROM tenure) AS t
JOIN question q ON q.id = t.id
JOIN appointment_term l ON l.law = q.law AND NOT l.is_capped
WHERE t.ends_on < :never
UNION ALL
SELECT t.id, l.place, :on, 1, 0, l.minimum
FROM (SELECT DISTINCT id, ends_on FROM tenure) AS t
JOIN question q ON q.id = t.id
JOIN appointment_term l ON l.law = q.law AND l.is_always
UNION ALL
SELECT t.id, l.place, t.ends_on, -1, 0, l.minimum
FROM (SELECT DISTINCT id, ends_on FROM tenure) AS t
JOIN question q ON q.id = t.id
JOIN appointment_term l ON l.law = q.law AND l.is_always
WHERE t.ends_on < :never
