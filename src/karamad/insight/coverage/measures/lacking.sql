-- Which criterion how many lack.
--
-- In: alike; criterion(profile, place, bit); :profile, a condition on c.
-- Out: profile, place, unmet, unknown, asked (all in numbers of people in posts).
WITH summed AS (
    SELECT c.profile, c.unmet, c.unknown, sum(c.n) AS n
    FROM alike c
    WHERE :profile
    GROUP BY c.profile, c.unmet, c.unknown
)
SELECT
    t.profile, t.place,
    CAST(sum(CASE WHEN (a.unmet & t.bit) <> 0 THEN a.n ELSE 0 END) AS BIGINT) AS unmet,
    CAST(sum(CASE WHEN (a.unknown & t.bit) <> 0 THEN a.n ELSE 0 END) AS BIGINT) AS unknown,
    CAST(sum(a.n) AS BIGINT) AS asked
FROM summed a
JOIN criterion t ON t.profile = a.profile
GROUP BY t.profile, t.place
