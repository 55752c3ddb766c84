-- The days after the day asked on which time alone changes what is found of a
-- criterion, and to what; leaving aside its force and exemptions, and what is steady.
SELECT id, place, day, outcome
FROM (
    SELECT id, place, day, outcome FROM swept
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
    SELECT id, place, day, outcome FROM reappraised
    UNION ALL
    SELECT id, place, from_day, 2 FROM attribute_span WHERE until_day > from_day
    UNION ALL
    SELECT id, place, until_day, 0 FROM attribute_span WHERE until_day > from_day
) AS turn
WHERE day > :on AND day <= :limit
