-- The evidence of the findings of the cases asked about, in order; of what is waived the
-- exemption alone.
SELECT e.id, e.place, e.register, e.code, e.day
FROM evidence e
JOIN found f
    ON f.id = e.id AND f.place = e.place
    AND (f.outcome = 'waived') = (e.register = 'exemption')
    AND f.id BETWEEN :first AND :last
WHERE e.id BETWEEN :first AND :last
ORDER BY e.id, e.place, e.day, e.code
