-- What a completion counts towards, by key; is_tallied: in a bit or slot of the tally.
SELECT
    l.*,
    coalesce(s.slot, 0) AS slot,
    l.is_whole AND (NOT l.is_hours OR s.slot IS NOT NULL) AS is_tallied
FROM training_look l
LEFT JOIN slot s ON l.is_whole AND s.part = l.part AND s.year = l.year
