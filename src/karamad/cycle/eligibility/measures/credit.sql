-- Completions as credit, seen in a look of a criterion of hours.
-- amount: hours in ten-thousandths. lacking: 1 where nobody fixed the hours.
SELECT
    p.id, l.law, l.place, l.bit, p.day, p.begins_on, p.ends_on,
    l.since, l.slide, l.from_day, l.until_day, l.minimum, l.is_capped, l.is_steady,
    p.class, coalesce(p.hours, 0) AS amount,
    CASE WHEN p.hours IS NULL THEN 1 ELSE 0 END AS lacking
FROM (
    SELECT
        h.id, h.law, h.rank_since, h.appointed_on, h.first_appointed_on,
        c.completed_on AS day, c.completed_on AS begins_on,
        coalesce(c.revoked_on, :never) AS ends_on,
        CASE WHEN k.is_degree THEN 0
            ELSE coalesce(CAST(c.hours * 10000 AS BIGINT), k.hours) END AS hours,
        k.class, k.class_bit, k.first_day, k.last_day
    FROM completion c
    JOIN holder h ON h.record = c.person
    JOIN course_kind k ON k.course = c.course
    WHERE c.passed AND NOT h.is_merged AND coalesce(c.revoked_on, :never) > :on
    UNION ALL
    SELECT
        id, law, rank_since, appointed_on, first_appointed_on,
        day, begins_on, ends_on, hours, class, class_bit, first_day, last_day
    FROM twin
    WHERE ends_on > begins_on
) AS p
JOIN hours_look l ON l.law = p.law
WHERE p.day BETWEEN p.first_day AND p.last_day
    AND p.day BETWEEN l.first_day AND l.last_day
    AND (l.classes = 0 OR (l.classes & p.class_bit) <> 0)
    AND (l.since = 0 OR p.day >= CASE l.since
        WHEN 1 THEN p.rank_since ELSE p.:appointed END)
