-- Results that any law asks for, by the code of what was measured.
SELECT r.person, i.code, r.taken_on, r.value
FROM result r
JOIN instrument i ON i.kind = r.kind AND i.instrument =
    CASE WHEN r.kind IN ('appraisal', 'rank') THEN '' ELSE r.instrument END
WHERE r.taken_on <= :on
