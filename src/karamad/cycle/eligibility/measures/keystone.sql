-- The last to go of those that hold steady hours up, and every one of unknown hours.
SELECT id, place, until_day, lacking, 1 - lacking AS amount
FROM (
    SELECT id, place, until_day, minimum, step, lacking,
        sum(step) OVER (
            PARTITION BY id * 64 + place ORDER BY until_day DESC
            ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
        ) AS left_over
    FROM draining
) AS running
WHERE lacking = 1 OR (left_over >= minimum AND left_over - step < minimum)
