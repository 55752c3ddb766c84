-- Every case with its verdict, and of the eligible how long it stands.
SELECT v.*, u.until
FROM stand v
LEFT JOIN until u ON u.id = v.id
