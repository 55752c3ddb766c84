-- The records in which the facts of a case stand: the person's own, and those merged.
-- base: added to what a fact is about, it makes the key by which a law asks for that.
SELECT
    coalesce(r.record, c.person) AS record,
    c.id,
    CAST(c.law AS BIGINT) * :stride AS base,
    c.rank_since,
    c.appointed_on,
    c.first_appointed_on,
    r.record IS NOT NULL AS is_merged
FROM cases c
LEFT JOIN records r ON r.person = c.person
