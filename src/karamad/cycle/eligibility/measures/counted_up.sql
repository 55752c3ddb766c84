-- The hours that count, summed: by look, or by year and class where they are capped.
SELECT id, part, year, CAST(sum(amount) AS BIGINT) AS amount, 0 AS lacking
FROM counted
GROUP BY id, part, year
