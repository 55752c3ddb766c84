-- The rows of an answer.
--
-- In: change; lost(id); needed(id, need, hours). Out: person, post, unit, province,
-- before, after, need (0 none, 1 hours, 2 not known, 3 more than training), hours
-- (ten-thousandths).
SELECT
    c.person, c.post, c.unit, c.province, c.before, c.after,
    CASE WHEN l.id IS NULL THEN 0 ELSE coalesce(n.need, 3) END AS need,
    coalesce(n.hours, 0) AS hours
FROM change c
LEFT JOIN lost l ON l.id = c.id
LEFT JOIN needed n ON n.id = c.id
