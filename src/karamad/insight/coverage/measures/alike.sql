-- The cells a page asks for, alike ones of a line together.
--
-- In: cell, or whole; :line, an expression on c: the key of a unit; :asked, a condition on
-- c. Out: line, profile, answer, soon, unmet, unknown, n.
SELECT
    :line AS line, c.profile, c.answer, c.soon, c.unmet, c.unknown,
    CAST(sum(c.n) AS BIGINT) AS n
FROM cell c
WHERE :asked
GROUP BY :line, c.profile, c.answer, c.soon, c.unmet, c.unknown
