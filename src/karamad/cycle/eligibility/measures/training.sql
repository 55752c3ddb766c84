-- Completions that a law asks for, each once, with what it brings.
-- amount: of hours in ten-thousandths, null where nobody fixed them.
SELECT
    h.id, l.key, l.met,
    CASE WHEN h.is_merged THEN 0 ELSE l.slots END AS slots,
    l.is_open,
    h.is_merged,
    c.completed_on AS day,
    coalesce(c.revoked_on, :never) AS ends_on,
    -- Few completions say their hours: only of those are they made a whole number.
    CASE WHEN c.hours IS NULL THEN l.amount ELSE CAST(c.hours * 10000 AS INTEGER) END
        AS amount
FROM completion c
JOIN holder h ON h.record = c.person
JOIN asked l ON l.key = h.base + c.course * 16 + :stretch
WHERE c.passed AND (c.revoked_on <= :on) IS NOT TRUE
