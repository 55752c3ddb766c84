-- The records in which the facts of a case stand: the person's own, and those merged.
SELECT
    coalesce(r.record, c.person) AS record,
    c.id,
    c.law,
    c.rank_since,
    c.appointed_on,
    c.first_appointed_on,
    r.record IS NOT NULL AS is_merged
FROM cases c
LEFT JOIN records r ON r.person = c.person
