-- How many are what, line by line.
--
-- In: alike; :profile; :answer, what counts of c.
-- Out: line, answer (0, 1, 2), n, soon: how many of them end within ninety days.
SELECT
    c.line, :answer AS answer, CAST(sum(c.n) AS BIGINT) AS n,
    CAST(sum(CASE WHEN c.soon = 1 THEN c.n ELSE 0 END) AS BIGINT) AS soon
FROM alike c
WHERE c.profile = :profile
GROUP BY c.line, :answer
