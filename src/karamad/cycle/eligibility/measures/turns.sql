-- The days after the day asked on which time alone changes what is found of a
-- criterion, and to what; leaving aside its force and exemptions.
SELECT id, place, day, outcome
FROM (
    SELECT id, place, met_until AS day,
        CASE WHEN lacking_until > met_until THEN 1 ELSE 0 END AS outcome
    FROM steady
    UNION ALL
    SELECT id, place, lacking_until, 0
    FROM steady
    WHERE lacking_until > met_until
    UNION ALL
    SELECT id, place, day, outcome
    FROM (
        SELECT
            id, place, day, outcome,
            lag(outcome, 1, 0) OVER (PARTITION BY id, place ORDER BY day) AS before
        FROM phase
    ) AS following
    WHERE outcome <> before
    UNION ALL
    SELECT id, place, from_day, 2 FROM attribute_span WHERE until_day > from_day
    UNION ALL
    SELECT id, place, until_day, 0 FROM attribute_span WHERE until_day > from_day
) AS turn
WHERE day > :on AND day <= :limit
