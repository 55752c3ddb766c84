-- What the laws want of courses on the day asked: that one was passed, or its hours; a
-- row a look and course. key: of the law and the course. part: of the look, and the
-- class where classes are told apart. amount: of hours in ten-thousandths, where the
-- completion does not say.
SELECT
    CAST(c.law AS BIGINT) * :stride + c.course AS key,
    l.part, l.place, n.code, c.first_day, c.last_day, l.since,
    false AS is_hours, false AS is_capped, 1 AS amount
FROM course_look c
JOIN look l ON l.part = c.part AND l.from_day <= :on
JOIN course n ON n.course = c.course
UNION ALL
SELECT
    CAST(h.law AS BIGINT) * :stride + k.course,
    h.part + CASE WHEN l.by_class THEN k.class ELSE 0 END, l.place, n.code,
    greatest(h.first_day, k.first_day), least(h.last_day, k.last_day), l.since,
    true, l.is_capped, k.hours
FROM hours_look h
JOIN look l ON l.part = h.part AND l.from_day <= :on
JOIN course_kind k
    ON NOT k.is_degree AND (h.classes = 0 OR (h.classes & k.class_bit) <> 0)
JOIN course n ON n.course = k.course
