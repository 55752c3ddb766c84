-- What is found of each case on the day asked, as bits by place in the law; beside it
-- stands what the tally settles, and the first things asked of what a person is.
SELECT
    id,
    bit_or(met) AS met,
    bit_or(unknown) AS unknown,
    bit_or(settled) AS settled,
    bit_or(waived) AS waived
FROM (
    SELECT t.id, l.bit AS met, :none AS unknown, :none AS settled, :none AS waived
    FROM seen t
    JOIN look l ON l.part = t.part
    WHERE t.is_now AND NOT t.is_hours AND NOT t.is_tallied
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
    SELECT r.id, CASE WHEN r.value >= l.minimum THEN l.bit ELSE 0 END,
        CASE WHEN r.value IS NULL THEN l.bit ELSE 0 END, :none, :none
    FROM result_seen r
    JOIN look l ON l.part = r.part AND NOT l.is_appraisal
    WHERE r.is_now
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
