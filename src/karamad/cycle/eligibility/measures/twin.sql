-- Completions in records that were merged: of one course and day there may be two. They
-- count one after the other, the one with most hours first.
SELECT
    id, law, rank_since, appointed_on, first_appointed_on, day, hours, class,
    class_bit, first_day, last_day, ends_on,
    greatest(day, coalesce(max(ends_on) OVER (
        PARTITION BY id, course, day ORDER BY hours DESC NULLS LAST, ends_on
        ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
    ), day)) AS begins_on
FROM (
    SELECT
        h.id, h.law, h.rank_since, h.appointed_on, h.first_appointed_on,
        c.course, c.completed_on AS day, coalesce(c.revoked_on, :never) AS ends_on,
        CASE WHEN k.is_degree THEN 0
            ELSE coalesce(CAST(c.hours * 10000 AS BIGINT), k.hours) END AS hours,
        k.class, k.class_bit, k.first_day, k.last_day
    FROM completion c
    JOIN holder h ON h.record = c.person
    JOIN course_kind k ON k.course = c.course
    WHERE c.passed AND h.is_merged AND c.completed_on <= :on
) AS same
