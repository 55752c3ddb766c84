-- Capped hours by year and class, on the day asked.
SELECT
    t.id, l.law, l.place, l.bit, l.by_class, l.yearly_cap,
    :on AS asked_on, t.year, t.part % 8 AS class, l.minimum, t.amount, t.lacking
FROM trained t
JOIN look l ON l.part = t.part - t.part % 8
WHERE l.is_capped
