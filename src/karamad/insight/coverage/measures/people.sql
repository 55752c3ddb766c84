-- Who they are: one page of those asked for.
--
-- In: seat; :asked, a condition on c; :order, :limit, :offset. Out: as seat.
SELECT c.person, c.post, c.unit, c.profile, c.answer, c.until
FROM seat c
WHERE :asked
ORDER BY :order
LIMIT :limit OFFSET :offset
