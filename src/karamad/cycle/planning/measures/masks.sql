-- The findings that occur, each once: few differ among many people.
--
-- In: verdict(profile, met, unmet, unknown, waived), a row a person, seat and profile.
-- Out: profile, met, unmet, unknown, waived (bits by the place of the criterion).
-- Source: docs/judgement.md, "The answer".
SELECT DISTINCT profile, met, unmet, unknown, waived
FROM verdict
WHERE unmet <> 0
