-- How many go from what to what, by province and post.
--
-- In: seat; inside(unit). Out: province, post, before, after, n (people in posts).
SELECT s.province, s.post, s.before, s.after, count(*) AS n
FROM seat s
WHERE :inside
GROUP BY s.province, s.post, s.before, s.after
