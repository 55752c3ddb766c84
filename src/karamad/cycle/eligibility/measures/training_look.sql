-- What each law asks of each course: that it was passed, or its hours. The key holds the
-- law, the course, and the stretch of days, so that a completion meets few looks.
SELECT
    CAST(l.law AS BIGINT) * :stride + l.course * 16 + b.bucket AS key,
    l.law, l.place, l.bit, l.first_day, l.last_day, l.since, l.from_day, l.until_day,
    l.slide, l.is_steady, l.is_hours, l.is_capped, l.minimum, l.class, l.is_fixed,
    l.amount
FROM (
    SELECT
        law, course, place, bit, first_day, last_day, since, from_day, until_day, slide,
        is_steady, false AS is_hours, false AS is_capped, CAST(1 AS BIGINT) AS minimum,
        0 AS class, true AS is_fixed, CAST(1 AS BIGINT) AS amount
    FROM course_look
    UNION ALL
    SELECT
        l.law, k.course, l.place, l.bit,
        greatest(l.first_day, k.first_day), least(l.last_day, k.last_day),
        l.since, l.from_day, l.until_day, l.slide, l.is_steady,
        true, l.is_capped, l.minimum,
        CASE WHEN l.by_class THEN k.class ELSE 0 END,
        k.is_degree,
        CASE WHEN k.is_degree THEN 0 ELSE k.hours END
    FROM hours_look l
    JOIN course_kind k ON l.classes = 0 OR (l.classes & k.class_bit) <> 0
) AS l
JOIN stretch b ON b.first_day <= l.last_day AND b.last_day >= l.first_day
