-- A row a case and criterion in force: what is found, and the first day it changes.
-- cell: the case and the place as one number, by which it is found quickest.
SELECT
    c.id, c.person, c.post, c.unit, c.law, c.place, c.outcome,
    CASE WHEN least(coalesce(w.ends_on, f.day, :never), c.force_end) <= :limit
        THEN least(coalesce(w.ends_on, f.day, :never), c.force_end) END AS until
FROM (
    SELECT
        m.id, m.person, m.post, m.unit, m.law, t.place, m.id * 64 + t.place AS cell,
        t.force_end,
        CASE
            WHEN (m.met & t.bit) <> 0 THEN 'met'
            WHEN (m.unmet & t.bit) <> 0 THEN 'unmet'
            WHEN (m.unknown & t.bit) <> 0 THEN 'unknown'
            ELSE 'waived' END AS outcome
    FROM masks m
    JOIN criterion t ON t.law = m.law
        AND ((m.met | m.unmet | m.unknown | m.waived) & t.bit) <> 0
) AS c
LEFT JOIN (
    SELECT id * 64 + place AS cell,
        CASE WHEN met_until > :on THEN met_until ELSE lacking_until END AS day
    FROM steady
    WHERE met_until > :on OR lacking_until > :on
    UNION ALL
    SELECT id * 64 + place, min(day) FROM turn GROUP BY id * 64 + place
) AS f ON f.cell = c.cell
LEFT JOIN (SELECT id * 64 + place AS cell, ends_on FROM waiver) AS w ON w.cell = c.cell
