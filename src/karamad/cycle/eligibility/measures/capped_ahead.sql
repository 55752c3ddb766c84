-- Credit of capped criteria as it is seen on each day that they are asked of.
SELECT
    c.id, c.law, c.place, c.bit, c.day, c.class, c.amount, c.lacking, c.minimum,
    x.asked_on
FROM capped_lasting c
JOIN candidate x
    ON x.id = c.id AND x.place = c.place
    AND c.from_day <= x.asked_on AND x.asked_on < c.until_day
