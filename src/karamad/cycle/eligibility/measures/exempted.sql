-- Exemptions that last on the day asked.
SELECT
    h.id, t.place, t.bit, e.document, e.from_day,
    coalesce(e.until_day, :never) AS ends_on
FROM exemption e
JOIN holder h ON h.record = e.person
JOIN criterion t
    ON t.base = h.base AND t.profile = e.profile AND t.criterion = e.criterion
WHERE e.from_day <= :on AND coalesce(e.until_day, :never) > :on
