-- How many hours count for each case, in ten-thousandths: a row a criterion of hours;
-- none where nothing counts.
SELECT t.id, l.place, t.amount
FROM trained t
JOIN look l ON l.part = t.part
WHERE NOT l.is_capped
UNION ALL
SELECT id, place, amount FROM capped_now
