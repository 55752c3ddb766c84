"""Telling people what became of what they asked for or sent."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime

from django.utils.timezone import localdate
from django.utils.translation import override

from karamad.cycle.outbox.actions.posting import Note, post
from karamad.cycle.planning.letters.needs import answer_words, what
from karamad.cycle.planning.letters.notes import ANSWER, ANSWER_TAKEN_BACK, RETURN
from karamad.cycle.planning.letters.plans import plan_name
from karamad.cycle.planning.models import Need, Version
from karamad.cycle.planning.models.sources import REQUEST
from karamad.registers.people.models import Person
from karamad.trust.audit.models import Entry


def tell_answer(needs: Iterable[Need], entry: Entry, at: datetime) -> int:
    """Tell whoever a request is for, and whoever asked for him, how it was answered.

    Called inside the transaction of the answer. Returns how many messages are new.
    """
    return _tell(ANSWER.code, needs, entry, at)


def tell_taken_back(needs: Iterable[Need], entry: Entry, at: datetime) -> int:
    """Tell the same people that the answer was taken back, and how it stands now.

    Called inside the transaction of the act. Returns how many messages are new.
    """
    return _tell(ANSWER_TAKEN_BACK.code, needs, entry, at)


def _tell(template: str, needs: Iterable[Need], entry: Entry, at: datetime) -> int:
    asked = [need.pk for need in needs if need.source == REQUEST and need.person_id]
    related = ("course", "plan", "person__account", "asked_entry")
    rows = Need.objects.filter(pk__in=asked).select_related(*related)
    notes = [note for need in rows for note in _notes(need, entry, at)]
    return post(template=template, notes=notes, at=at)


def _notes(need: Need, entry: Entry, at: datetime) -> Iterator[Note]:
    values = {language: _said(need, language, at) for language in ("fa", "en")}
    told = {need.person, *_people_of(need.asked_entry.actor_id)}
    for person in told:
        if person is not None:
            about = f"{need.pk}:{entry.pk}"
            yield Note(person, about, values["fa"], values["en"])


def _said(need: Need, language: str, at: datetime) -> dict[str, str]:
    whose = need.person.name if need.person else ""
    with override(language):
        answer = answer_words(need, localdate(at))
        return {"what": what(need), "answer": answer, "whose": whose}


def tell_return(version: Version, at: datetime) -> int:
    """Tell who sent a plan to review that it came back, and why.

    Called inside the transaction of the act. Returns how many messages are new.
    """
    sent = version.submitted
    people = _people_of(sent.actor_id if sent else None)
    values = {}
    for language in ("fa", "en"):
        with override(language):
            values[language] = {"plan": plan_name(version.plan), "note": version.note}
    about = f"{version.plan_id}:{version.number}:{version.noted_id}"
    notes = [Note(each, about, values["fa"], values["en"]) for each in people]
    return post(template=RETURN.code, notes=notes, at=at)


def _people_of(user: int | None) -> list[Person]:
    """Return the record of an account; officers without one are told by the page."""
    if user is None:
        return []
    rows = Person.objects.unmerged().select_related("account")
    return list(rows.filter(account=user))
