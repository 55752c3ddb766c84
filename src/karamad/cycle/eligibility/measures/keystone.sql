-- The last to go of those that hold steady hours up, and every one of unknown hours.
SELECT id, place, until_day, lacking,
    CASE WHEN left_over >= minimum AND left_over - step < minimum THEN 1 ELSE 0 END
        AS amount
FROM (
    SELECT *,
        sum(step) OVER (
            PARTITION BY id, place ORDER BY until_day DESC
            ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
        ) AS left_over
    FROM draining
) AS running
WHERE lacking = 1 OR (left_over >= minimum AND left_over - step < minimum)
