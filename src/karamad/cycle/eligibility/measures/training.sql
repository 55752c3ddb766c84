-- Completions that a law asks for, seen in one of its looks. amount: of hours in
-- ten-thousandths, of a course 1. lacking: 1 where nobody fixed the hours.
SELECT
    h.id, l.law, l.place, l.bit, l.is_hours, l.is_capped, l.is_steady, l.minimum,
    l.class, l.since, l.slide, l.from_day, l.until_day,
    c.completed_on AS day, c.completed_on AS begins_on,
    coalesce(c.revoked_on, :never) AS ends_on,
    CASE WHEN l.is_fixed THEN l.amount
        ELSE coalesce(CAST(c.hours * 10000 AS BIGINT), l.amount, 0) END AS amount,
    CASE WHEN c.hours IS NULL AND l.amount IS NULL THEN 1 ELSE 0 END AS lacking
FROM completion c
JOIN holder h ON h.record = c.person
JOIN training_look l ON l.key = h.base + c.course * 16 + :stretch
WHERE c.passed
    AND coalesce(c.revoked_on, :never) > :on
    AND c.completed_on BETWEEN l.first_day AND l.last_day
    AND (l.since = 0 OR c.completed_on >= CASE l.since
        WHEN 1 THEN h.rank_since ELSE h.:appointed END)
    AND NOT (l.is_hours AND h.is_merged)
UNION ALL
SELECT
    id, law, place, bit, is_hours, is_capped, false, minimum,
    class, since, slide, from_day, until_day, day, begins_on, ends_on,
    coalesce(amount, 0), CASE WHEN amount IS NULL THEN 1 ELSE 0 END
FROM twin
WHERE ends_on > greatest(begins_on, :on)
