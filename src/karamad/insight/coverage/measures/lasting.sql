-- Which criterion how many lack now, and how many of them lacked it on an earlier day.
--
-- In: seat; earlier, rows of seat of that day; criterion(profile, place, bit);
-- :asked, a condition on c. Out: profile, place, lacking, since_then (people in posts).
WITH now_lacking AS (
    SELECT c.person, c.profile, c.unmet
    FROM seat c
    WHERE :asked AND c.unmet <> 0
),
then_lacking AS (
    SELECT e.person, e.profile, bit_or(e.unmet) AS unmet
    FROM earlier e
    WHERE e.unmet <> 0
    GROUP BY e.person, e.profile
),
alike AS (
    SELECT n.profile, n.unmet, n.unmet & coalesce(t.unmet, 0) AS still, count(*) AS n
    FROM now_lacking n
    LEFT JOIN then_lacking t ON t.person = n.person AND t.profile = n.profile
    GROUP BY n.profile, n.unmet, n.unmet & coalesce(t.unmet, 0)
)
SELECT
    t.profile, t.place, CAST(sum(a.n) AS BIGINT) AS lacking,
    CAST(sum(CASE WHEN (a.still & t.bit) <> 0 THEN a.n ELSE 0 END) AS BIGINT) AS since_then
FROM alike a
JOIN criterion t ON t.profile = a.profile AND (a.unmet & t.bit) <> 0
GROUP BY t.profile, t.place
