-- The latest rank granted to each, of one day the highest.
SELECT person, taken_on, value
FROM (
    SELECT
        coalesce(m.owner, r.person) AS person,
        r.taken_on,
        r.value,
        row_number() OVER (
            PARTITION BY coalesce(m.owner, r.person)
            ORDER BY r.taken_on DESC, r.value DESC NULLS LAST
        ) AS nth
    FROM result r
    LEFT JOIN merged m ON m.record = r.person
    WHERE r.kind = 'rank' AND r.taken_on <= :on
) AS granted
WHERE nth = 1
