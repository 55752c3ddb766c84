-- The criteria that a tally settles, as bits by place in the law.
SELECT
    t.id,
    t.met :slots_met AS met,
    CAST(0 AS BIGINT) :slots_lacking AS unknown
FROM tally t
JOIN question q ON q.id = t.id
LEFT JOIN (
    SELECT
        law,
        :slot_terms
    FROM slot
    WHERE is_direct
    GROUP BY law
) AS s ON s.law = q.law
