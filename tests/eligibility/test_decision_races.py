"""Two at once: on PostgreSQL in two threads, on SQLite one after the other.

SQLite lets one writing transaction in at a time; what remains to be tried there is that
the second sees what the first wrote.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from threading import Barrier, Event, Thread

import pytest
from django.db import connection, transaction

from karamad.cycle.eligibility.actions import deciding
from karamad.cycle.eligibility.actions.candidacies import Proposal, consider
from karamad.cycle.eligibility.actions.deciding import Order
from karamad.cycle.eligibility.actions.laws import law
from karamad.cycle.eligibility.actions.refusing import Refused
from karamad.cycle.eligibility.models import Candidacy, Decision
from karamad.registers.people.models import Assignment
from karamad.trust.accounts.permissions import Role
from karamad.trust.audit.actions import moment_of_record
from tests import nation
from tests.eligibility import evidence
from tests.nation import TODAY

pytestmark = pytest.mark.django_db(transaction=True)

AT = datetime(2026, 5, 1, 9, tzinfo=UTC)
PATIENCE = 20  # seconds
PROFILE = """
profile: lead
title: {fa: سرپرست}
criteria:
  - {id: course, kind: course, courses: [A], source: {document: "200/1834"}}
"""


def at_once(*acts: Callable[[], object]) -> list[object]:
    """Run the acts side by side where the database can; return what each gave."""
    if connection.vendor != "postgresql":
        return [tried(act) for act in acts]
    found: list[object] = [None] * len(acts)
    start = Barrier(len(acts))

    def run(place: int, act: Callable[[], object]) -> None:
        start.wait(PATIENCE)
        found[place] = tried(act)
        connection.close()

    threads = [Thread(target=run, args=pair) for pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(PATIENCE)
    return found


def tried(act: Callable[[], object]) -> object:
    try:
        return act()
    except Refused as refused:
        return [each.ground.value for each in refused.refusals]


def test_two_decisions_on_one_seat_make_one_appointment():
    evidence.profile(PROFILE)
    person, officer = nation.person(), nation.user(Role.HR_OFFICER)
    evidence.completion(person, nation.course("A"), date(2026, 4, 1))
    post, unit = nation.post("LEAD"), nation.unit("U")

    def decide(number: str) -> Callable[[], Decision]:
        order = Order(post, unit, TODAY, number, TODAY)
        return lambda: deciding.decide(
            person=person, order=order, law=law("lead"), on=TODAY, by=officer, at=AT
        )

    found = at_once(decide("1"), decide("2"))

    assert sorted(type(each).__name__ for each in found) == ["Decision", "list"]
    assert ["seat-held"] in found
    assert Decision.objects.count() == Assignment.objects.current().count() == 1
    assert deciding.recompute(Decision.objects.get()).identical


def test_two_decisions_on_two_people_have_two_moments():
    evidence.profile(PROFILE)
    officer, course = nation.user(Role.HR_OFFICER), nation.course("A")
    people = [nation.person(), nation.person()]
    for person in people:
        evidence.completion(person, course, date(2026, 4, 1))
    order = Order(nation.post("LEAD"), nation.unit("U"), TODAY, "1", TODAY)

    first, second = at_once(
        *(
            lambda person=person: deciding.decide(
                person=person, order=order, law=law("lead"), on=TODAY, by=officer, at=AT
            )
            for person in people
        )
    )

    assert isinstance(first, Decision)
    assert isinstance(second, Decision)
    assert first.moment != second.moment
    assert deciding.recompute(first).identical
    assert deciding.recompute(second).identical


def test_two_candidacies_for_one_seat_are_one():
    person, officer = nation.person(), nation.user(Role.HR_OFFICER)
    proposal = Proposal(nation.post(), nation.unit(), TODAY)

    found = at_once(
        *[lambda: consider(person=person, proposal=proposal, by=officer, at=AT)] * 2
    )

    assert ["already-considered"] in found
    assert Candidacy.objects.count() == 1


def test_a_load_under_way_is_waited_for_and_then_seen():
    """Its row is stamped before the decision's moment; so the decision must see it."""
    evidence.profile(PROFILE)
    person, officer = nation.person(), nation.user(Role.HR_OFFICER)
    course = nation.course("A")
    order = Order(nation.post("LEAD"), nation.unit("U"), TODAY, "1", TODAY)
    loading, written = Event(), Event()

    def load() -> None:
        with transaction.atomic():
            stamp = moment_of_record(AT - timedelta(seconds=1))
            loading.set()
            evidence.completion(person, course, date(2026, 4, 1), at=stamp)
            written.wait(1)  # the decision is asked for meanwhile, and waits

    def decide() -> Decision:
        loading.wait(PATIENCE)
        return deciding.decide(
            person=person, order=order, law=law("lead"), on=TODAY, by=officer, at=AT
        )

    _, decision = at_once(load, decide)

    assert isinstance(decision, Decision)
    assert decision.verdict == "eligible"
    assert deciding.recompute(decision).identical


def test_a_load_that_comes_while_it_is_decided_is_stamped_after():
    evidence.profile(PROFILE)
    person, officer = nation.person(), nation.user(Role.HR_OFFICER)
    course = nation.course("A")
    evidence.completion(person, course, date(2026, 4, 1))
    order = Order(nation.post("LEAD"), nation.unit("U"), TODAY, "1", TODAY)
    deciding_now = Event()

    def load() -> None:
        deciding_now.wait(PATIENCE)
        with transaction.atomic():
            stamp = moment_of_record(AT - timedelta(seconds=1))
            evidence.completion(person, course, date(2026, 4, 20), at=stamp)

    def decide() -> Decision:
        with transaction.atomic():
            made = deciding.decide(
                person=person, order=order, law=law("lead"), on=TODAY, by=officer, at=AT
            )
            deciding_now.set()
            return made

    decision, _ = at_once(decide, load)

    assert isinstance(decision, Decision)
    again = deciding.recompute(decision)
    assert again.identical
    assert "completion:A@2026-04-20" not in again.again
    assert [each.field for each in again.differences] == ["evidence"]
