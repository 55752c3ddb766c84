"""A person is considered for a post, and no longer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import IntegrityError, transaction

from karamad.cycle.eligibility.actions.refusing import Refused
from karamad.cycle.eligibility.models import Candidacy
from karamad.cycle.eligibility.rules.deciding import Ground
from karamad.registers.people.models import Person, Post, Unit
from karamad.trust.accounts.models import User
from karamad.trust.audit import actions as audit
from karamad.trust.audit.models import Entry


@dataclass(frozen=True, slots=True)
class Proposal:
    """A post in a unit for which somebody is considered, from a day until a day."""

    post: Post
    unit: Unit
    from_day: date
    until_day: date | None = None


@transaction.atomic
def consider(
    *, person: Person, proposal: Proposal, by: User, at: datetime
) -> Candidacy:
    """Record that a person is considered for a post in a unit.

    Errors: Refused when he is already, the record is merged, the days are crossed, or
    it is his own case.
    """
    at = audit.moment_of_record(at)
    post, unit = proposal.post, proposal.unit
    from_day, until_day = proposal.from_day, proposal.until_day
    if until_day is not None and until_day <= from_day:
        raise Refused.because(Ground.ENDS_BEFORE_START, until_day.isoformat())
    if person.account_id is not None and person.account_id == by.pk:
        raise Refused.because(Ground.OWN_CASE)
    if person.merged_into_id is not None:
        raise Refused.because(Ground.RECORD_MERGED)
    entry = audit.record(
        act="eligibility:candidacy:record",
        subject=("person", person.pk),
        by=by,
        at=at,
        after={
            "post": post.code,
            "unit": unit.code,
            "from_day": from_day.isoformat(),
            "until_day": until_day and until_day.isoformat(),
        },
    )
    # Locked, so that two at once do not both find him not yet considered.
    person = Person.objects.select_for_update().get(pk=person.pk)
    running = Candidacy.objects.current().running_on(from_day)
    if running.filter(person=person, post=post, unit=unit).exists():
        raise Refused.because(Ground.ALREADY_CONSIDERED, post.code)
    try:
        with transaction.atomic():
            return Candidacy.objects.create(
                person=person,
                post=post,
                unit=unit,
                from_day=from_day,
                until_day=until_day,
                recorded_at=at,
                entry=entry,
            )
    except IntegrityError:
        raise Refused.because(Ground.ALREADY_CONSIDERED, post.code) from None


@transaction.atomic
def stop_considering(
    *, candidacy: Candidacy, on: date, by: User, at: datetime
) -> Candidacy | None:
    """Record that from a day on the person is no longer considered.

    Returns the candidacy as it stands now; None when it never began.
    Errors: Refused when it is over or corrected already.
    """
    at = audit.moment_of_record(at)
    row = (
        Candidacy.objects.current()
        .select_for_update(of=("self",))
        .select_related("post", "unit")
        .filter(pk=candidacy.pk)
        .first()
    )
    if row is None or (row.until_day is not None and row.until_day <= on):
        raise Refused.because(Ground.ENDS_BEFORE_START, on.isoformat())
    entry = audit.record(
        act="eligibility:candidacy:end",
        subject=("person", row.person_id),
        by=by,
        at=at,
        before={"post": row.post.code, "unit": row.unit.code},
        after={"until_day": on.isoformat()},
    )
    return end(row, on, entry, at)


def end(candidacy: Candidacy, on: date, entry: Entry, at: datetime) -> Candidacy | None:
    """Supersede a candidacy by one that ends on the day, or by none."""
    candidacy.superseded_at = at
    candidacy.save(update_fields=["superseded_at"])
    if candidacy.from_day >= on:
        return None
    return Candidacy.objects.create(
        person_id=candidacy.person_id,
        post_id=candidacy.post_id,
        unit_id=candidacy.unit_id,
        from_day=candidacy.from_day,
        until_day=on,
        recorded_at=at,
        entry=entry,
    )
