"""How often somebody wants to hear over each way."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from karamad.cycle.outbox.models import Preference
from karamad.cycle.outbox.rules import Pace
from karamad.registers.people.models import Person
from karamad.trust.accounts.models import User
from karamad.trust.audit import actions as audit


class Silent(Exception):
    """Somebody wants to hear over no way at all."""


def preference_of(person: Person) -> Preference:
    """Return what somebody wants, by whichever of his records he said it."""
    said = Preference.objects.of(person.record_ids()).select_related("person")
    own = sorted(said, key=lambda row: row.person_id != person.pk)
    return own[0] if own else Preference(person=person)


@transaction.atomic
def prefer(*, person: Person, sms: Pace, email: Pace, by: User, at: datetime) -> bool:
    """Hear so often from now on; what waits goes out as it was.

    Returns False when nothing differs. Errors: Silent.
    """
    if sms is Pace.NEVER and email is Pace.NEVER:
        raise Silent
    was = preference_of(Person.objects.select_for_update().get(pk=person.pk))
    before, after = was.wanted, {"sms": sms, "email": email}
    if before == after:
        return False
    audit.record(
        act="outbox:preference:set",
        subject=("person", person.pk),
        by=by,
        at=at,
        before=before,
        after=after,
    )
    Preference.objects.update_or_create(person=person, defaults=after)
    return True
