-- The days on which what comes and goes changes what is found, and to what.
SELECT id, place, day, outcome
FROM (
    SELECT
        id, place, day,
        CASE WHEN amount >= minimum THEN 2 WHEN lacking > 0 THEN 1 ELSE 0 END
            AS outcome,
        CASE WHEN amount - more >= minimum THEN 2 WHEN lacking - more_lacking > 0 THEN 1
            ELSE 0 END AS before
    FROM (
        SELECT
            id, place, day, minimum, more, more_lacking,
            sum(more) OVER (
                PARTITION BY id, place ORDER BY day
                ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
            ) AS amount,
            sum(more_lacking) OVER (
                PARTITION BY id, place ORDER BY day
                ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
            ) AS lacking
        FROM (
            SELECT id, place, day, sum(amount) AS more, sum(lacking) AS more_lacking,
                max(minimum) AS minimum
            FROM point
            GROUP BY id, place, day
        ) AS daily
    ) AS running
) AS turning
WHERE outcome <> before
