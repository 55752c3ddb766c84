-- The same by case, with the key by which its law may ask for them.
SELECT
    h.id, h.base + r.code AS key, r.taken_on, r.value,
    h.rank_since, h.appointed_on, h.first_appointed_on
FROM scored r
JOIN holder h ON h.record = r.person
