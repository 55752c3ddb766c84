-- Credentials of a type asked for that still hold on the day asked.
SELECT
    h.id, t.place, t.bit,
    least(coalesce(c.expires_on, :never), coalesce(c.revoked_on, :never)) AS ends_on
FROM credential c
JOIN holder h ON h.record = c.person
JOIN credential_term t ON t.law = h.law AND t.credential = c.credential_type
WHERE c.issued_on <= :on
    AND least(coalesce(c.expires_on, :never), coalesce(c.revoked_on, :never)) > :on
