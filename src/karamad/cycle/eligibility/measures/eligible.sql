-- The eligible, with all that is met and all that is waived, in force or not.
SELECT v.id, v.law, m.all_met AS met, m.all_waived AS waived
FROM stand v
JOIN masks m ON m.id = v.id
WHERE v.verdict = 'eligible'
