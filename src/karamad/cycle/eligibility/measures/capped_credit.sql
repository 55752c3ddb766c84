-- Credit of capped criteria as it is seen on the day asked.
SELECT *, :on AS asked_on
FROM credit
WHERE is_capped AND from_day <= :on AND begins_on <= :on AND ends_on > :on
