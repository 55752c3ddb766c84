-- How the findings of the eligible stand later on, each set once.
SELECT DISTINCT c.law, f.force, (c.met | c.waived) & f.force AS yes
FROM change c
JOIN force_span f
    ON f.law = c.law AND c.day >= f.from_day AND c.day < f.until_day
