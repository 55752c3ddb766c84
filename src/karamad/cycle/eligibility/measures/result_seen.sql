-- Results that a law asks for, of one instrument and day the highest: those that
-- decide. Of an exam every one may, of the others the latest in the look.
-- is_now: it is seen on the day asked.
SELECT
    s.id, s.part, s.day,
    l.from_day <= :on AND (l.since <> 2 OR s.day >= s.appointed_on) AS is_now,
    s.value
FROM (
    SELECT
        id, part,
        :latest_day AS day,
        :latest_value AS value,
        appointed_on
    FROM (
        SELECT
            h.id, l.part, max(:latest) AS latest, max(h.appointed_on) AS appointed_on
        FROM result r
        JOIN instrument i ON i.kind = r.kind AND i.instrument =
            CASE WHEN r.kind IN ('appraisal', 'rank') THEN '' ELSE r.instrument END
        JOIN holder h ON h.record = r.person
        JOIN result_look l ON l.key = h.base + i.code
        -- One condition, so that no engine joins looks by their days alone.
        WHERE CASE
            WHEN r.taken_on < l.first_day OR r.taken_on > l.last_day THEN false
            WHEN l.since = 0 THEN true
            WHEN l.since = 1 THEN r.taken_on >= h.rank_since
            ELSE r.taken_on >= h.first_appointed_on END
        GROUP BY h.id, l.part, CASE WHEN l.is_best THEN r.taken_on END
    ) AS packed
) AS s
JOIN look l ON l.part = s.part
