-- What capped hours come to, by the day they are asked of: each year is filled in the
-- order of the classes up to its cap, then each class over all years up to its own.
SELECT
    id, place, bit, asked_on,
    CASE WHEN sum(least(earned, class_cap)) >= max(minimum) THEN 2
        WHEN max(lacking) = 1 THEN 1 ELSE 0 END AS outcome,
    CAST(sum(least(earned, class_cap)) AS BIGINT) AS amount
FROM (
    SELECT
        id, place, bit, asked_on, class, class_cap,
        max(minimum) AS minimum, max(lacking) AS lacking, sum(earned) AS earned
    FROM (
        SELECT
            y.id, y.place, y.bit, y.asked_on, y.class, t.class_cap, y.minimum,
            y.lacking, least(y.amount, t.yearly_cap) AS earned
        FROM yearly y
        JOIN cap t ON t.law = y.law AND t.place = y.place AND t.class = y.class
        WHERE NOT y.by_class
        UNION ALL
        SELECT
            id, place, bit, asked_on, class, class_cap, minimum, lacking,
            greatest(least(filled, yearly_cap) - greatest(filled - amount, 0), 0)
        FROM (
            SELECT
                y.*, t.class_cap, t.yearly_cap,
                sum(y.amount) OVER (
                    PARTITION BY y.id, y.place, y.asked_on, y.year ORDER BY t.nth
                    ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
                ) AS filled
            FROM yearly y
            JOIN cap t ON t.law = y.law AND t.place = y.place AND t.class = y.class
            WHERE y.by_class
        ) AS classes
    ) AS year
    GROUP BY id, place, bit, asked_on, class, class_cap
) AS class
GROUP BY id, place, bit, asked_on
