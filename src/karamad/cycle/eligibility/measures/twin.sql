-- Hours in records that were merged: of one course and day there may be two. They count
-- one after the other, the one with most hours first.
SELECT id, part, year, day, begins_on, ends_on, amount, is_now AND begins_on <= :on AS is_now
FROM (
    SELECT
        *,
        greatest(day, coalesce(max(ends_on) OVER (
            PARTITION BY id, part, course, day
            ORDER BY amount DESC NULLS LAST, ends_on
            ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
        ), day)) AS begins_on
    FROM (
        SELECT
            h.id, l.part, c.course,
            CASE WHEN l.is_capped THEN :year ELSE 0 END AS year,
            c.completed_on AS day,
            coalesce(c.revoked_on, :never) AS ends_on,
            CASE WHEN l.is_fixed THEN l.amount
                ELSE coalesce(CAST(c.hours * 10000 AS INTEGER), l.amount) END AS amount,
            l.is_now AND (l.since <> 2 OR c.completed_on >= h.appointed_on) AS is_now
        FROM completion c
        JOIN holder h ON h.record = c.person AND h.is_merged
        JOIN training_look l ON l.key = h.base + c.course * 16 + :stretch AND l.is_hours
        WHERE c.passed
            AND c.completed_on BETWEEN l.first_day AND l.last_day
            AND (l.since = 0 OR c.completed_on >= CASE l.since
                WHEN 1 THEN h.rank_since ELSE h.first_appointed_on END)
    ) AS same
) AS following
WHERE ends_on > greatest(begins_on, :on)
