-- What was reached: a word, or an amount in ten-thousandths; a row a case and criterion,
-- none where nothing was.
SELECT id, place, CAST(NULL AS BIGINT) AS amount, code AS word
FROM evidence
WHERE is_reached
UNION ALL
SELECT c.id, t.place, coalesce(s.amount, 0), NULL
FROM cases c
JOIN hours_term t ON t.law = c.law
LEFT JOIN summed s ON s.id = c.id AND s.place = t.place
WHERE CASE t.since
    WHEN 0 THEN true
    WHEN 1 THEN c.rank_since IS NOT NULL
    ELSE c.appointed_on IS NOT NULL END
UNION ALL
SELECT id, place, value * 100, NULL
FROM decided
WHERE NOT is_appraisal AND value IS NOT NULL
UNION ALL
SELECT d.id, d.place, CAST(floor(sum(d.value) * 100 / max(l.years)) AS BIGINT), NULL
FROM decided d
JOIN look l ON l.part = d.part
WHERE d.is_appraisal
GROUP BY d.id, d.place
HAVING count(d.value) = max(l.years)
UNION ALL
SELECT c.id, t.place, NULL, w.word
FROM cases c
JOIN attribute_term t ON t.law = c.law AND t.attribute = 'rank'
JOIN rank_word w ON w.value = c.rank
UNION ALL
SELECT c.id, t.place, NULL, w.word
FROM cases c
JOIN attribute_term t ON t.law = c.law AND t.attribute = 'degree'
JOIN degree_word w ON w.place = c.degree
UNION ALL
SELECT c.id, t.place, y.years * 10000, NULL
FROM cases c
JOIN attribute_term t ON t.law = c.law AND t.attribute IN ('birth', 'service')
JOIN complete y
    ON y.day = CASE t.attribute WHEN 'birth' THEN c.birth_date ELSE c.service_start END
