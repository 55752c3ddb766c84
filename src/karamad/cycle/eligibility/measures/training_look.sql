-- What each law asks of each course: that it was passed, or its hours.
SELECT
    CAST(law AS BIGINT) * :stride + course AS key,
    law, place, bit, first_day, last_day, since, from_day, until_day, slide, is_steady,
    false AS is_hours, false AS is_capped, CAST(1 AS BIGINT) AS minimum,
    0 AS class, true AS is_fixed, CAST(1 AS BIGINT) AS amount
FROM course_look
UNION ALL
SELECT
    CAST(l.law AS BIGINT) * :stride + k.course,
    l.law, l.place, l.bit,
    greatest(l.first_day, k.first_day), least(l.last_day, k.last_day),
    l.since, l.from_day, l.until_day, l.slide, l.is_steady,
    true, l.is_capped, l.minimum, k.class, k.is_degree,
    CASE WHEN k.is_degree THEN 0 ELSE k.hours END
FROM hours_look l
JOIN course_kind k ON l.classes = 0 OR (l.classes & k.class_bit) <> 0
