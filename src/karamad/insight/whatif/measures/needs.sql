-- What the people to bring back need, each once: the most that any post of his asks.
--
-- In: seat; inside(unit). Out: need, n (people), hours (ten-thousandths).
SELECT need, count(*) AS n, CAST(sum(hours) AS BIGINT) AS hours
FROM (
    SELECT person, max(need) AS need, max(hours) AS hours
    FROM seat s
    WHERE need > 0 AND :inside
    GROUP BY person
) AS each_person
GROUP BY need
