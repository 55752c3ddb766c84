-- A row a case and criterion in force: what is found, and the first day it changes.
SELECT
    m.id, m.person, m.post, m.unit, m.law, t.place,
    CASE
        WHEN (m.met & t.bit) <> 0 THEN 'met'
        WHEN (m.unmet & t.bit) <> 0 THEN 'unmet'
        WHEN (m.unknown & t.bit) <> 0 THEN 'unknown'
        ELSE 'waived' END AS outcome,
    CASE WHEN least(coalesce(w.ends_on, f.day, :never), t.force_end) <= :limit
        THEN least(coalesce(w.ends_on, f.day, :never), t.force_end) END AS until
FROM masks m
JOIN criterion t ON t.law = m.law
    AND ((m.met | m.unmet | m.unknown | m.waived) & t.bit) <> 0
LEFT JOIN (SELECT id, place, min(day) AS day FROM turn GROUP BY id, place) AS f
    ON f.id = m.id AND f.place = t.place
LEFT JOIN waiver w ON w.id = m.id AND w.place = t.place
