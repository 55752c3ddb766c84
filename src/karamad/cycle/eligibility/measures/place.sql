-- The sorts of places that occur.
SELECT DISTINCT post, employment, unit_kind, unit_grade
FROM seat
WHERE is_inside
