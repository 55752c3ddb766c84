-- What the hours come to on the day asked, where no cap limits them.
SELECT
    id, bit,
    CASE WHEN sum(amount) >= max(minimum) THEN 2
        WHEN max(lacking) = 1 THEN 1 ELSE 0 END AS outcome
FROM credit
WHERE NOT is_capped AND from_day <= :on AND begins_on <= :on AND ends_on > :on
GROUP BY id, bit
