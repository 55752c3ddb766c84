"""What is done to units, posts, persons and assignments: one transaction each.

`at` is the moment of recording, `on` and the `…_day` arguments days of the fact itself,
`by` who does it (None: the system). The audit entry is written inside.
"""

from karamad.registers.people.actions.assignments import (
    correct_assignment,
    end_assignment,
    record_assignment,
    withdraw_assignment,
)
from karamad.registers.people.actions.merging import merge_persons, take_apart
from karamad.registers.people.actions.persons import (
    correct_national_id,
    correct_person,
    create_person,
    rebuild_names,
    record_death,
    refresh_seen,
    retire,
    retract_end,
)
from karamad.registers.people.actions.posts import correct_post, create_post
from karamad.registers.people.actions.refusing import Refused
from karamad.registers.people.actions.units import (
    close_unit,
    correct_unit,
    merge_units,
    move_unit,
    open_unit,
    refresh_paths,
)

__all__ = [
    "Refused",
    "close_unit",
    "correct_assignment",
    "correct_national_id",
    "correct_person",
    "correct_post",
    "correct_unit",
    "create_person",
    "create_post",
    "end_assignment",
    "merge_persons",
    "merge_units",
    "move_unit",
    "open_unit",
    "rebuild_names",
    "record_assignment",
    "record_death",
    "refresh_paths",
    "refresh_seen",
    "retire",
    "retract_end",
    "take_apart",
    "withdraw_assignment",
]
