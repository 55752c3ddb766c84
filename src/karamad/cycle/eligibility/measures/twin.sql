-- Hours in records that were merged: of one course and day there may be two. They count
-- one after the other, the one with most hours first.
SELECT
    *,
    greatest(day, coalesce(max(ends_on) OVER (
        PARTITION BY id, place, from_day, course, day
        ORDER BY amount DESC NULLS LAST, ends_on
        ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
    ), day)) AS begins_on
FROM (
    SELECT
        h.id, l.law, l.place, l.bit, l.is_hours, l.is_capped, l.is_steady, l.minimum,
        l.class, l.since, l.slide, l.from_day, l.until_day, c.course,
        c.completed_on AS day, coalesce(c.revoked_on, :never) AS ends_on,
        CASE WHEN l.is_fixed THEN l.amount
            ELSE coalesce(CAST(c.hours * 10000 AS BIGINT), l.amount) END AS amount
    FROM completion c
    JOIN holder h ON h.record = c.person AND h.is_merged
    JOIN training_look l ON l.key = h.base + c.course * 16 + :stretch AND l.is_hours
    WHERE c.passed
        AND c.completed_on BETWEEN l.first_day AND l.last_day
        AND (l.since = 0 OR c.completed_on >= CASE l.since
            WHEN 1 THEN h.rank_since ELSE h.:appointed END)
) AS same
