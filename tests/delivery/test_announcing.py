from dataclasses import replace
from datetime import date, timedelta

import pytest

from karamad.cycle.delivery.actions import announcing
from karamad.cycle.delivery.actions.announcing import Wish, wish_of
from karamad.cycle.delivery.actions.refusing import NotAuthorised, Objected
from karamad.cycle.delivery.models import Admission, EnrolmentState, FormerRun, Run
from karamad.cycle.delivery.rules.announcing import Fault
from karamad.registers.courses.actions import accredit
from karamad.registers.courses.models import Mode
from karamad.registers.courses.rules import Ground
from karamad.trust.accounts.models import User
from karamad.trust.audit.models import Entry
from tests.delivery.campus import FIRST_DAY, Campus, campus, enrolment, run, servant
from tests.nation import NOW, course, provider, user

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(hours=1)


@pytest.fixture
def at(db: None) -> Campus:
    return campus()


@pytest.fixture
def officer(db: None) -> User:
    return user()


def wish(at: Campus, **facts: object) -> Wish:
    told = {
        "course": at.course,
        "provider": at.provider,
        "unit": at.province,
        "mode": Mode.IN_PERSON,
        "admission": Admission.OPEN,
        "capacity": 20,
        **facts,
    }
    return Wish(**told)


def test_a_run_is_a_draft_until_it_is_announced(at, officer):
    drafted = announcing.announce(wish=wish(at), by=officer, at=NOW)

    assert drafted.published_at is None
    assert Entry.objects.about("run", drafted.code).get().after["course"] == (
        at.course.code
    )


def test_a_run_without_sessions_is_not_announced(at, officer):
    drafted = announcing.announce(wish=wish(at, provider=None), by=officer, at=NOW)

    with pytest.raises(Objected) as refused:
        announcing.publish(run=drafted, by=officer, at=LATER)

    faults = [each.fault for each in refused.value.objections]
    assert faults == [Fault.NO_PROVIDER, Fault.NO_SESSIONS]
    assert Run.objects.get().published_at is None


def test_the_providers_authority_is_asked_as_of_the_runs_first_day(at, officer):
    general = course(scope="general")
    institute = provider(kind="private")
    drafted = run(at, course=general, provider=institute, published_at=None)
    accredit(
        provider=institute,
        domain="عمومی",
        from_day=FIRST_DAY,
        until_day=None,
        by=None,
        at=NOW,
    )

    published = announcing.publish(run=drafted, by=officer, at=NOW)

    assert published.published_at == NOW


def test_a_provider_without_authority_on_the_first_day_is_refused(at, officer):
    institute = provider(kind="private")
    drafted = run(
        at, course=course(scope="general"), provider=institute, published_at=None
    )
    accredit(
        provider=institute,
        domain="عمومی",
        from_day=date(2020, 1, 1),
        until_day=FIRST_DAY,
        by=None,
        at=NOW,
    )

    with pytest.raises(NotAuthorised) as refused:
        announcing.publish(run=drafted, by=officer, at=NOW)

    assert {each.ground for each in refused.value.refusals} == {
        Ground.NOT_ACCREDITED,
        Ground.GENERAL_BY_STATE_CENTRE,
    }


def test_more_places_go_to_those_who_wait_longest(at, officer):
    row = run(at, capacity=1)
    enrolment(row, servant(at))
    second = enrolment(row, servant(at), "waiting", in_line_since=LATER)
    first = enrolment(row, servant(at), "waiting")

    risen = announcing.correct(
        run=row, wish=replace(wish_of(row), capacity=2), by=officer, at=LATER
    )

    assert [each.pk for each in risen] == [first.pk]
    second.refresh_from_db()
    assert second.state == EnrolmentState.WAITING


def test_there_are_never_fewer_places_than_people(at, officer):
    row = run(at, capacity=2)
    enrolment(row, servant(at))
    enrolment(row, servant(at))

    with pytest.raises(Objected) as refused:
        announcing.correct(
            run=row, wish=replace(wish_of(row), capacity=1), by=officer, at=LATER
        )

    assert refused.value.objections[0].fault == Fault.FEWER_PLACES_THAN_PEOPLE
    assert Run.objects.get().capacity == 2


def test_what_a_run_said_before_is_kept(at, officer):
    row = run(at, title="پیشین")

    announcing.correct(
        run=row, wish=replace(wish_of(row), title="تازه"), by=officer, at=LATER
    )

    assert Run.objects.get().title == "تازه"
    former = FormerRun.objects.get()
    assert (former.title, former.superseded_at) == ("پیشین", LATER)


def test_a_correction_that_changes_nothing_leaves_no_trace(at, officer):
    row = run(at)

    announcing.correct(run=row, wish=wish_of(row), by=officer, at=LATER)

    assert not FormerRun.objects.exists()


def test_a_run_called_off_is_not_changed_any_more(at, officer):
    row = run(at, cancelled_on=FIRST_DAY)

    with pytest.raises(Objected) as refused:
        announcing.correct(
            run=row, wish=replace(wish_of(row), capacity=30), by=officer, at=LATER
        )

    assert refused.value.objections[0].fault == Fault.CALLED_OFF
