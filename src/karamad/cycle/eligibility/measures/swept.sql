-- What a criterion comes to from each of these days on.
SELECT
    id, place, day,
    CASE WHEN amount >= minimum THEN 2 WHEN lacking > 0 THEN 1 ELSE 0 END AS outcome
FROM (
    SELECT
        id, place, day, minimum,
        sum(amount) OVER (
            PARTITION BY id, place ORDER BY day
            ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
        ) AS amount,
        sum(lacking) OVER (
            PARTITION BY id, place ORDER BY day
            ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
        ) AS lacking
    FROM (
        SELECT id, place, day, sum(amount) AS amount, sum(lacking) AS lacking,
            max(minimum) AS minimum
        FROM point
        GROUP BY id, place, day
    ) AS daily
) AS running
