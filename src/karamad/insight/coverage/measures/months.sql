-- How many were what on each day kept.
--
-- In: cell (of several days), or whole; :answer; :asked.
-- Out: day, answer, n.
SELECT c.day, :answer AS answer, CAST(sum(c.n) AS BIGINT) AS n
FROM cell c
WHERE :asked
GROUP BY c.day, :answer
