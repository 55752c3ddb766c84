-- What is judged: a person, a seat, a law; with what he is and since when.
SELECT
    q.id,
    q.person,
    q.post,
    q.unit,
    q.law,
    p.birth_date,
    p.service_start,
    d.place AS degree,
    r.taken_on AS ranked_on,
    r.value AS rank,
    coalesce(r.taken_on, p.service_start) AS rank_since,
    t.appointed_on,
    t.first_appointed_on
FROM question q
JOIN people p ON p.person = q.person
LEFT JOIN degree_word d ON d.word = p.degree
LEFT JOIN ranked r ON r.person = q.person
LEFT JOIN (
    SELECT id, max(from_day) AS appointed_on, min(from_day) AS first_appointed_on
    FROM tenure
    GROUP BY id
) AS t ON t.id = q.id
