-- Completions by the looks they are seen in, now or (is_now: not) later; of what is
-- tallied, where the future is asked for, only what is not steady.
-- part: which look, and the class. year: where hours are capped. amount: of a course 1.
SELECT
    t.id, l.part,
    CASE WHEN l.is_capped THEN :year ELSE 0 END AS year,
    t.day, t.ends_on,
    CASE WHEN l.is_hours THEN t.amount ELSE 1 END AS amount,
    l.is_now, l.is_hours, l.is_tallied
FROM training t
JOIN training_part l ON l.key = t.key AND l.since = 0
    AND (NOT l.is_tallied OR (:ahead AND NOT l.is_steady))
WHERE (:ahead OR t.is_open)
    AND t.day BETWEEN l.first_day AND l.last_day
    AND NOT (l.is_hours AND t.is_merged)
UNION ALL
SELECT
    t.id, l.part,
    CASE WHEN l.is_capped THEN :year ELSE 0 END,
    t.day, t.ends_on,
    CASE WHEN l.is_hours THEN t.amount ELSE 1 END,
    l.is_now AND (l.since <> 2 OR t.day >= c.appointed_on), l.is_hours, false
FROM training t
JOIN training_part l ON l.key = t.key AND l.since <> 0
JOIN cases c ON c.id = t.id
WHERE t.is_open
    AND t.day BETWEEN l.first_day AND l.last_day
    AND t.day >= CASE l.since WHEN 1 THEN c.rank_since ELSE c.first_appointed_on END
    AND NOT (l.is_hours AND t.is_merged)
