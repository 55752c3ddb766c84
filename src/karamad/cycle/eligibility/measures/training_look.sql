-- What each law asks of each course: that it was passed, or its hours. The key holds the
-- law, the course, and the stretch of days, so that a completion meets few looks.
-- part: of the look, and the class where classes are told apart. amount: of hours in
-- ten-thousandths, where the completion does not say; of a course 1.
SELECT
    CAST(l.law AS BIGINT) * :stride + l.course * 16 + b.bucket AS key,
    l.part, l.first_day, l.last_day, l.since, l.is_now, l.is_hours, l.is_capped,
    l.is_fixed, l.amount
FROM (
    SELECT
        c.law, c.course, l.part, c.first_day, c.last_day, l.since,
        l.from_day <= :on AS is_now, false AS is_hours, false AS is_capped,
        true AS is_fixed, 1 AS amount
    FROM course_look c
    JOIN look l ON l.part = c.part
    UNION ALL
    SELECT
        h.law, k.course, h.part + CASE WHEN l.by_class THEN k.class ELSE 0 END,
        greatest(h.first_day, k.first_day), least(h.last_day, k.last_day),
        l.since, l.from_day <= :on, true, l.is_capped, k.is_degree,
        CASE WHEN k.is_degree THEN 0 ELSE k.hours END
    FROM hours_look h
    JOIN look l ON l.part = h.part
    JOIN course_kind k ON h.classes = 0 OR (h.classes & k.class_bit) <> 0
) AS l
JOIN stretch b ON b.first_day <= l.last_day AND b.last_day >= l.first_day
