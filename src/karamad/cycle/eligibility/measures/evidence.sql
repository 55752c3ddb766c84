-- What decided, leaving aside exemptions where there is none: a row a case, criterion and
-- row of the registers. is_reached: its code is what was reached.
SELECT id, place, 'completion' AS register, code, day, true AS is_reached
FROM (
    SELECT
        id, place, code, day,
        row_number() OVER (PARTITION BY id, place ORDER BY day DESC, code) AS nth
    FROM matched
    WHERE NOT is_hours
) AS latest
WHERE nth = 1
UNION ALL
SELECT id, place, 'completion', code, day, false FROM counted
UNION ALL
SELECT d.id, d.place, 'result', i.instrument, d.day, false
FROM decided d
JOIN result_look r ON r.part = d.part
JOIN look l ON l.part = d.part
JOIN instrument i ON i.code = r.key - CAST(l.law AS BIGINT) * :stride
WHERE NOT d.is_appraisal
UNION ALL
SELECT id, place, 'result', instrument, day, false FROM named
UNION ALL
SELECT id, place, 'credential', max(credential_type), max(issued_on), true
FROM held
GROUP BY id, place
UNION ALL
SELECT id, place, 'exemption', document, from_day, false
FROM (
    SELECT
        id, place, document, from_day,
        row_number() OVER (PARTITION BY id, place ORDER BY from_day DESC, document)
            AS nth
    FROM exempted
) AS latest
WHERE nth = 1
