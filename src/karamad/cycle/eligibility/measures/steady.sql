-- Until when each criterion is met whose evidence only drops out, and until when not
-- known.
SELECT
    id, place,
    max(CASE WHEN amount > 0 THEN until_day ELSE :on END) AS met_until,
    max(CASE WHEN lacking > 0 THEN until_day ELSE :on END) AS lacking_until
FROM (
    SELECT t.id, l.place, 1 AS amount, 0 AS lacking,
        least(t.ends_on, coalesce(d.out_day, l.until_day)) AS until_day
    FROM passed t
    JOIN look l ON l.part = t.part AND l.is_steady
    LEFT JOIN dropout d ON d.slide = l.slide AND d.day = t.day
    UNION ALL
    SELECT r.id, l.place, CASE WHEN r.value >= l.minimum THEN 1 ELSE 0 END,
        CASE WHEN r.value IS NULL THEN 1 ELSE 0 END, coalesce(d.out_day, l.until_day)
    FROM result_seen r
    JOIN look l ON l.part = r.part AND l.is_steady AND NOT l.is_appraisal
    LEFT JOIN dropout d ON d.slide = l.slide AND d.day = r.day
    UNION ALL
    SELECT id, place, amount, lacking, until_day FROM keystone
    UNION ALL
    SELECT id, place, 1, 0, ends_on FROM held
) AS ending
GROUP BY id, place
