-- Capped hours by year and class, on the day asked.
SELECT
    id, law, hours_place AS place, bits AS bit, :on AS asked_on,
    floor(slice / 8) AS year, slice % 8 AS class, minimum, amount, lacking
FROM trained
WHERE is_capped
