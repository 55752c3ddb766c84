-- The days on which capped hours may come to something else.
SELECT id, place, bit, from_day AS asked_on FROM capped_lasting
UNION
SELECT id, place, bit, until_day FROM capped_lasting WHERE until_day < :never
