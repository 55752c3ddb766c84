-- Everybody in each post he holds: what he is by each profile, and by those of the post.
--
-- In: verdict(person, post, unit, profile, verdict, until, unmet, unknown), a row a profile;
-- person(person, employment, gender, birth_date); place(unit, head, path); band(band, born_from,
-- born_until), days inclusive; of_post(profile), those that ask something of a post; :soon, the last day of those that end soon.
-- Out: person, post, unit, profile (0: those of the post together), answer (0 eligible, 1 undetermined,
-- 2 not eligible), until, soon (0 or 1), lacks (criteria unmet or unknown), unmet, unknown
-- (bits by place of the criterion; 0 where profile is 0), employment, gender, age, head, path.
-- Source: docs/mission.md, row M2; docs/judgement.md.
WITH judged AS (
    SELECT
        person, post, unit, profile, until, unmet, unknown,
        CASE verdict WHEN 'eligible' THEN 0 WHEN 'undetermined' THEN 1 ELSE 2 END AS answer,
        bit_count(unmet | unknown) AS lacks
    FROM verdict
),
both_ways AS (
    SELECT person, post, unit, profile, answer, until, lacks, unmet, unknown FROM judged
    UNION ALL
    SELECT
        person, post, unit, CAST(0 AS BIGINT), max(answer), min(until), sum(lacks),
        CAST(0 AS BIGINT), CAST(0 AS BIGINT)
    FROM judged
    WHERE profile IN (SELECT profile FROM of_post)
    GROUP BY person, post, unit
)
SELECT
    s.person, s.post, s.unit, s.profile,
    CAST(s.answer AS INT) AS answer,
    CASE WHEN s.answer = 0 THEN s.until END AS until,
    CAST(CASE WHEN s.answer = 0 AND s.until <= :soon THEN 1 ELSE 0 END AS INT) AS soon,
    CAST(s.lacks AS INT) AS lacks,
    s.unmet, s.unknown,
    coalesce(p.employment, '') AS employment,
    coalesce(p.gender, '') AS gender,
    coalesce(b.band, '') AS age,
    l.head, l.path
FROM both_ways s
JOIN place l ON l.unit = s.unit
JOIN person p ON p.person = s.person
LEFT JOIN band b ON p.birth_date BETWEEN b.born_from AND b.born_until
