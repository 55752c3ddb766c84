-- The first day on which an eligible case is eligible no longer.
SELECT c.id, min(c.day) AS until
FROM change c
JOIN force_span f
    ON f.law = c.law AND c.day >= f.from_day AND c.day < f.until_day
JOIN fallen n
    ON n.law = c.law AND n.force = f.force AND n.yes = ((c.met | c.waived) & f.force)
WHERE c.day <= :limit
GROUP BY c.id
