-- How many hours count for each case, in ten-thousandths: a row a criterion of hours;
-- none where nothing counts.
SELECT id, CAST(floor(part / 32768) AS INTEGER) - 1 AS place, amount
FROM trained
WHERE part > 0 AND part % 32768 = 0
UNION ALL
SELECT id, place, amount FROM capped_now
