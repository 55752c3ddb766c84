-- The assignments to the post judged that last beyond the day asked, of the cases whose
-- law asks since when. next_start: of the one that began after it.
SELECT
    id,
    from_day,
    until_day,
    max(until_day) OVER (PARTITION BY id) AS ends_on,
    max(until_day) OVER (
        PARTITION BY id ORDER BY from_day DESC
        ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
    ) AS waits_until,
    lag(from_day) OVER (PARTITION BY id ORDER BY from_day DESC) AS next_start
FROM (
    SELECT q.id, a.from_day, max(coalesce(a.until_day, :never)) AS until_day
    FROM (
        SELECT q.id, q.post, coalesce(m.record, q.person) AS record
        FROM question q
        JOIN law l ON l.law = q.law AND l.needs_appointment <> 0
        LEFT JOIN records m ON m.person = q.person
    ) AS q
    JOIN assignment a ON a.person = q.record AND a.post = q.post
    WHERE a.from_day <= :on AND coalesce(a.until_day, :never) > :on
    GROUP BY q.id, a.from_day
) AS held
