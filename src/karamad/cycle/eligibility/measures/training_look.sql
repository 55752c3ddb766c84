-- What each law asks of each course: that it was passed, or its hours (of degree
-- programmes none); a row a look and stretch of days. The key holds the law, the course and the stretch.
-- part: of the look, and the class where classes are told apart. amount: of hours in
-- ten-thousandths, where the completion does not say; of a course 1. year: that of the
-- whole stretch, where a cap counts years. is_whole: now, whenever in the stretch and
-- whoever it was. is_everlasting: once seen, only a revocation takes it away.
SELECT
    CAST(l.law AS BIGINT) * :stride + l.course * 16 + b.bucket AS key,
    l.law, l.part, l.bit, l.first_day, l.last_day, l.since, l.is_now, l.is_hours,
    l.is_capped, l.amount,
    CASE WHEN l.is_capped THEN b.year ELSE 0 END AS year,
    l.is_now AND l.since = 0
        AND l.first_day <= b.first_day AND l.last_day >= b.last_day
        AND (NOT l.is_capped OR b.year IS NOT NULL) AS is_whole,
    l.is_steady, l.is_everlasting
FROM (
    SELECT
        c.law, c.course, l.part, l.bit, c.first_day, c.last_day, l.since,
        l.from_day <= :on AS is_now, false AS is_hours, false AS is_capped,
        1 AS amount, l.is_steady,
        l.slide = 0 AND l.until_day = :never AS is_everlasting
    FROM course_look c
    JOIN look l ON l.part = c.part
    UNION ALL
    SELECT
        h.law, k.course, h.part + CASE WHEN l.by_class THEN k.class ELSE 0 END, l.bit,
        greatest(h.first_day, k.first_day), least(h.last_day, k.last_day),
        l.since, l.from_day <= :on, true, l.is_capped, k.hours, l.is_steady, false
    FROM hours_look h
    JOIN look l ON l.part = h.part AND NOT l.is_always
    JOIN course_kind k
        ON NOT k.is_degree AND (h.classes = 0 OR (h.classes & k.class_bit) <> 0)
) AS l
JOIN stretch b ON b.first_day <= l.last_day AND b.last_day >= l.first_day
