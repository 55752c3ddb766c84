-- Results that a law asks for, of one instrument and day the highest: those that
-- decide. Of an exam every one may, of the others the latest in the look.
SELECT
    id, place, bit, is_appraisal, is_steady, day, since, slide, from_day, until_day,
    years, minimum, value,
    CASE WHEN value >= minimum THEN 1 ELSE 0 END AS amount,
    CASE WHEN value IS NULL THEN 1 ELSE 0 END AS lacking
FROM (
    SELECT
        h.id, l.place, l.bit, l.is_appraisal, l.is_steady, r.taken_on AS day,
        l.since, l.slide, l.from_day, l.until_day, l.years, l.minimum, r.value,
        row_number() OVER (
            PARTITION BY h.id, l.place, l.from_day, l.first_day,
                CASE WHEN l.is_best THEN r.taken_on END
            ORDER BY r.taken_on DESC, coalesce(r.value, -1) DESC, r.instrument DESC
        ) AS nth
    FROM (
        SELECT r.person, r.instrument, r.taken_on, r.value, i.code
        FROM result r
        JOIN instrument i ON i.kind = r.kind AND i.instrument =
            CASE WHEN r.kind IN ('appraisal', 'rank') THEN '' ELSE r.instrument END
    ) AS r
    JOIN holder h ON h.record = r.person
    JOIN result_look l ON l.key = h.base + r.code
    WHERE r.taken_on BETWEEN l.first_day AND l.last_day
        AND (l.since = 0 OR r.taken_on >= CASE l.since
            WHEN 1 THEN h.rank_since ELSE h.:appointed END)
) AS seen
WHERE nth = 1
