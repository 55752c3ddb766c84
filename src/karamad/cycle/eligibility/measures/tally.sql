-- What the completions of a case come to on the day asked: the criteria met by a course,
-- the hours in each slot, and the slots in which the hours of some are not known.
SELECT
    id,
    bit_or(met) AS met,
    bit_or(CASE WHEN amount IS NULL THEN slots ELSE 0 END) AS lacking,
    :slot_sums
FROM training
GROUP BY id
