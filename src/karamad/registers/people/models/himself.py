"""The reader's own records: one human being may have several, merged into one."""

from __future__ import annotations

from karamad.registers.people.models.persons import Person
from karamad.trust.accounts.models import User


def himself(user: User) -> Person | None:
    """Return the human being of an account, by the record his others point to."""
    linked = Person.objects.filter(account=user).select_related("merged_into").first()
    return linked and (linked.merged_into or linked)


def own_records(user: User) -> tuple[int, ...]:
    """Return the keys of all records of the human being of an account."""
    person = himself(user)
    return person.record_ids() if person else ()
