-- Hours that only ever drop out, the last to go first: what is left with each is enough
-- or not. amount: 1 where it is.
SELECT
    id, place, until_day, lacking,
    CASE WHEN sum(amount) OVER (
        PARTITION BY id, place ORDER BY until_day DESC
        ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
    ) >= minimum THEN 1 ELSE 0 END AS amount
FROM lasting
WHERE is_steady AND is_hours AND NOT is_capped
