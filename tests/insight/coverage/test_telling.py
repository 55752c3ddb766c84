"""What is told beside the figures: what is left out, and what to whom not at all."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from django.utils.timezone import localdate

from karamad.insight.coverage.actions import counting, judging
from karamad.insight.coverage.rules import Figures, month_ends
from karamad.registers.competencies.actions import profile_of, save_edition
from karamad.registers.competencies.models import Edition
from karamad.registers.competencies.rules import MOST_CRITERIA, Profile
from karamad.trust.accounts.permissions import Role
from karamad.web.display import jalali, jalali_long
from tests import nation
from tests.insight.coverage.registers import YOUNG, Registers, reader, seated
from tests.insight.coverage.test_pages import complete, text
from tests.insight.coverage.test_pages import no_people as no_people  # noqa: PLC0414
from tests.insight.coverage.test_pages import (
    nobody_works as nobody_works,  # noqa: PLC0414 - fixtures
)

pytestmark = pytest.mark.django_db(transaction=True)


def test_what_one_knows_by_another_role_tells_no_more(registers: Registers) -> None:
    """Three eligible in Gilan, hidden with Mazandaran, of which he is the expert."""
    mazandaran = nation.province("02", "مازندران", under=registers.ministry)
    sari = nation.unit("M0201", under=mazandaran, kind="municipality", name="ساری")
    others = seated(12, sari, registers.mayor, birth_date=YOUNG)
    for person in [*registers.people[15:18], *others[:6]]:
        complete(person)
    registers.count()
    user = nation.user(Role.OBSERVER)
    nation.grant(user, Role.PROVINCIAL_EXPERT, mazandaran)
    client = Client()
    client.force_login(user, "django.contrib.auth.backends.ModelBackend")

    page = client.get("/coverage/")
    own = client.get(f"/coverage/{mazandaran.pk}/")

    assert own.context["total"].eligible == 6
    assert page.context["total"] == Figures()
    assert page.context["hidden_whole"], "nine less his six are three"
    assert client.get("/coverage/trend/").status_code == 404
    assert client.get(f"/coverage/{registers.gilan.pk}/").status_code == 404


def test_what_one_knows_is_no_cover_for_what_is_small(registers: Registers) -> None:
    """Of the unknown at least two lines are hidden, which together tell nothing."""
    provinces = [
        nation.province(code, name, under=registers.ministry)
        for code, name in (("02", "مازندران"), ("03", "آذربایجان شرقی"))
    ]
    for province in provinces:
        hall = nation.unit(under=province, kind="municipality", name="شهرداری")
        for person in seated(20, hall, registers.mayor, birth_date=YOUNG)[:10]:
            complete(person)
    for person in registers.people[15:18]:
        complete(person)
    registers.count()
    user = nation.user(Role.OBSERVER)
    nation.grant(user, Role.PROVINCIAL_EXPERT, provinces[0])
    client = Client()
    client.force_login(user, "django.contrib.auth.backends.ModelBackend")

    rows = client.get("/coverage/").context["rows"]

    shown = {row.unit.code for row in rows if row.figures}
    assert provinces[0].code in shown
    hidden = [row.unit.code for row in rows if row.figures is None]
    assert registers.gilan.code in hidden
    assert len(hidden) >= 2


def test_the_past_is_told_until_the_day_asked(registers: Registers) -> None:
    asked = localdate() - timedelta(days=3)
    before = month_ends(asked, 1)[0]
    registers.count(asked)
    registers.count(before)

    said = text(reader(), "/coverage/trend/", as_of=jalali(asked))

    assert "تا امروز همان" not in said
    assert f"تا {jalali_long(asked)} همان" in said


def test_what_lasts_is_told_only_of_criteria_that_are_told(
    registers: Registers, no_people: None
) -> None:
    """Nineteen of twenty-two lack the course: that three have it is told nowhere."""
    for person in registers.people[:3]:
        complete(person)
    for end in month_ends(localdate(), 12):
        registers.count(end)
    registers.count()
    at_desk = reader().get("/coverage/trend/").context["lasting"]
    lacked = reader(Role.AUDITOR).get("/coverage/").context["lacked"]

    told = reader(Role.AUDITOR).get("/coverage/trend/").context["lasting"]

    words = {each.words for each in lacked}
    assert {each.words for each in at_desk} - words, "something is not told"
    assert {each.words for each in told} <= words


def with_too_many(registers: Registers, code: str = "mayor-conditions") -> Profile:
    kept = profile_of(Edition.objects.of(code).newest().get())
    one = kept.criteria[0]
    many = tuple(replace(one, id=f"c{place}") for place in range(MOST_CRITERIA + 1))
    profile = replace(kept, code=f"{code}-long", criteria=many, verdict=None)
    save_edition(profile, by=None, at=timezone.now())
    return profile


def test_a_profile_of_too_many_criteria_is_left_out_and_told(
    registers: Registers, nobody_works: list[Any]
) -> None:
    profile = with_too_many(registers)

    tally = registers.count()
    said = text(reader(), "/coverage/")

    assert tally.failure == ""
    assert f"کسی با نمایهٔ «{profile.title_fa}» سنجیده نشده است" in said
    assert reader().get("/coverage/").context["total"].people == 24
    complete(registers.people[0])
    counted = counting._changed(  # whether everybody is counted anew
        tally, counting.book_of(tally), judging.bring_up(clock=timezone.now, hear=int)
    )
    assert counted == frozenset({registers.people[0].pk})


def test_once_it_is_shortened_everybody_is_judged_by_it(registers: Registers) -> None:
    profile = with_too_many(registers)
    registers.count()
    short = replace(profile, criteria=profile.criteria[:1])
    save_edition(short, by=None, at=timezone.now())

    registers.count()

    assert "سنجیده نشده است" not in text(reader(), "/coverage/")


def test_begun_again_the_day_and_the_filters_stay(registers: Registers) -> None:
    registers.count()

    answer = reader().post("/coverage/again/?as_of=1405-02-11")

    assert answer.url == "/coverage/?as_of=1405-02-11"
