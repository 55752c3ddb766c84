-- How many hold a post in a unit, alike in all that a page asks by.
--
-- In: part, rows of seat; :day, the day judged. Out: a row a cell, n (people in posts); no
-- person in it.
SELECT
    :day AS day, head, path, post, profile, employment, gender, age, answer, soon, unmet,
    unknown, count(*) AS n
FROM part
GROUP BY
    head, path, post, profile, employment, gender, age, answer, soon, unmet, unknown
ORDER BY profile, path, post
