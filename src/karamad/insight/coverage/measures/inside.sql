-- Which units a page is about, and in which of its lines each is counted.
--
-- In: place; :line, an expression; :within, a condition. Out: unit, line (a unit's key).
SELECT unit, :line AS line FROM place WHERE :within
