-- Which criterion how many lack.
--
-- In: cell, inside; criterion(profile, place, bit); :asked, a condition on c.
-- Out: profile, place, unmet, unknown, asked (all in numbers of people in posts).
WITH alike AS (
    SELECT c.profile, c.unmet, c.unknown, CAST(sum(c.n) AS BIGINT) AS n
    FROM cell c
    JOIN inside i ON i.unit = c.unit
    WHERE :asked
    GROUP BY c.profile, c.unmet, c.unknown
)
SELECT
    t.profile, t.place,
    CAST(sum(CASE WHEN (a.unmet & t.bit) <> 0 THEN a.n ELSE 0 END) AS BIGINT) AS unmet,
    CAST(sum(CASE WHEN (a.unknown & t.bit) <> 0 THEN a.n ELSE 0 END) AS BIGINT) AS unknown,
    CAST(sum(a.n) AS BIGINT) AS asked
FROM alike a
JOIN criterion t ON t.profile = a.profile
GROUP BY t.profile, t.place
