-- How many were what on each day kept.
--
-- In: cell (of several days), or whole; :joined, as in alike; :answer; :asked.
-- Out: day, answer, n.
SELECT c.day, :answer AS answer, CAST(sum(c.n) AS BIGINT) AS n
FROM cell c
:joined
WHERE :asked
GROUP BY c.day, :answer
