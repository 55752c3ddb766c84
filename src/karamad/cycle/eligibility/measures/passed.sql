-- Completions of courses that steady criteria ask for; where nothing but a revocation
-- takes it away, only of those of whom one was revoked.
SELECT id, part, day, ends_on
FROM seen
WHERE NOT is_hours AND NOT is_tallied
UNION ALL
SELECT t.id, l.part, t.day, t.ends_on
FROM training t
JOIN training_part l ON l.key = t.key AND l.is_tallied AND l.is_steady
    AND NOT l.is_hours AND NOT l.is_everlasting
WHERE t.met <> 0
UNION ALL
SELECT t.id, l.part, t.day, t.ends_on
FROM training t
JOIN training_part l ON l.key = t.key AND l.is_tallied AND l.is_everlasting
JOIN (SELECT DISTINCT id FROM training WHERE ends_on < :never) AS r ON r.id = t.id
WHERE t.met <> 0
