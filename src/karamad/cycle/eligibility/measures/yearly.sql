-- Capped hours by year and class, on the day asked.
SELECT
    t.id, c.law, CAST(floor(t.part / 32768) AS INTEGER) - 1 AS place, t.bits AS bit,
    :on AS asked_on, CAST(floor(t.part % 32768 / 8) AS INTEGER) AS year,
    CAST(t.part % 8 AS INTEGER) AS class, t.minimum, t.amount, t.lacking
FROM trained t
JOIN cases c ON c.id = t.id
WHERE t.part % 32768 <> 0
