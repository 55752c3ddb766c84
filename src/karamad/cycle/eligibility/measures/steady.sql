-- Until when each steady criterion is met, and until when not known.
SELECT
    id, place,
    max(CASE WHEN amount > 0 THEN until_day ELSE :on END) AS met_until,
    max(CASE WHEN lacking > 0 THEN until_day ELSE :on END) AS lacking_until
FROM (
    SELECT id, place, amount, lacking, until_day
    FROM lasting
    WHERE is_steady AND NOT is_hours
    UNION ALL
    SELECT id, place, amount, lacking, until_day FROM keystone
    UNION ALL
    SELECT id, place, 1, 0, ends_on FROM held
) AS ending
GROUP BY id, place
