-- The years appraised give way to the next at a year's turn, and those to years that
-- nobody has appraised yet: the days on which that changes what is found, and to what.
SELECT id, place, day, outcome
FROM (
    SELECT id, place, next_day AS day, coalesce(now, 1) AS before,
        coalesce(next, 1) AS outcome
    FROM (
        SELECT
            id, place,
            coalesce(max(CASE WHEN from_day > :on THEN from_day END), max(until_day))
                AS next_day,
            max(CASE WHEN from_day <= :on THEN 2 * is_met END) AS now,
            max(CASE WHEN from_day > :on THEN 2 * is_met END) AS next
        FROM appraised
        GROUP BY id, place
    ) AS years
    UNION ALL
    SELECT id, place, until_day, 2 * is_met, 1 FROM appraised WHERE from_day > :on
) AS turning
WHERE outcome <> before
