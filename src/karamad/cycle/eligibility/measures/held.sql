-- Credentials of a type asked for that still hold on the day asked.
SELECT h.id, l.place, l.bit, c.ends_on, c.issued_on, c.credential_type
FROM (
    SELECT c.person, t.code, c.issued_on, c.credential_type,
        least(coalesce(c.expires_on, :never), coalesce(c.revoked_on, :never)) AS ends_on
    FROM credential c
    JOIN credential_type t ON t.credential = c.credential_type
    WHERE c.issued_on <= :on
) AS c
JOIN holder h ON h.record = c.person
JOIN credential_look l ON l.key = h.base + c.code
WHERE c.ends_on > :on
