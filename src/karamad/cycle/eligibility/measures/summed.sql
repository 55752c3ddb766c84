-- What the hours of a criterion come to, as its caps let them count.
SELECT t.id, l.place, sum(t.amount) AS amount
FROM trained t
JOIN look l ON l.part = t.part
WHERE NOT l.is_capped
GROUP BY t.id, l.place
UNION ALL
SELECT id, place, amount FROM capped_now
