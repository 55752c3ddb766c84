-- Completions with what they are wanted for on the day asked; of merged records one of a
-- course and day may stand twice.
SELECT
    t.id, t.part, t.place, t.code, t.day, t.is_hours, t.is_merged, t.amount,
    CASE WHEN t.is_capped THEN :year ELSE 0 END AS year
FROM (
    SELECT
        h.id, w.part, w.place, w.code, c.completed_on AS day, w.is_hours, w.is_capped,
        h.is_merged,
        CASE
            WHEN NOT w.is_hours THEN 1
            WHEN c.hours IS NULL THEN w.amount
            ELSE CAST(c.hours * 10000 AS INTEGER) END AS amount
    FROM completion c
    JOIN holder h ON h.record = c.person
    JOIN wanted w ON w.key = h.base + c.course
    WHERE c.passed AND (c.revoked_on <= :on) IS NOT TRUE
        -- One condition, so that no engine joins looks by their days alone.
        AND CASE
            WHEN c.completed_on < w.first_day OR c.completed_on > w.last_day THEN false
            WHEN w.since = 0 THEN true
            WHEN w.since = 1 THEN c.completed_on >= h.rank_since
            ELSE c.completed_on >= h.appointed_on END
) AS t
WHERE t.amount > 0
