-- Completions that a law asks for, seen in one of its looks, now or (is_now: not) later.
-- part: which look, and the class. year: where hours are capped. amount: of hours in
-- ten-thousandths, null where nobody fixed them; of a course 1.
SELECT
    h.id, l.part,
    CASE WHEN l.is_capped THEN :year ELSE 0 END AS year,
    c.completed_on AS day,
    coalesce(c.revoked_on, :never) AS ends_on,
    CASE WHEN l.is_fixed THEN l.amount
        ELSE coalesce(CAST(c.hours * 10000 AS INTEGER), l.amount) END AS amount,
    l.is_now AND (l.since <> 2 OR c.completed_on >= h.appointed_on) AS is_now
FROM completion c
JOIN holder h ON h.record = c.person
JOIN training_look l ON l.key = h.base + c.course * 16 + :stretch
WHERE c.passed
    AND coalesce(c.revoked_on, :never) > :on
    AND c.completed_on BETWEEN l.first_day AND l.last_day
    AND (l.since = 0 OR c.completed_on >= CASE l.since
        WHEN 1 THEN h.rank_since ELSE h.first_appointed_on END)
    AND NOT (l.is_hours AND h.is_merged)
