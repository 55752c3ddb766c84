-- How many of each place are asked by a programme, and how many passed all of it.
--
-- In: verdict(person, unit, verdict), a row a person and seat, by the programme as one
-- law; area(unit, head), under which place the people of a unit are counted.
-- Out: head, heads, done (people; who holds two seats there counts once).
-- Source: docs/mission.md, rows M1 and M2.
SELECT
    a.head,
    count(DISTINCT v.person) AS heads,
    count(DISTINCT CASE WHEN v.verdict = 'eligible' THEN v.person END) AS done
FROM verdict v
JOIN area a ON a.unit = v.unit
GROUP BY a.head
ORDER BY a.head
