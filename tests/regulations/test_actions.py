from datetime import date, timedelta
from typing import Any

import pytest

from karamad.registers.regulations import actions
from karamad.registers.regulations.models import Document, Effect, Link, Provision
from karamad.trust.accounts.models import User
from karamad.trust.audit.models import Entry
from tests import nation

pytestmark = pytest.mark.django_db

LATER = nation.NOW + timedelta(hours=1)
FACTS: dict[str, Any] = {
    "number": "200/1834",
    "issued_on": date(2011, 4, 19),
    "subject": "نظام آموزش کارمندان دستگاه‌های اجرایی",
    "kind": "circular",
    "status": "partly",
}
HOURS: dict[str, Any] = {"title": "حداقل ساعت", "value": "", "status": "unconfirmed"}


@pytest.fixture
def officer() -> User:
    return nation.user()


@pytest.fixture
def system(officer: User) -> Document:
    return actions.register(facts=FACTS, by=officer, at=nation.NOW)


def test_a_document_is_one_in_either_order_of_its_number(system, officer):
    flipped = {**FACTS, "number": "1834/200"}

    with pytest.raises(actions.AlreadyRegistered) as known:
        actions.register(facts=flipped, by=officer, at=LATER)

    assert known.value.document == system


def test_the_same_number_of_another_day_is_another_document(system, officer):
    other = actions.register(
        facts={**FACTS, "issued_on": date(2011, 4, 20)}, by=officer, at=LATER
    )

    assert other != system


def test_a_correction_keeps_the_former_record_and_says_who(system, officer):
    changed = actions.amend_record(
        document=system, facts={"status": "confirmed"}, by=officer, at=LATER
    )

    written = Entry.objects.latest_first().first()
    assert changed
    assert system.former.get().status == "partly"
    assert written is not None
    assert written.actor == officer
    assert (written.before, written.after) == (
        {"status": "partly"},
        {"status": "confirmed"},
    )


def test_a_correction_that_says_the_same_writes_nothing(system, officer):
    said = Entry.objects.count()

    assert not actions.amend_record(document=system, facts=FACTS, by=officer, at=LATER)
    assert Entry.objects.count() == said


def test_a_correction_into_another_document_is_refused(system, officer):
    other = actions.register(
        facts={**FACTS, "number": "98565"}, by=officer, at=nation.NOW
    )

    with pytest.raises(actions.AlreadyRegistered):
        actions.amend_record(document=other, facts=FACTS, by=officer, at=LATER)


def test_a_link_recorded_twice_is_one(system, officer):
    other = actions.register(
        facts={**FACTS, "number": "98565"}, by=officer, at=nation.NOW
    )
    said = {"document": other, "effect": Effect.REPLACES, "other": system}

    first = actions.link(**said, from_day=None, by=officer, at=nation.NOW)
    again = actions.link(**said, from_day=None, by=officer, at=LATER)
    moved = actions.link(**said, from_day=date(2024, 3, 20), by=officer, at=LATER)

    assert again == first
    assert list(Link.objects.current()) == [moved]
    assert Link.objects.known_at(nation.NOW).get() == first


def test_a_document_does_not_act_on_itself(system, officer):
    with pytest.raises(actions.ActsOnItself):
        actions.link(
            document=system,
            effect=Effect.ANNULS,
            other=system,
            from_day=None,
            by=officer,
            at=LATER,
        )


def test_a_link_taken_back_stays_on_the_older_record(system, officer):
    other = actions.register(
        facts={**FACTS, "number": "98565"}, by=officer, at=nation.NOW
    )
    row = actions.link(
        document=other,
        effect=Effect.AMENDS,
        other=system,
        from_day=None,
        by=officer,
        at=nation.NOW,
    )

    actions.unlink(link=row, by=officer, at=LATER)

    assert not Link.objects.current().exists()
    assert Link.objects.known_at(nation.NOW).exists()


def test_a_value_filled_in_supersedes_the_empty_one(system, officer):
    actions.set_provision(
        code="hours", facts={**HOURS, "document": system}, by=officer, at=nation.NOW
    )
    actions.set_provision(
        code="hours",
        facts={"value": "60", "status": "confirmed"},
        by=officer,
        at=LATER,
    )

    current = Provision.objects.current().get(code="hours")
    assert (current.value, current.document) == ("60", system)
    assert Provision.objects.known_at(nation.NOW).get(code="hours").value == ""


def test_the_same_value_again_writes_nothing(system, officer):
    first = actions.set_provision(code="hours", facts=HOURS, by=officer, at=nation.NOW)

    assert actions.set_provision(code="hours", facts={}, by=officer, at=LATER) == first


def test_nothing_is_confirmed_without_its_value(officer):
    with pytest.raises(actions.WithoutValue):
        actions.set_provision(
            code="hours",
            facts={**HOURS, "status": "confirmed"},
            by=officer,
            at=nation.NOW,
        )


def test_a_provision_ends_after_it_starts(officer):
    day = date(2020, 1, 1)

    with pytest.raises(actions.EndsBeforeItStarts):
        actions.set_provision(
            code="hours",
            facts={**HOURS, "from_day": day, "until_day": day},
            by=officer,
            at=nation.NOW,
        )
