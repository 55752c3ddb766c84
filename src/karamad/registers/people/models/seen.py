"""Until when an assignment, or the unit that loaded a person, shows him: derived.

Whoever holds a post is seen from its unit; whoever holds none, from the unit of the
one that ended last; before the first begins, from the unit that loaded him. So each
assignment shows its holder from its first day until a day that follows from the others
of the same human being, and lists ask for that day alone. `current_or_last` says the
same of any one person without it.
Source: docs/architecture.md, rule 4 (scope at the door).
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date

from django.db import connection

NEVER = date.min  # of an assignment not derived yet: nobody sees by it
EVER = date.max

_ALL = "SELECT id, COALESCE(merged_into_id, id) AS root FROM people_person"
# Takes the keys twice: those asked for, with all records of the same human beings.
_OF_SOME = """
SELECT id, id AS root FROM people_person WHERE id IN ({roots})
UNION ALL
SELECT id, merged_into_id FROM people_person WHERE merged_into_id IN ({roots})"""
_ROOTS = "SELECT COALESCE(merged_into_id, id) FROM people_person WHERE id {among}"
_AMONG = {
    "postgresql": "= ANY(%s)",
    "sqlite": "IN (SELECT value FROM json_each(%s))",
}
_SEATS = """
record (id, root) AS ({records}),
seat AS (
    SELECT assignment.id, person_id, record.root, from_day, until_day
    FROM people_assignment AS assignment JOIN record ON record.id = person_id
    WHERE superseded_at IS NULL
)"""
# One that has ended shows its holder until a longer one begins. Takes EVER twice.
_SEEN = """
UPDATE people_assignment SET seen_until = derived.day
FROM (
    WITH {seats}
    SELECT id, CASE
        WHEN until_day IS NULL OR longer_from IS NULL THEN %s
        WHEN longer_from > until_day THEN longer_from
        ELSE until_day
    END AS day
    FROM (
        SELECT id, until_day, MIN(from_day) OVER (
            PARTITION BY root ORDER BY COALESCE(until_day, %s) DESC
            RANGE BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW EXCLUDE GROUP
        ) AS longer_from
        FROM seat
    ) AS beside
) AS derived
WHERE derived.id = people_assignment.id
  AND people_assignment.seen_until <> derived.day"""
# A record counts what is recorded under it, or under one merged into it. Takes EVER.
_HOME = """
UPDATE people_person SET home_until = derived.day
FROM (
    WITH {seats},
    begun (id, from_day) AS (
        SELECT person_id, from_day FROM seat
        UNION ALL SELECT root, from_day FROM seat WHERE root <> person_id
    )
    SELECT record.id, COALESCE(MIN(begun.from_day), %s) AS day
    FROM record LEFT JOIN begun ON begun.id = record.id
    GROUP BY record.id
) AS derived
WHERE derived.id = people_person.id
  AND people_person.home_until <> derived.day"""


def derive_seen(people: Iterable[int] | None = None) -> int:
    """Derive who is seen until when, of these records and all merged with them.

    people: keys of records; None derives everybody's. Returns how many rows changed.
    """
    records, given = _ALL, []
    if people is not None:
        keys = sorted(set(people))
        if not keys:
            return 0
        sqlite = connection.vendor == "sqlite"
        roots = _ROOTS.format(among=_AMONG[connection.vendor])
        records = _OF_SOME.format(roots=roots)
        given = [json.dumps(keys) if sqlite else keys] * 2
    seats = _SEATS.format(records=records)
    changed = 0
    with connection.cursor() as cursor:
        for statement, days in ((_SEEN, [EVER, EVER]), (_HOME, [EVER])):
            cursor.execute(statement.format(seats=seats), [*given, *days])
            changed += int(cursor.rowcount)
    return changed
