-- The cells of a province as a whole, for pages that ask by nothing but the profile.
--
-- In: cell. Out: day, head, profile, answer, soon, unmet, unknown, n.
SELECT
    day, head, profile, answer, soon, unmet, unknown, CAST(sum(n) AS BIGINT) AS n
FROM cell
GROUP BY day, head, profile, answer, soon, unmet, unknown
