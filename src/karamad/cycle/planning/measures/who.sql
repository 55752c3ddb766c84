-- Who of a place lacks what one criterion asks.
--
-- In: as of `lacking.sql`; wants holds the criterion asked for alone.
-- Out: person, once each.
-- Source: docs/mission.md, rows M1 and M21.
SELECT DISTINCT v.person
FROM verdict v
JOIN wants w ON w.profile = v.profile AND w.met = v.met AND w.unmet = v.unmet
    AND w.unknown = v.unknown AND w.waived = v.waived
JOIN area a ON a.unit = v.unit
ORDER BY v.person
