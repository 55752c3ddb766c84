-- Until when each criterion is met whose evidence only drops out, and until when not
-- known.
SELECT
    id, place,
    max(CASE WHEN amount > 0 THEN until_day ELSE :on END) AS met_until,
    max(CASE WHEN lacking > 0 THEN until_day ELSE :on END) AS lacking_until
FROM (
    SELECT t.id, l.place, 1 AS amount, 0 AS lacking,
        least(t.ends_on, coalesce(d.out_day, l.until_day)) AS until_day
    FROM training t
    JOIN look l ON l.part = t.part AND l.is_steady AND NOT l.is_hours
    LEFT JOIN dropout d ON d.slide = l.slide AND d.day = t.day
    UNION ALL
    SELECT r.id, r.place, r.amount, r.lacking, coalesce(d.out_day, r.until_day)
    FROM result_seen r
    LEFT JOIN dropout d ON d.slide = r.slide AND d.day = r.day
    WHERE r.is_steady AND NOT r.is_appraisal
    UNION ALL
    SELECT id, place, amount, lacking, until_day FROM keystone
    UNION ALL
    SELECT id, place, 1, 0, ends_on FROM held
) AS ending
GROUP BY id, place
