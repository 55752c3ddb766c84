-- Whatever decides, with the days from which and until which it is seen. What is steady
-- is seen on the day asked, and only ever drops out.
SELECT
    id, law, place, bit, day, class, is_steady, is_hours, is_capped, minimum, amount,
    lacking,
    greatest(begins_on, opens_on, :on) AS from_day,
    least(ends_on, closes_on) AS until_day
FROM (
    SELECT
        r.*,
        CASE WHEN r.since = 2 THEN coalesce(t.waits_until, :on) ELSE r.from_day END
            AS opens_on,
        CASE WHEN r.since = 2 THEN t.ends_on ELSE coalesce(d.out_day, r.until_day) END
            AS closes_on
    FROM (
        SELECT id, law, place, bit, day, class, is_steady, is_hours, is_capped,
            minimum, amount, lacking, begins_on, ends_on, since, slide, from_day, until_day
        FROM training
        UNION ALL
        SELECT id, 0, place, bit, day, 0, is_steady, false, false, 1,
            amount, lacking, day, :never, since, slide, from_day, until_day
        FROM result_seen
        WHERE NOT is_appraisal
    ) AS r
    LEFT JOIN dropout d ON d.slide = r.slide AND d.day = r.day
    LEFT JOIN tenure t
        ON t.id = r.id AND r.since = 2 AND r.day >= t.from_day
        AND r.day < coalesce(t.next_start, :never)
) AS seen
