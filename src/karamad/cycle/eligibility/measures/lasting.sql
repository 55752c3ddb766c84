-- Whatever comes and goes, with the days from which and until which it is seen: what is
-- not steady, what caps of classes change, and the hours in merged records.
SELECT
    id, law, place, bit, year, class, by_class, is_capped, minimum, yearly_cap, amount,
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
        SELECT t.id, l.law, l.place, l.bit, t.year, t.part % 8 AS class, l.by_class,
            l.is_capped, l.minimum, l.yearly_cap,
            coalesce(t.amount, 0) AS amount,
            CASE WHEN t.amount IS NULL THEN 1 ELSE 0 END AS lacking,
            t.day, t.begins_on, t.ends_on, l.since, l.slide, l.from_day, l.until_day
        FROM (
            SELECT s.id, s.part, s.year, s.day, s.day AS begins_on, s.ends_on, s.amount
            FROM seen s
            JOIN look l ON l.part = s.part - s.part % 8 AND NOT l.is_steady
            UNION ALL
            SELECT id, part, year, day, begins_on, ends_on, amount FROM twin
        ) AS t
        JOIN look l ON l.part = t.part - t.part % 8
        UNION ALL
        SELECT r.id, l.law, l.place, l.bit, 0, 0, false, false, 1, CAST(NULL AS BIGINT),
            CASE WHEN r.value >= l.minimum THEN 1 ELSE 0 END,
            CASE WHEN r.value IS NULL THEN 1 ELSE 0 END,
            r.day, r.day, :never, l.since, l.slide, l.from_day, l.until_day
        FROM result_seen r
        JOIN look l ON l.part = r.part AND NOT l.is_appraisal AND NOT l.is_steady
    ) AS r
    LEFT JOIN dropout d ON d.slide = r.slide AND d.day = r.day
    LEFT JOIN tenure t
        ON t.id = r.id AND r.since = 2 AND r.day >= t.from_day
        AND r.day < coalesce(t.next_start, :never)
) AS seen
