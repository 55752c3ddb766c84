-- What would bring back those who are eligible no more: the way of fewest hours.
--
-- In: lost(id, force, yes, unknown); way(force, yes, unknown, way, place, hours, minimum,
-- counts), a row a criterion of a way: hours to take, or a minimum to reach, both null
-- where nobody knows; credited(id, place, amount). All in ten-thousandths of an hour.
-- Out: id, need (1 hours known, 2 not known), hours. Who is not in it needs more than
-- training.
-- Source: docs/whatif.md, "Bringing back".
SELECT
    id,
    CAST(CASE WHEN min(hours) IS NULL THEN 2 ELSE 1 END AS INT) AS need,
    coalesce(min(hours), 0) AS hours
FROM (
    SELECT
        l.id, w.way,
        CASE WHEN max(CASE WHEN w.hours IS NULL AND w.minimum IS NULL THEN 1 ELSE 0 END)
            = 0 THEN CAST(sum(coalesce(
                w.hours, greatest(w.minimum - coalesce(c.amount, 0), 0)
            )) AS BIGINT) END AS hours
    FROM lost l
    JOIN way w ON w.force = l.force AND w.yes = l.yes AND w.unknown = l.unknown
    LEFT JOIN credited c ON c.id = l.id AND c.place = w.place
    GROUP BY l.id, w.way
) AS each_way
GROUP BY id
