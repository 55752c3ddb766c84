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
        coalesce(n.met, 0) | coalesce(t.met, 0) | (l.always & ~(:lacking))
            | CASE WHEN c.birth_date BETWEEN o.birth_first AND o.birth_last
                THEN o.birth ELSE 0 END
            | CASE WHEN c.service_start <= o.service_last THEN o.service ELSE 0 END
            | CASE WHEN c.degree >= o.degree_least THEN o.degree ELSE 0 END
            | CASE WHEN c.rank >= o.rank_least THEN o.rank ELSE 0 END AS met,
        coalesce(n.unknown, 0) | coalesce(t.unknown, 0) | l.unset | (:lacking)
            | CASE WHEN c.birth_date IS NULL THEN coalesce(o.birth, 0) ELSE 0 END
            | CASE WHEN c.service_start IS NULL THEN coalesce(o.service, 0) ELSE 0 END
            | CASE WHEN c.degree IS NULL THEN coalesce(o.degree, 0) ELSE 0 END
            | CASE WHEN c.ranked_on IS NOT NULL AND c.rank IS NULL
                THEN coalesce(o.rank, 0) ELSE 0 END
            | (l.appraised & ~coalesce(n.settled, 0)) AS unknown
    FROM cases c
    JOIN law l ON l.law = c.law
    LEFT JOIN own_terms o ON o.law = c.law
    LEFT JOIN tallied t ON t.id = c.id
    LEFT JOIN now n ON n.id = c.id
) AS found
