-- The sums of hours that each law needs of a case, numbered: a part, and of capped ones
-- a year. Those beyond the columns that a tally has go by rows.
-- is_direct: nothing else goes into the sum, so it can be held against the minimum.
SELECT
    s.law, s.part, s.year, s.nth - 1 AS nth,
    CASE s.nth :slot_bits ELSE 0 END AS slot,
    NOT l.is_capped AND o.part IS NULL AS is_direct,
    l.bit, l.minimum
FROM (
    SELECT
        law, part, year,
        row_number() OVER (PARTITION BY law ORDER BY part, year) AS nth
    FROM (
        SELECT DISTINCT law, part, year FROM training_look WHERE is_hours AND is_whole
    ) AS each
) AS s
JOIN look l ON l.part = s.part - s.part % 8
LEFT JOIN (
    SELECT DISTINCT part FROM training_look WHERE is_hours AND NOT is_whole
) AS o ON o.part = s.part
WHERE s.nth <= :slots
