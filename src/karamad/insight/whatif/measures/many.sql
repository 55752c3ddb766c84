-- How many change.
--
-- In: seat; inside(unit); :asked, a condition on s. Out: n (people in posts).
SELECT count(*) AS n FROM seat s WHERE s.before <> s.after AND :asked AND :inside
