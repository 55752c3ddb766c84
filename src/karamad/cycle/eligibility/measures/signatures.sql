-- The findings that occur, each set once.
SELECT DISTINCT
    m.law, m.met | m.waived | m.unknown | m.unmet AS force,
    m.met | m.waived AS yes, m.unknown
FROM masks m
