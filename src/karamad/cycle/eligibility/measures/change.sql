-- How the criteria of an eligible case stand from each day on that changes any.
-- yes: met or waived, as bits by place; in force or not.
SELECT
    id, law, day,
    CAST(met + sum(met_change) OVER (
        PARTITION BY id ORDER BY day
        ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
    ) AS BIGINT) AS met,
    CAST(waived - sum(waived_change) OVER (
        PARTITION BY id ORDER BY day
        ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
    ) AS BIGINT) AS waived
FROM (
    SELECT
        e.id, e.law, e.met, e.waived, d.day,
        sum(d.met_change) AS met_change, sum(d.waived_change) AS waived_change
    FROM eligible e
    JOIN (
        SELECT
            id, day,
            CASE WHEN outcome = 2 THEN bit WHEN before = 2 THEN -bit ELSE 0 END
                AS met_change,
            0 AS waived_change
        FROM (
            SELECT t.id, t.day, t.outcome, c.bit,
                lag(t.outcome, 1,
                    CASE WHEN (e.met & c.bit) <> 0 THEN 2 ELSE 0 END) OVER (
                    PARTITION BY t.id, t.place ORDER BY t.day
                ) AS before
            FROM (
                SELECT id, place, day, outcome FROM turn
                UNION ALL
                SELECT id, place, met_until,
                    CASE WHEN lacking_until > met_until THEN 1 ELSE 0 END
                FROM steady
                WHERE met_until > :on AND met_until <= :limit
                UNION ALL
                SELECT id, place, lacking_until, 0
                FROM steady
                WHERE lacking_until > met_until AND lacking_until > :on
                    AND lacking_until <= :limit
            ) AS t
            JOIN eligible e ON e.id = t.id
            JOIN criterion c ON c.law = e.law AND c.place = t.place AND c.in_tree
        ) AS turning
        UNION ALL
        SELECT w.id, w.ends_on, 0, w.bit
        FROM waiver w
        WHERE w.ends_on <= :limit
        UNION ALL
        SELECT e.id, f.from_day, 0, 0
        FROM eligible e
        JOIN force_span f ON f.law = e.law AND f.from_day > :on
    ) AS d ON d.id = e.id
    GROUP BY e.id, e.law, e.met, e.waived, d.day
) AS daily
