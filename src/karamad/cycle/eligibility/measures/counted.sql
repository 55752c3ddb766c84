-- Hours that count on the day asked, each completion once: of two of a course and day,
-- in records that were merged, the one with most.
SELECT id, part, place, code, day, year, amount
FROM matched
WHERE is_hours AND NOT is_merged
UNION ALL
SELECT id, part, place, code, day, year, max(amount)
FROM matched
WHERE is_hours AND is_merged
GROUP BY id, part, place, code, day, year
