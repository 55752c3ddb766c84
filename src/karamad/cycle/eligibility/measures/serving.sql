-- Those asked about whom the counts count: neither retired nor dead on the day.
SELECT person, employment, home_unit
FROM people
WHERE coalesce(retired_on, :never) > :on AND coalesce(died_on, :never) > :on
    AND (:anybody OR person IN (SELECT person FROM those))
