-- How many are what, line by line.
--
-- In: cell, inside; :answer, what counts; :asked, a condition on c.
-- Out: line, answer (0, 1, 2), n, soon: how many of them end within ninety days.
SELECT i.line, :answer AS answer, CAST(sum(c.n) AS BIGINT) AS n,
    CAST(sum(CASE WHEN c.soon = 1 THEN c.n ELSE 0 END) AS BIGINT) AS soon
FROM cell c
JOIN inside i ON i.unit = c.unit
WHERE :asked
GROUP BY i.line, :answer
