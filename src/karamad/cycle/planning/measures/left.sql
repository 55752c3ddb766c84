-- Who of a place has not passed all of a programme.
--
-- In: verdict(person, unit, verdict), a row a person and seat, by the programme as one
-- law; area(unit), the units of the place.
-- Out: person, once each.
-- Source: docs/mission.md, rows M1 and M2.
SELECT DISTINCT v.person
FROM verdict v
JOIN area a ON a.unit = v.unit
WHERE v.verdict <> 'eligible'
ORDER BY v.person
