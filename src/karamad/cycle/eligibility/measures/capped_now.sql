-- What capped hours come to, by the day they are asked of: each year up to its cap;
-- where classes have caps it is filled in their order, then each class over all years
-- up to its own.
SELECT
    id, place, bit, asked_on,
    CASE WHEN amount >= minimum THEN 2 WHEN lacking = 1 THEN 1 ELSE 0 END AS outcome,
    CAST(amount AS BIGINT) AS amount
FROM (
    SELECT
        id, place, asked_on,
        max(bit) AS bit, max(minimum) AS minimum, max(lacking) AS lacking,
        sum(least(amount, yearly_cap)) AS amount
    FROM yearly
    WHERE NOT by_class
    GROUP BY id, place, asked_on
    UNION ALL
    SELECT
        id, place, asked_on,
        max(bit), max(minimum), max(lacking), sum(least(earned, class_cap))
    FROM (
        SELECT
            id, place, asked_on, class,
            max(bit) AS bit, max(class_cap) AS class_cap, max(minimum) AS minimum,
            max(lacking) AS lacking,
            sum(greatest(least(filled, cap) - greatest(filled - amount, 0), 0))
                AS earned
        FROM (
            SELECT
                y.id, y.place, y.bit, y.asked_on, y.class, y.minimum, y.lacking,
                y.amount, t.class_cap, t.yearly_cap AS cap,
                sum(y.amount) OVER (
                    PARTITION BY y.id, y.place, y.asked_on, y.year ORDER BY t.nth
                    ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
                ) AS filled
            FROM yearly y
            JOIN cap t ON t.law = y.law AND t.place = y.place AND t.class = y.class
            WHERE y.by_class
        ) AS filling
        GROUP BY id, place, asked_on, class
    ) AS class
    GROUP BY id, place, asked_on
) AS summed
