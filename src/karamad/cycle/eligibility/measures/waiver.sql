-- Until when each exempted criterion is waived.
SELECT id, place, bit, max(ends_on) AS ends_on
FROM exempted
GROUP BY id, place, bit
