-- Every case with its verdict.
SELECT
    m.id, m.person, m.post, m.unit, m.law, f.verdict,
    m.met, m.unmet, m.unknown, m.waived
FROM masks m
JOIN folded f
    ON f.law = m.law
    AND f.force = (m.met | m.waived | m.unknown | m.unmet)
    AND f.yes = (m.met | m.waived)
    AND f.unknown = m.unknown
