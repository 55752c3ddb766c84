-- What a person is, against the bounds that a criterion comes to on the day asked:
-- those that a law asks of one sort after its first (own_terms).
-- outcome: 0 unmet, 1 unknown, 2 met.
SELECT
    c.id, t.place, t.bit,
    CASE t.attribute
        WHEN 'birth' THEN CASE
            WHEN c.birth_date IS NULL THEN 1
            WHEN c.birth_date BETWEEN t.first_day AND t.last_day THEN 2
            ELSE 0 END
        WHEN 'service' THEN CASE
            WHEN c.service_start IS NULL THEN 1
            WHEN c.service_start <= t.last_day THEN 2
            ELSE 0 END
        WHEN 'degree' THEN CASE
            WHEN c.degree IS NULL THEN 1
            WHEN c.degree >= t.least THEN 2
            ELSE 0 END
        ELSE CASE
            WHEN c.ranked_on IS NULL THEN 0
            WHEN c.rank IS NULL THEN 1
            WHEN c.rank >= t.least THEN 2
            ELSE 0 END
    END AS outcome
FROM cases c
JOIN attribute_term t ON t.law = c.law AND NOT t.is_first
