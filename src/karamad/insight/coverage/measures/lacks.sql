-- What these people lack, profile by profile.
--
-- In: seat, those(person). Out: person, post, unit, profile, answer, unmet, unknown.
SELECT s.person, s.post, s.unit, s.profile, s.answer, s.unmet, s.unknown
FROM seat s
JOIN those t ON t.person = s.person
WHERE s.profile > 0
ORDER BY s.person, s.post, s.unit, s.profile
