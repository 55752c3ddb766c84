-- Passed completions that a criterion asks for, seen in one of its looks.
SELECT
    h.id, l.place, l.bit, l.is_steady, c.completed_on AS day,
    c.completed_on AS begins_on, coalesce(c.revoked_on, :never) AS ends_on,
    l.since, l.slide, l.from_day, l.until_day,
    1 AS amount, 0 AS lacking
FROM completion c
JOIN holder h ON h.record = c.person
JOIN course_look l ON l.law = h.law AND l.course = c.course
WHERE c.passed
    AND coalesce(c.revoked_on, :never) > :on
    AND c.completed_on BETWEEN l.first_day AND l.last_day
    AND (l.since = 0 OR c.completed_on >= CASE l.since
        WHEN 1 THEN h.rank_since ELSE h.:appointed END)
