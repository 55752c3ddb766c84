-- Under which name the results are kept that are asked for without one: ranks, by person
-- alone, and what was appraised. Of two alike, in merged records, the last by name.
SELECT id, place, day, max(instrument) AS instrument
FROM (
    SELECT d.id, d.place, d.day, r.instrument
    FROM decided d
    JOIN holder h ON h.id = d.id
    JOIN result r ON r.person = h.record AND r.taken_on = d.day AND r.kind = 'appraisal'
    WHERE d.is_appraisal AND coalesce(r.value * 100, -1) = coalesce(d.value, -1)
    UNION ALL
    SELECT c.id, t.place, c.ranked_on, r.instrument
    FROM cases c
    JOIN attribute_term t ON t.law = c.law AND t.attribute = 'rank'
    JOIN holder h ON h.id = c.id
    JOIN result r ON r.person = h.record AND r.taken_on = c.ranked_on AND r.kind = 'rank'
    WHERE coalesce(r.value * 100, -1) = coalesce(c.rank, -1)
) AS alike
GROUP BY id, place, day
