-- Hours in records that were merged: of one course and day there may be two. They count
-- one after the other, the one with most hours first.
SELECT id, part, year, day, begins_on, ends_on, amount, is_now AND begins_on <= :on AS is_now
FROM (
    SELECT
        *,
        greatest(day, coalesce(max(ends_on) OVER (
            PARTITION BY id, part, key, day
            ORDER BY amount DESC NULLS LAST, ends_on
            ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
        ), day)) AS begins_on
    FROM (
        SELECT
            t.id, l.part, t.key,
            CASE WHEN l.is_capped THEN :year ELSE 0 END AS year,
            t.day, t.ends_on, t.amount,
            l.is_now AND (l.since <> 2 OR t.day >= c.appointed_on) AS is_now
        FROM training t
        JOIN training_part l ON l.key = t.key AND l.is_hours
        JOIN cases c ON c.id = t.id
        WHERE t.is_merged
            AND t.day BETWEEN l.first_day AND l.last_day
            AND (l.since = 0 OR t.day >= CASE l.since
                WHEN 1 THEN c.rank_since ELSE c.first_appointed_on END)
    ) AS same
) AS following
WHERE ends_on > greatest(begins_on, :on)
