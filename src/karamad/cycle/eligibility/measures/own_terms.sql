-- The first thing that each law asks of what a person is, of each sort: the bounds that
-- it comes to on the day asked, and the bit; a row a law.
SELECT
    law,
    max(CASE WHEN attribute = 'birth' THEN first_day END) AS birth_first,
    max(CASE WHEN attribute = 'birth' THEN last_day END) AS birth_last,
    max(CASE WHEN attribute = 'birth' THEN bit ELSE 0 END) AS birth,
    max(CASE WHEN attribute = 'service' THEN last_day END) AS service_last,
    max(CASE WHEN attribute = 'service' THEN bit ELSE 0 END) AS service,
    max(CASE WHEN attribute = 'degree' THEN least END) AS degree_least,
    max(CASE WHEN attribute = 'degree' THEN bit ELSE 0 END) AS degree,
    max(CASE WHEN attribute = 'rank' THEN least END) AS rank_least,
    max(CASE WHEN attribute = 'rank' THEN bit ELSE 0 END) AS rank
FROM attribute_term
WHERE is_first
GROUP BY law
