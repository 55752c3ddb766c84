-- The days on which somebody was born or came into service.
SELECT DISTINCT day
FROM (
    SELECT birth_date AS day FROM cases
    UNION ALL
    SELECT service_start FROM cases
) AS beginning
WHERE day IS NOT NULL
