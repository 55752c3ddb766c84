-- How many people of each place lack what a criterion asks.
--
-- In: verdict(person, unit, profile, met, unmet, unknown, waived);
-- wants(profile, met, unmet, unknown, waived, criterion), which findings want which;
-- area(unit, head), under which place the people of a unit are counted.
-- Out: head, profile, criterion, heads (people; who holds two seats there counts once).
-- Source: docs/mission.md, rows M1 and M21.
SELECT a.head, w.profile, w.criterion, count(DISTINCT v.person) AS heads
FROM verdict v
JOIN wants w ON w.profile = v.profile AND w.met = v.met AND w.unmet = v.unmet
    AND w.unknown = v.unknown AND w.waived = v.waived
JOIN area a ON a.unit = v.unit
GROUP BY a.head, w.profile, w.criterion
ORDER BY heads DESC, a.head, w.profile, w.criterion
