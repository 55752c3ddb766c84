-- Everybody in each post he holds: what he is by the base (law 0), and by the change.
--
-- In: verdict(id, person, post, unit, law, verdict, met, unmet, unknown, waived); unit.
-- Out: id (of the change's case; null where it asks nothing of him), person, post, unit,
-- province (its code, '' for none), before, after (0 eligible, 1 undetermined, 2 not
-- eligible, 3 not asked), force, yes, unknown (bits by place in the change).
-- Source: docs/whatif.md, "From what to what".
WITH both_ways AS (
    SELECT
        id, person, post, unit, law, unknown,
        met | waived AS yes,
        met | unmet | unknown | waived AS force,
        CASE verdict WHEN 'eligible' THEN 0 WHEN 'undetermined' THEN 1 ELSE 2 END
            AS standing
    FROM verdict
),
place AS (
    SELECT u.unit, CAST(max(p.province) AS STRING) AS province
    FROM unit u
    JOIN unit p ON p.kind = 'province' AND p.path <> ''
        AND substr(u.path, 1, length(p.path)) = p.path
    GROUP BY u.unit
)
SELECT
    n.id,
    coalesce(n.person, b.person) AS person,
    coalesce(n.post, b.post) AS post,
    coalesce(n.unit, b.unit) AS unit,
    coalesce(l.province, '') AS province,
    CAST(coalesce(b.standing, 3) AS INT) AS before,
    CAST(coalesce(n.standing, 3) AS INT) AS after,
    n.force, n.yes, n.unknown
FROM (SELECT * FROM both_ways WHERE law = 0) AS b
FULL OUTER JOIN (SELECT * FROM both_ways WHERE law = 1) AS n
    ON n.person = b.person AND n.post = b.post AND n.unit = b.unit
LEFT JOIN place l ON l.unit = coalesce(n.unit, b.unit)
