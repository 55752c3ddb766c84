-- What training comes to on the day asked: a row a case with the courses that are
-- enough as bits, and a row a criterion of hours; where capped, a year and class.
-- part: of that row, 0 for the courses.
SELECT
    CAST(floor(whole / 16777216) AS BIGINT) AS id,
    CAST(whole % 16777216 AS BIGINT) AS part,
    bits, minimum, amount, lacking
FROM (
    SELECT
        whole,
        bit_or(bit) AS bits,
        max(minimum) AS minimum,
        CAST(sum(amount) AS BIGINT) AS amount,
        max(lacking) AS lacking
    FROM (
        SELECT
            bit, minimum, amount, lacking,
            id * 16777216 + CASE
                WHEN NOT is_hours THEN 0
                WHEN NOT is_capped THEN (place + 1) * 32768
                ELSE (place + 1) * 32768 + :year * 8 + class END AS whole
        FROM training
        WHERE from_day <= :on AND begins_on <= :on
    ) AS seen
    GROUP BY whole
) AS summed
