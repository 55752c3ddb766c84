"""Reading a person's passport leaves a trace."""

from __future__ import annotations

from datetime import date, datetime

from karamad.registers.people.models import Person
from karamad.trust.accounts.models import User
from karamad.trust.audit import actions as audit
from karamad.trust.audit.models import Entry


def read_passport(*, person: Person, on: date, by: User, at: datetime) -> Entry:
    """Write down that `by` read the passport of `person` as of a day."""
    return audit.record(
        act="eligibility:passport:read",
        subject=("person", person.pk),
        by=by,
        at=at,
        after={"as_of": on.isoformat()},
    )
