"""From the codes of a file to the rows they name, within what the user may load."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from typing import Any

from django.db import models

from karamad.registers.competencies.models import Profile
from karamad.registers.courses.models import Course, Provider
from karamad.registers.exchange.rules.columns import Register
from karamad.registers.exchange.rules.faults import Code
from karamad.registers.exchange.writing.dialects import dialect, run
from karamad.registers.people.models import Person, Post, Unit
from karamad.trust.accounts.models import User
from karamad.trust.accounts.permissions import Permission

REMEMBERED = 50_000  # persons
MOST_HINTS = 200
CODED: dict[Register, type[models.Model]] = {
    "course": Course,
    "post": Post,
    "unit": Unit,
    "provider": Provider,
    "profile": Profile,
}
UNKNOWN: dict[Register, Code] = {
    "person": Code.PERSON_UNKNOWN,
    "course": Code.COURSE_UNKNOWN,
    "post": Code.POST_UNKNOWN,
    "unit": Code.UNIT_UNKNOWN,
    "provider": Code.PROVIDER_UNKNOWN,
    "profile": Code.PROFILE_UNKNOWN,
}


@dataclass(frozen=True)
class Scope:
    """For whom a load runs, on which day; without a user, for the whole nation.

    home: the unit that new people are loaded by.
    """

    on: date
    user: User | None = None
    home: Unit | None = None

    @property
    def everywhere(self) -> bool:
        return self.user is None or self.reach(Permission.EXCHANGE_LOAD_MAKE)

    def reach(self, permission: Permission) -> bool:
        """Test whether the user holds the permission over the whole nation."""
        return self.user is None or self.user.reach(permission, on=self.on).everywhere

    def people(self, keys: Iterable[int]) -> set[int]:
        """Return which of these people the user loads facts for."""
        found = set(keys)
        if self.user is None or self.everywhere or not found:
            return found
        visible = Person.objects.visible_to(
            self.user, on=self.on, permission=Permission.EXCHANGE_LOAD_MAKE
        )
        return set(visible.filter(pk__in=found).values_list("pk", flat=True))

    def units(self, permission: Permission = Permission.EXCHANGE_LOAD_MAKE) -> set[int]:
        """Return the units on which, or above which, the user's role lies."""
        units = Unit.objects.all()
        if self.user is not None:
            units = units.visible_to(self.user, on=self.on, permission=permission)
        return set(units.values_list("pk", flat=True))


class References:
    """Knows the rows that codes name; asks the database once a code or person.

    former: blind indexes met of national ids that were corrected since.
    """

    def __init__(self, scope: Scope) -> None:
        self.scope = scope
        self._codes: dict[Register, dict[str, int]] = {}
        self._outside: dict[Register, set[str]] = {}
        self._persons: dict[str, int] = {}
        self.former: set[str] = set()
        self._hints: dict[tuple[Register, str], str] = {}

    def codes(self, register: Register) -> dict[str, int]:
        """Return key by code, of all rows of the register within scope."""
        if register not in self._codes:
            objects: Any = CODED[register]._default_manager  # noqa: SLF001
            known = dict(objects.values_list("code", "pk"))
            if register == "unit" and not self.scope.everywhere:
                inside = self.scope.units()
                outside = {code for code, pk in known.items() if pk not in inside}
                self._outside[register] = outside
                known = {c: pk for c, pk in known.items() if c not in outside}
            self._codes[register] = known
        return self._codes[register]

    def forget(self) -> None:
        """Ask anew for everything: the register was changed under us."""
        self._codes.clear()
        self._outside.clear()
        self._persons.clear()
        self.former.clear()

    def persons(self, indexes: Iterable[str]) -> dict[str, int]:
        """Return key by blind index, of those on record and within scope."""
        missing = {each for each in indexes if each not in self._persons}
        if len(self._persons) + len(missing) > REMEMBERED:
            self._persons.clear()
        if missing:
            self._persons.update(self._ask(missing))
        return self._persons

    def _ask(self, indexes: set[str]) -> dict[str, int]:
        found = key_by_index(indexes)
        corrected = current_by_former(indexes - found.keys())
        if corrected:
            keys = key_by_index(corrected.values())
            found |= {old: keys[new] for old, new in corrected.items()}
            self.former |= corrected.keys()
        visible = self.scope.people(found.values())
        return {index: pk for index, pk in found.items() if pk in visible}

    def unknown(self, register: Register, code: str) -> tuple[Code, str]:
        """Return why a code names nothing here, and the nearest that does."""
        if register == "person":
            outside = not self.scope.everywhere
            return (Code.OUT_OF_SCOPE if outside else Code.PERSON_UNKNOWN), ""
        if code in self._outside.get(register, ()):
            return Code.OUT_OF_SCOPE, ""
        asked = (register, code)
        if asked not in self._hints:
            if len(self._hints) >= MOST_HINTS:
                return UNKNOWN[register], ""
            self._hints[asked] = _nearest(code, self.codes(register))
        return UNKNOWN[register], self._hints[asked]


def _nearest(code: str, known: Iterable[str]) -> str:
    """Return the code most like it, whichever case it is written in, or nothing."""
    folded = {each.casefold(): each for each in known}
    near = get_close_matches(code.casefold(), folded, n=1)
    return folded[near[0]] if near else ""


def key_by_index(indexes: Iterable[str]) -> dict[str, int]:
    """Return the person's key by blind index, of those on record."""
    fields = {field.name: field for field in Person._meta.concrete_fields}  # noqa: SLF001
    index, key = fields["blind_index"], fields["id"]
    asked = [(each,) for each in indexes]
    return dict(dialect().matching([index, key], "people_person", [index], asked))


def current_by_former(indexes: Iterable[str]) -> dict[str, str]:
    """Return the person's blind index by one he stood under before a correction.

    One that was borne by two is left out: it names neither.
    """
    asked = list(indexes)
    # Most registers know of no correction at all, and that is quickly asked.
    if not asked or not run("SELECT 1 FROM people_formeridentity LIMIT 1"):
        return {}
    condition, values = dialect().among("blind_index", asked)
    rows = run(
        "SELECT f.blind_index, min(p.blind_index) "  # noqa: S608
        f"FROM (SELECT * FROM people_formeridentity WHERE {condition}) AS f "
        "JOIN people_person AS p ON p.id = f.person_id "
        "GROUP BY f.blind_index HAVING min(p.id) = max(p.id)",
        values,
    )
    return dict(rows)
