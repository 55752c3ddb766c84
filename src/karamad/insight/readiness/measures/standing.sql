-- Who is asked by a target, where, and since which day he is done.
--
-- In, by name: posts: the codes of the posts; course: the key of the course asked; day: the
-- day asked; scope: a condition on unit.path.
-- Out: standing(person, unit, path, done_on): one row a human being, whichever of his
-- records holds the post or the course; done_on is null for whoever is not done.
-- Source: docs/mission.md, row M2. Portable: SQLite and PostgreSQL.
WITH holder AS (
    SELECT COALESCE(person.merged_into_id, person.id) AS person,
        MIN(assignment.unit_id) AS unit
    FROM people_assignment AS assignment
    JOIN people_person AS person ON person.id = assignment.person_id
    WHERE assignment.superseded_at IS NULL
        AND assignment.post_id IN (SELECT id FROM people_post WHERE code IN ({posts}))
        AND assignment.from_day <= {day}
        AND (assignment.until_day IS NULL OR assignment.until_day > {day})
    GROUP BY COALESCE(person.merged_into_id, person.id)
),
asked AS (
    SELECT holder.person, holder.unit, unit.path
    FROM holder
    JOIN people_person AS person ON person.id = holder.person
    JOIN people_unit AS unit ON unit.id = holder.unit
    WHERE (person.died_on IS NULL OR person.died_on > {day})
        AND (person.retired_on IS NULL OR person.retired_on > {day})
        AND ({scope})
),
record AS (
    SELECT person, person AS id FROM asked
    UNION ALL
    SELECT asked.person, merged.id
    FROM asked JOIN people_person AS merged ON merged.merged_into_id = asked.person
),
done AS (
    SELECT record.person, MIN(completion.completed_on) AS done_on
    FROM record
    JOIN credentials_completion AS completion ON completion.person_id = record.id
    JOIN courses_course AS course ON course.id = completion.course_id
    WHERE completion.superseded_at IS NULL
        AND completion.passed
        -- One list of courses: so a database finds a person's own by its index.
        AND completion.course_id IN (
            SELECT {course}
            UNION ALL
            SELECT course_id FROM courses_equivalence
            WHERE superseded_at IS NULL AND of_id = {course}
        )
        -- One that counts for it does so since it has been creditable itself.
        AND (completion.course_id = {course}
            OR course.creditable_from IS NULL
            OR course.creditable_from <= completion.completed_on)
        AND completion.completed_on <= {day}
        AND (completion.revoked_on IS NULL OR completion.revoked_on > {day})
    GROUP BY record.person
),
standing AS (
    SELECT asked.person, asked.unit, asked.path, done.done_on
    FROM asked LEFT JOIN done ON done.person = asked.person
)
