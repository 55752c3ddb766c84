-- The last to go of those that hold steady hours up, and every one of unknown hours.
SELECT id, place, until_day, 0 AS lacking, 1 AS amount
FROM (
    SELECT id, place, until_day, minimum, step,
        sum(step) OVER (
            PARTITION BY id * 64 + place ORDER BY until_day DESC
            ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
        ) AS left_over
    FROM draining
) AS running
WHERE left_over >= minimum AND left_over - step < minimum
UNION ALL
SELECT id, place, until_day, 1, 0
FROM hour
WHERE lacking = 1
