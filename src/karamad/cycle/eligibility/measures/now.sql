-- What is found of each case on the day asked, as bits by place in the law.
SELECT
    id,
    bit_or(met) AS met,
    bit_or(unknown) AS unknown,
    bit_or(settled) AS settled,
    bit_or(waived) AS waived
FROM (
    SELECT t.id, l.bit AS met, :none AS unknown, :none AS settled, :none AS waived
    FROM training t
    JOIN look l ON l.part = t.part AND NOT l.is_hours
    WHERE t.is_now
    UNION ALL
    SELECT t.id,
        CASE WHEN t.amount >= l.minimum THEN l.bit ELSE 0 END,
        CASE WHEN t.lacking = 1 THEN l.bit ELSE 0 END, :none, :none
    FROM trained t
    JOIN look l ON l.part = t.part
    WHERE NOT l.is_capped
    UNION ALL
    SELECT id, CASE WHEN outcome = 2 THEN bit ELSE 0 END,
        CASE WHEN outcome = 1 THEN bit ELSE 0 END, :none, :none
    FROM capped_now
    UNION ALL
    SELECT id, CASE WHEN amount = 1 THEN bit ELSE 0 END,
        CASE WHEN lacking = 1 THEN bit ELSE 0 END, :none, :none
    FROM result_seen
    WHERE is_now AND NOT is_appraisal
    UNION ALL
    SELECT id, CASE WHEN is_met = 1 THEN bit ELSE 0 END, :none, bit, :none
    FROM appraised
    WHERE from_day <= :on
    UNION ALL
    SELECT id, bit, :none, :none, :none FROM held
    UNION ALL
    SELECT id, CASE WHEN outcome = 2 THEN bit ELSE 0 END,
        CASE WHEN outcome = 1 THEN bit ELSE 0 END, :none, :none
    FROM attribute
    UNION ALL
    SELECT id, :none, :none, :none, bit FROM exempted
) AS found
GROUP BY id
