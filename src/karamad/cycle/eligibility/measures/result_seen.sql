-- Results that a criterion asks for, of one instrument and day the highest: those that
-- decide. Of an exam every one may, of the others the latest in the look.
SELECT
    id, place, bit, is_steady, day, since, slide, from_day, until_day,
    CASE WHEN value >= minimum THEN 1 ELSE 0 END AS amount,
    CASE WHEN value IS NULL THEN 1 ELSE 0 END AS lacking
FROM (
    SELECT
        h.id, l.place, l.bit, r.taken_on AS day, l.since, l.slide,
        l.from_day, l.until_day, l.minimum, l.is_best, l.is_steady, r.value,
        row_number() OVER (
            PARTITION BY h.id, l.place, l.from_day,
                CASE WHEN l.is_best THEN r.taken_on END
            ORDER BY r.taken_on DESC, r.value DESC NULLS LAST
        ) AS nth
    FROM result r
    JOIN holder h ON h.record = r.person
    JOIN result_look l
        ON l.law = h.law AND l.kind = r.kind AND l.instrument = r.instrument
    WHERE r.taken_on BETWEEN l.first_day AND l.last_day
        AND (l.since = 0 OR r.taken_on >= CASE l.since
            WHEN 1 THEN h.rank_since ELSE h.:appointed END)
) AS seen
WHERE nth = 1
