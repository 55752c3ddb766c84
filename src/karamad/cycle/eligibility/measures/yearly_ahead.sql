-- Capped hours by year and class, on each day that they are asked of.
SELECT
    l.id, l.law, l.place, l.bit, l.by_class, x.asked_on, l.year, l.class,
    max(l.yearly_cap) AS yearly_cap, max(l.minimum) AS minimum, sum(l.amount) AS amount, max(l.lacking) AS lacking
FROM lasting l
JOIN candidate x
    ON x.id = l.id AND x.place = l.place
    AND l.from_day <= x.asked_on AND x.asked_on < l.until_day
WHERE l.is_capped
GROUP BY l.id, l.law, l.place, l.bit, l.by_class, x.asked_on, l.year, l.class
