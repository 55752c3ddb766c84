-- Credit of capped criteria, with the days from which and until which it is seen.
SELECT
    id, law, place, bit, day, class, amount, lacking, minimum,
    greatest(begins_on, opens_on, :on) AS from_day,
    least(ends_on, closes_on) AS until_day
FROM (
    SELECT
        r.*,
        CASE WHEN r.since = 2 THEN coalesce(t.waits_until, :on) ELSE r.from_day END
            AS opens_on,
        CASE WHEN r.since = 2 THEN t.ends_on ELSE coalesce(d.out_day, r.until_day) END
            AS closes_on
    FROM credit r
    LEFT JOIN dropout d ON d.slide = r.slide AND d.day = r.day
    LEFT JOIN tenure t
        ON t.id = r.id AND r.since = 2 AND r.day >= t.from_day
        AND r.day < coalesce(t.next_start, :never)
    WHERE r.is_capped
) AS seen
WHERE least(ends_on, closes_on) > greatest(begins_on, opens_on, :on)
