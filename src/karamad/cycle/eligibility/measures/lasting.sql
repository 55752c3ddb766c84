-- Whatever decides, with the days from which and until which it is seen. What is steady
-- is seen on the day asked, and only ever drops out.
SELECT
    id, place, is_steady, minimum, amount, lacking,
    greatest(begins_on, opens_on) AS from_day, least(ends_on, closes_on) AS until_day
FROM (
    SELECT
        r.id, r.place, r.is_steady, r.minimum, r.amount, r.lacking,
        r.begins_on, r.ends_on,
        CASE WHEN r.since = 2 THEN coalesce(t.waits_until, :on) ELSE r.from_day END
            AS opens_on,
        CASE WHEN r.since = 2 THEN t.ends_on ELSE coalesce(d.out_day, r.until_day) END
            AS closes_on
    FROM (
        SELECT id, place, is_steady, 1 AS minimum, amount, lacking, day,
            begins_on, ends_on, since, slide, from_day, until_day
        FROM course_row
        UNION ALL
        SELECT id, place, is_steady, 1, amount, lacking, day,
            day, :never, since, slide, from_day, until_day
        FROM result_seen
        UNION ALL
        SELECT id, place, is_steady, minimum, amount, lacking, day,
            begins_on, ends_on, since, slide, from_day, until_day
        FROM credit
        WHERE NOT is_capped
    ) AS r
    LEFT JOIN dropout d ON d.slide = r.slide AND d.day = r.day
    LEFT JOIN tenure t
        ON t.id = r.id AND r.since = 2 AND r.day >= t.from_day
        AND r.day < coalesce(t.next_start, :never)
) AS seen
