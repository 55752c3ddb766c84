-- Where every unit lies: under which province, else under which root.
--
-- In: unit(unit, kind, path). Out: unit, path, head; path ends in a dot.
-- Source: docs/mission.md, row M2.
SELECT u.unit, u.path, coalesce(p.unit, CAST(split_part(u.path, '.', 1) AS BIGINT)) AS head
FROM (
    SELECT unit,
        CASE WHEN coalesce(path, '') = '' THEN concat(CAST(unit AS STRING), '.') ELSE path END AS path
    FROM unit
) AS u
LEFT JOIN (
    SELECT unit, path FROM unit WHERE kind = 'province' AND path <> ''
) AS p ON substr(u.path, 1, length(p.path)) = p.path
