-- How many hours count for each case, in ten-thousandths: a row a criterion of hours;
-- none where nothing counts.
SELECT id, place, amount
FROM (
    SELECT t.id, l.place, t.amount
    FROM trained t
    JOIN look l ON l.part = t.part
    WHERE NOT l.is_capped
    UNION ALL
    SELECT t.id, l.place, CASE s.nth :slot_hours END
    FROM tally t
    JOIN question q ON q.id = t.id
    JOIN slot s ON s.law = q.law AND s.is_direct
    JOIN look l ON l.part = s.part
    UNION ALL
    SELECT id, place, amount FROM capped_now
) AS credit
WHERE amount > 0
