-- Those who change, one page: who needs most first.
--
-- In: seat; inside(unit); :asked, a condition on s; :limit, :offset.
-- Out: as seat.
SELECT s.person, s.post, s.unit, s.province, s.before, s.after, s.need, s.hours
FROM seat s
WHERE s.before <> s.after AND :asked AND :inside
ORDER BY s.before, s.after DESC, s.hours DESC, s.person, s.post, s.unit
LIMIT :limit OFFSET :offset
