"""From a programme to a run: who is left of it in a province, named in one act."""

from __future__ import annotations

from typing import Any

import pytest
from django.utils import timezone

from karamad.cycle.delivery.actions.nominating import Elsewhere, nominate_left
from karamad.cycle.delivery.models import Enrolment, Nomination, Source
from karamad.cycle.planning.actions import programmes
from karamad.cycle.planning.models import Programme
from karamad.trust.accounts.permissions import Role
from tests.delivery import campus as made_of
from tests.delivery.test_naming_needed import run_of, text
from tests.lake.conftest import home as home  # noqa: PLC0414 - a fixture
from tests.lake.conftest import registers as registers  # noqa: PLC0414
from tests.nation import NOW, course, signed_in, user
from tests.planning.conftest import Stage, found_stage
from tests.planning.conftest import copied as copied  # noqa: PLC0414

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def stage(registers: Any) -> Stage:
    return found_stage()


def programme_of(stage: Stage) -> Programme:
    wish = programmes.ProgrammeWish(
        title="دورهٔ سه‌روزه",
        audience="فرمانداران",
        posts=("GOV",),
        courses=(stage.law, stage.crisis),
    )
    return programmes.make_programme(wish=wish, by=None, at=NOW)


def test_who_is_left_is_named_for_a_run_and_the_refused_read_why(stage, copied):
    left, seated = stage.governor(stage.birjand), stage.governor(stage.qaen)
    stage.governor(stage.qaen, stage.law, stage.crisis)  # has passed it all
    stage.governor(stage.rasht)  # of another province
    copied()
    programme, row = programme_of(stage), run_of(stage, stage.law)
    made_of.enrolment(row, seated)
    expert = signed_in(Role.PROVINCIAL_EXPERT, stage.khorasan)
    address = f"/programmes/{programme.pk}/left/{stage.khorasan.pk}/"

    listed = expert.get(address).content.decode()
    page = text(expert.get(f"{address}name/"))
    done = text(expert.post(f"{address}name/", {"run": row.pk}, follow=True))

    assert f"{address}name/" in listed
    assert "۲ نفر از خراسان جنوبی معرفی می‌شوند" in page
    assert set(Enrolment.objects.values_list("person", flat=True)) == {
        left.pk,
        seated.pk,
    }
    assert "در همین اجرا ثبت‌نام دارد" in done
    made = Nomination.objects.get()
    assert (made.source, made.named, made.placed) == (Source.LEFT, 2, 1)
    assert made.entry.after["programme"] == programme.code


def test_a_run_of_none_of_its_courses_takes_nobody(stage, copied):
    stage.governor(stage.birjand)
    copied()
    programme, other = programme_of(stage), run_of(stage, course())
    expert = user(Role.PROVINCIAL_EXPERT, stage.khorasan)

    with pytest.raises(Elsewhere):
        nominate_left(
            run=other,
            left=(programme, stage.khorasan),
            by=expert,
            at=timezone.now(),
        )
    page = signed_in(Role.PROVINCIAL_EXPERT, stage.khorasan).get(
        f"/programmes/{programme.pk}/left/{stage.khorasan.pk}/name/"
    )
    assert "اجرایی از این دوره نیست که جا بدهد" in text(page)


def test_nobody_names_from_another_province(stage, copied):
    copied()
    programme = programme_of(stage)
    other = signed_in(Role.PROVINCIAL_EXPERT, stage.gilan)

    page = other.get(f"/programmes/{programme.pk}/left/{stage.khorasan.pk}/name/")

    assert page.status_code == 404


def test_where_nobody_is_left_no_run_is_asked_for(stage, copied):
    stage.governor(stage.birjand, stage.law, stage.crisis)
    copied()
    programme = programme_of(stage)
    expert = signed_in(Role.PROVINCIAL_EXPERT, stage.khorasan)

    page = text(
        expert.get(f"/programmes/{programme.pk}/left/{stage.khorasan.pk}/name/")
    )

    assert "از خراسان جنوبی کسی نمانده است" in page
    assert "اجرای تازه" not in page


def test_more_than_one_act_names_are_said_to_be_too_many(stage, copied, monkeypatch):
    stage.governor(stage.birjand)
    stage.governor(stage.qaen)
    copied()
    programme, row = programme_of(stage), run_of(stage, stage.law)
    expert = signed_in(Role.PROVINCIAL_EXPERT, stage.khorasan)
    monkeypatch.setattr("karamad.cycle.delivery.actions.nominating.MOST", 1)

    refused = expert.post(
        f"/programmes/{programme.pk}/left/{stage.khorasan.pk}/name/", {"run": row.pk}
    )

    assert refused.status_code == 422
    assert "یک‌باره بیش از ۱ نفر معرفی نمی‌شود." in text(refused)
    assert "۲ نفر از خراسان جنوبی معرفی می‌شوند" in text(refused)
