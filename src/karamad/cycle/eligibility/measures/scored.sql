-- Results that some law asks for, by case, with the key by which its own may ask.
SELECT
    h.id, h.base + i.code AS key, r.taken_on, r.value,
    h.rank_since, h.appointed_on, h.first_appointed_on
FROM result r
JOIN instrument i ON i.kind = r.kind AND i.instrument =
    CASE WHEN r.kind IN ('appraisal', 'rank') THEN '' ELSE r.instrument END
JOIN holder h ON h.record = r.person
WHERE r.taken_on <= :on
