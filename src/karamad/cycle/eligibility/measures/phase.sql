-- What capped hours that come and go come to, from each of these days on.
SELECT id, place, day, max(outcome) AS outcome
FROM (
    SELECT x.id, x.place, x.asked_on AS day, coalesce(c.outcome, 0) AS outcome
    FROM candidate x
    LEFT JOIN capped_now c
        ON c.id = x.id AND c.place = x.place AND c.asked_on = x.asked_on
    UNION ALL
    SELECT t.id, l.place, t.ends_on, 1
    FROM (SELECT DISTINCT id, ends_on FROM tenure) AS t
    JOIN question q ON q.id = t.id
    JOIN appointment_term l ON l.law = q.law AND l.is_capped
    WHERE t.ends_on < :never
) AS capped
GROUP BY id, place, day
