-- Results that a law asks for, of one instrument and day the highest: those that
-- decide. Of an exam every one may, of the others the latest in the look.
SELECT
    id, place, bit, is_appraisal, is_steady, day, since, slide, from_day, until_day,
    years, minimum, value,
    CASE WHEN value >= minimum THEN 1 ELSE 0 END AS amount,
    CASE WHEN value IS NULL THEN 1 ELSE 0 END AS lacking
FROM (
    SELECT
        r.id, l.place, l.bit, l.is_appraisal, l.is_steady, r.taken_on AS day,
        l.since, l.slide, l.from_day, l.until_day, l.years, l.minimum, r.value,
        row_number() OVER (
            PARTITION BY r.id, l.place, l.from_day, l.first_day,
                CASE WHEN l.is_best THEN r.taken_on END
            ORDER BY r.taken_on DESC, coalesce(r.value, -1) DESC
        ) AS nth
    FROM scored_case r
    JOIN result_look l ON l.key = r.key
    WHERE r.taken_on BETWEEN l.first_day AND l.last_day
        AND (l.since = 0 OR r.taken_on >= CASE l.since
            WHEN 1 THEN r.rank_since ELSE r.:appointed END)
) AS seen
WHERE nth = 1
