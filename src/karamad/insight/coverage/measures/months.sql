-- How many were what on each day kept.
--
-- In: cell (of several days), inside; :answer; :asked. Out: day, answer, n.
SELECT c.day, :answer AS answer, CAST(sum(c.n) AS BIGINT) AS n
FROM cell c
JOIN inside i ON i.unit = c.unit
WHERE :asked
GROUP BY c.day, :answer
