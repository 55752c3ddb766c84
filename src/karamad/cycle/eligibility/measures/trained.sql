-- What training comes to on the day asked: a row a case with the courses that are
-- enough as bits, and a row a criterion of hours; where capped, a year and class.
SELECT
    id,
    is_capped,
    hours_place,
    slice,
    bit_or(bit) AS bits,
    max(law) AS law,
    max(minimum) AS minimum,
    CAST(sum(amount) AS BIGINT) AS amount,
    max(lacking) AS lacking
FROM (
    SELECT
        t.id, t.law, t.bit, t.minimum, t.amount, t.lacking, t.is_capped,
        CASE WHEN t.is_hours THEN t.place ELSE -1 END AS hours_place,
        CASE WHEN t.is_capped THEN d.year * 8 + t.class ELSE 0 END AS slice
    FROM training t
    LEFT JOIN calendar d ON d.day = t.day
    WHERE t.from_day <= :on AND t.begins_on <= :on
) AS seen
GROUP BY id, is_capped, hours_place, slice
