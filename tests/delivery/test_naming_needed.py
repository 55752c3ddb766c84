"""From a recorded need to a run: its people are named, asked of the judge anew."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from django.utils.html import strip_tags
from django.utils.timezone import localdate

from karamad.cycle.delivery.actions.nominating import Elsewhere, nominate_needed
from karamad.cycle.delivery.models import Admission, Enrolment, Nomination, Source
from karamad.cycle.planning.actions import deriving, requesting, settling
from karamad.cycle.planning.actions.behind import NobodyNamed, people_behind
from karamad.cycle.planning.models import Need
from karamad.registers.competencies.models import Profile
from karamad.registers.courses.models import Course
from karamad.registers.people.models import Person, Unit
from karamad.trust.accounts.permissions import Role
from tests import nation
from tests.delivery import campus as made_of
from tests.delivery.campus import Campus
from tests.lake.conftest import home as home  # noqa: PLC0414 - a fixture
from tests.lake.conftest import registers as registers  # noqa: PLC0414
from tests.nation import NOW, provider, signed_in, user
from tests.planning.conftest import Stage, found_stage
from tests.planning.conftest import copied as copied  # noqa: PLC0414

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def stage(registers: Any) -> Stage:
    return found_stage()


def judged(stage: Stage, unit: Unit, course: Course, criterion: str) -> Need:
    profile = Profile.objects.get(code="governor")
    found = deriving.Found(unit, profile, criterion, course, 1)
    deriving.derive(
        findings=deriving.Findings([found], localdate()),
        urgency=deriving.Urgency(stage.pressing),
        by=None,
        at=NOW,
    )
    return Need.objects.of_the_judge().latest("pk")


def asked(person: Person, course: Course) -> Need:
    wish = requesting.Request(course=course, wish="")
    return requesting.request_training(
        person=person, request=wish, by=None, at=timezone.now()
    )


def run_of(stage: Stage, course: Course, **facts: Any) -> Any:
    place = Campus(
        stage.khorasan, stage.birjand, stage.post, course, provider(kind="state_centre")
    )
    facts = {"admission": Admission.NOMINATION, **facts}
    return made_of.run(place, day=localdate() + timedelta(days=14), **facts)


def text(answer: Any) -> str:
    return " ".join(strip_tags(answer.content.decode()).split())


def test_the_people_of_a_need_are_named_for_a_run_of_its_course(stage, copied):
    first, second = stage.governor(stage.birjand), stage.governor(stage.qaen)
    stage.governor(stage.qaen, stage.law)
    stage.governor(stage.rasht)
    copied()
    need, row = (
        judged(stage, stage.khorasan, stage.law, "law"),
        run_of(stage, stage.law),
    )
    expert = signed_in(Role.PROVINCIAL_EXPERT, stage.khorasan)

    need_page = expert.get(f"/needs/{need.pk}/").content.decode()
    page = expert.get(f"/needs/{need.pk}/name/")
    done = expert.post(f"/needs/{need.pk}/name/", {"run": row.pk}, follow=True)

    assert f"/needs/{need.pk}/name/" in need_page
    assert "۲ نفر برای «حقوق اداری» معرفی می‌شوند" in text(page)
    assert "۲ نفر معرفی شدند" in text(done)
    named = Enrolment.objects.values_list("person", flat=True)
    assert set(named) == {first.pk, second.pk}
    made = Nomination.objects.get()
    assert (made.source, made.need) == (Source.NEED, need)
    assert made.entry.after["need"] == need.pk


def test_only_runs_of_the_course_that_still_take_people_are_offered(stage, copied):
    stage.governor(stage.birjand)
    copied()
    need = judged(stage, stage.khorasan, stage.law, "law")
    run_of(stage, stage.crisis)
    run_of(stage, stage.law, cancelled_on=localdate(), reason="باران")
    run_of(stage, stage.law, published_at=None)
    expert = signed_in(Role.PROVINCIAL_EXPERT, stage.khorasan)

    page = expert.get(f"/needs/{need.pk}/name/")
    elsewhere = run_of(stage, stage.crisis)
    refused = expert.post(f"/needs/{need.pk}/name/", {"run": elsewhere.pk})

    assert "اجرایی از این دوره نیست که جا بدهد" in text(page)
    assert refused.status_code == 422
    assert not Nomination.objects.exists()


def test_a_run_of_another_course_takes_nobody_for_it(stage):
    need = asked(stage.governor(stage.birjand), stage.law)

    with pytest.raises(Elsewhere):
        nominate_needed(
            run=run_of(stage, stage.crisis),
            need=need,
            by=user(Role.PROVINCIAL_EXPERT, stage.khorasan),
            at=timezone.now(),
        )


def test_whoever_asked_for_himself_is_the_one_behind_it(stage):
    person = stage.governor(stage.birjand)

    assert people_behind(asked(person, stage.law), on=localdate()) == [person.pk]


def test_people_of_needs_that_became_one_are_named_once(stage, copied):
    both = stage.governor(stage.birjand)
    only_asks = nation.person()
    nation.assignment(only_asks, nation.post(), stage.qaen)
    copied()
    need = judged(stage, stage.khorasan, stage.law, "law")
    requests = [asked(both, stage.law), asked(only_asks, stage.law)]
    settling.merge(
        needs=[need, *requests], into=need, heads=2, by=None, at=timezone.now()
    )

    need.refresh_from_db()

    assert people_behind(need, on=localdate()) == [both.pk, only_asks.pk]


def test_an_ordered_need_has_heads_and_no_names(stage, copied):
    copied()
    order = deriving.Order(stage.khorasan, 3, stage.pressing, course=stage.law)
    need = deriving.order(order=order, by=None, at=NOW)
    expert = signed_in(Role.PROVINCIAL_EXPERT, stage.khorasan)

    with pytest.raises(NobodyNamed):
        people_behind(need, on=localdate())
    assert "این نیاز شمار دارد و نام ندارد" in text(
        expert.get(f"/needs/{need.pk}/name/")
    )


def test_people_of_another_province_are_not_named_from_a_need_of_the_nation(
    stage, copied
):
    own = stage.governor(stage.birjand)
    stage.governor(stage.rasht)
    copied()
    need = judged(stage, stage.khorasan, stage.law, "law")
    stranger = asked(stage.governor(stage.rasht), stage.law)
    expert = signed_in(Role.PROVINCIAL_EXPERT, stage.khorasan)
    row = run_of(stage, stage.law)

    assert expert.get(f"/needs/{stranger.pk}/name/").status_code == 404
    expert.post(f"/needs/{need.pk}/name/", {"run": row.pk})

    assert list(Enrolment.objects.values_list("person", flat=True)) == [own.pk]
