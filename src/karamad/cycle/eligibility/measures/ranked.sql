-- The latest rank granted to each, of one day the highest. value: in hundredths.
SELECT
    person,
    :latest_day AS taken_on,
    :latest_value AS value
FROM (
    SELECT coalesce(m.owner, r.person) AS person, max(:latest) AS latest
    FROM result r
    LEFT JOIN merged m ON m.record = r.person
    WHERE r.kind = 'rank' AND r.taken_on <= :on
    GROUP BY coalesce(m.owner, r.person)
) AS granted
