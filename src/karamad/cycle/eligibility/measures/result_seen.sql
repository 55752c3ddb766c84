-- Results that a law asks for, of one instrument and day the highest: those that
-- decide. Of an exam every one may, of the others the latest in the look.
-- is_now: it is seen on the day asked. amount: 1 where it is enough.
SELECT
    s.id, l.law, l.place, l.bit, l.part, l.is_appraisal, l.is_steady, l.since, l.slide,
    l.from_day, l.until_day, s.day,
    l.from_day <= :on AND (l.since <> 2 OR s.day >= s.appointed_on) AS is_now,
    s.value,
    CASE WHEN s.value >= l.minimum THEN 1 ELSE 0 END AS amount,
    CASE WHEN s.value IS NULL THEN 1 ELSE 0 END AS lacking
FROM (
    SELECT
        id, part,
        :latest_day AS day,
        :latest_value AS value,
        appointed_on
    FROM (
        SELECT
            r.id, l.part, max(:latest) AS latest, max(r.appointed_on) AS appointed_on
        FROM scored r
        JOIN result_look l ON l.key = r.key
        WHERE r.taken_on BETWEEN l.first_day AND l.last_day
            AND (l.since = 0 OR r.taken_on >= CASE l.since
                WHEN 1 THEN r.rank_since ELSE r.first_appointed_on END)
        GROUP BY r.id, l.part, CASE WHEN l.is_best THEN r.taken_on END
    ) AS packed
) AS s
JOIN look l ON l.part = s.part
