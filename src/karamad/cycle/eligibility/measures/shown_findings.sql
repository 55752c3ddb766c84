-- The findings of the cases asked about, each with what was reached: a word, or an
-- amount in ten-thousandths.
SELECT
    f.id, f.person, f.post, f.unit, f.law, f.place, f.outcome, f.until,
    r.amount, r.word
FROM found f
LEFT JOIN reached r
    ON r.id = f.id AND r.place = f.place AND f.outcome <> 'waived'
    AND r.id BETWEEN :first AND :last
WHERE f.id BETWEEN :first AND :last
