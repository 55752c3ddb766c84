-- The outcome of every criterion in force, each of the four as bits by place.
SELECT
    id, person, post, unit, law,
    met & force & ~waived AS met,
    unknown & force & ~waived & ~met AS unknown,
    waived & force AS waived,
    force & ~met & ~unknown & ~waived AS unmet,
    met AS all_met, waived AS all_waived
FROM (
    SELECT
        c.id, c.person, c.post, c.unit, c.law, l.force,
        coalesce(n.waived, 0) AS waived,
        coalesce(n.met, 0) | (l.always & ~(:lacking)) AS met,
        coalesce(n.unknown, 0) | l.unset | (:lacking)
            | (l.appraised & ~coalesce(n.settled, 0)) AS unknown
    FROM cases c
    JOIN law l ON l.law = c.law
    LEFT JOIN now n ON n.id = c.id
) AS found
