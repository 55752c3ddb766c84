-- Hours that only ever drop out, with the day on which each does. Of what one year is
-- capped at, the last to go count; step: by how much there are fewer without it.
SELECT id, place, until_day, minimum, amount AS step, lacking
FROM hour
WHERE yearly_cap IS NULL
UNION ALL
SELECT id, place, until_day, minimum,
    least(filled, yearly_cap) - least(filled - amount, yearly_cap), lacking
FROM (
    SELECT id, place, until_day, minimum, amount, yearly_cap, lacking,
        sum(amount) OVER (
            PARTITION BY (id * 64 + place) * 256 + year ORDER BY until_day DESC
            ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
        ) AS filled
    FROM hour
    WHERE yearly_cap IS NOT NULL
) AS capped
