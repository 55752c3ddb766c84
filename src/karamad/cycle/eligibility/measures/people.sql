-- Who may be judged, one row a human being: what his own record leaves out a merged
-- one may state.
SELECT
    p.person,
    coalesce(p.birth_date, s.birth_date) AS birth_date,
    coalesce(p.service_start, s.service_start) AS service_start,
    coalesce(p.degree, s.degree) AS degree,
    coalesce(p.employment, s.employment) AS employment,
    p.home_unit,
    p.retired_on,
    p.died_on
FROM person p
LEFT JOIN stated s ON s.person = p.person
WHERE p.merged_into IS NULL
