-- The days on which capped hours may come to something else.
SELECT id, place, bit, from_day AS asked_on
FROM lasting
WHERE is_capped AND until_day > from_day
UNION
SELECT id, place, bit, until_day
FROM lasting
WHERE is_capped AND until_day > from_day AND until_day < :never
