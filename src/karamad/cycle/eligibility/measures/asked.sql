-- What a completion of a course in a stretch of days brings by a law, one row a key: the
-- criteria it meets and the slots it adds to. is_open: there is more, which hangs on the
-- day, the person or the future.
SELECT
    key,
    bit_or(CASE WHEN is_tallied AND NOT is_hours THEN bit ELSE 0 END) AS met,
    bit_or(CASE WHEN is_tallied THEN slot ELSE 0 END) AS slots,
    max(CASE WHEN is_hours THEN amount END) AS amount,
    max(CASE WHEN is_tallied THEN 0 ELSE 1 END) = 1 AS is_open
FROM training_part
GROUP BY key
