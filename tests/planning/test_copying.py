"""Last year's lines in a draft of the next: priced anew, none dropped in silence."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.utils.html import strip_tags

from karamad.cycle.planning.actions import approving, copying, drafting
from karamad.cycle.planning.actions.copying import Copied, copy_lines, year_before
from karamad.cycle.planning.actions.refusing import PlanRefused
from karamad.cycle.planning.models import Tariff, Version
from karamad.cycle.planning.rules import PlanGround
from karamad.kernel.jalali import jalali_day
from karamad.trust.accounts.models import User
from karamad.trust.accounts.permissions import Role
from tests.nation import NOW, signed_in, user
from tests.planning.conftest import Stage
from tests.planning.test_plans import priced, wish

LAST, NEXT = 1405, 1406


@pytest.fixture
def officer(stage: Stage) -> User:
    priced()
    return user(Role.PROVINCIAL_EXPERT, stage.khorasan)


def draft(stage: Stage, year: int) -> Version:
    version, _new = drafting.start_plan(unit=stage.khorasan, year=year, by=None, at=NOW)
    return version


def line(stage: Stage, version: Version, **facts: Any) -> Any:
    return drafting.add_line(
        version=version, wish=wish(stage, **facts), by=None, at=NOW
    )


def copied(stage: Stage, officer: User, *numbers: int) -> Copied:
    target = draft(stage, NEXT)
    source = year_before(target.plan)
    assert source is not None
    return copy_lines(
        version=target, source=source, numbers=numbers, by=officer, at=NOW
    )


def test_chosen_lines_come_with_the_price_of_the_new_year(stage, officer):
    last = draft(stage, LAST)
    taken = line(stage, last)
    line(stage, last, month=8)
    tariff = Tariff.objects.get(year=1400)
    dearer = Tariff.objects.create(
        year=NEXT,
        document="نو",
        base=2_000,
        recorded_at=NOW,
        entry=tariff.entry,
    )

    done = copied(stage, officer, taken.number)

    new = draft(stage, NEXT).lines.get()
    assert (new.course, new.heads, new.hours) == (stage.law, 20, Decimal(8))
    assert new.working["year"] == dearer.year
    assert new.cost == 2_000 * 20 * 8
    assert [each.old for each in done.taken] == [taken]


def test_a_retired_course_is_named_and_the_others_come(stage, officer):
    last = draft(stage, LAST)
    gone, kept = line(stage, last), line(stage, last, course=stage.crisis)
    stage.law.creditable_until = jalali_day(NEXT, 1, 1)
    stage.law.save()

    done = copied(stage, officer, gone.number, kept.number)

    assert [each.old for each in done.taken] == [kept]
    (left,) = done.left
    assert [each.ground for each in left.against] == [PlanGround.NOT_CREDITABLE]


def test_a_second_click_takes_nothing_twice(stage, officer):
    one = line(stage, draft(stage, LAST))
    copied(stage, officer, one.number)

    again = copied(stage, officer, one.number)

    assert draft(stage, NEXT).lines.count() == 1
    assert [each.ground for each in again.left[0].against] == [PlanGround.THERE_ALREADY]


def test_a_price_agreed_on_for_last_year_does_not_come_and_is_said(stage, officer):
    agreed = line(stage, draft(stage, LAST), agreed=5, agreed_document="نامه")

    done = copied(stage, officer, agreed.number)

    new = draft(stage, NEXT).lines.get()
    assert (new.agreed, new.agreed_document) == (None, "")
    assert done.taken[0].loses


def test_what_was_approved_goes_before_what_was_drafted_since(stage, officer):
    last = draft(stage, LAST)
    line(stage, last, agreed=5, agreed_document="نامه")
    drafting.add_budget(
        version=last, source="استان", amount=10, document="", by=None, at=NOW
    )
    approving.submit(version=last, by=None, at=NOW)
    approving.approve(version=last, by=None, at=NOW)
    approving.amend(version=last, note="دگرگونی", by=officer, at=NOW)

    found = year_before(draft(stage, NEXT).plan)

    assert found == last


def test_a_plan_in_review_takes_nothing(stage, officer):
    one = line(stage, draft(stage, LAST))
    target = draft(stage, NEXT)
    line(stage, target, month=3)
    source = year_before(target.plan)
    approving.submit(version=target, by=None, at=NOW)

    with pytest.raises(PlanRefused):
        copy_lines(
            version=target,
            source=source,
            numbers=[one.number],
            by=officer,
            at=NOW,
        )


def test_the_queries_do_not_grow_with_the_lines(
    stage, officer, django_assert_max_num_queries
):
    last = draft(stage, LAST)
    numbers = [line(stage, last, audience=f"گروه {n}").number for n in range(40)]

    with django_assert_max_num_queries(30):
        copied(stage, officer, *numbers)

    assert draft(stage, NEXT).lines.count() == 40


# ---- the page -----------------------------------------------------------------------


def text(answer: Any) -> str:
    return " ".join(strip_tags(answer.content.decode()).split())


def test_an_expert_chooses_and_is_told_what_stays(stage, officer):
    last = draft(stage, LAST)
    gone, kept = line(stage, last), line(stage, last, course=stage.crisis)
    stage.law.creditable_until = jalali_day(NEXT, 1, 1)
    stage.law.save()
    plan = draft(stage, NEXT).plan
    expert: Client = signed_in(Role.PROVINCIAL_EXPERT, stage.khorasan)

    offered = expert.get(f"/plans/{plan.pk}/")
    page = expert.get(f"/plans/{plan.pk}/copy/")
    done = expert.post(
        f"/plans/{plan.pk}/copy/", {"line": [gone.number, kept.number]}, follow=True
    )

    assert "ردیف‌های سال پیش" in text(offered)
    assert "۲ ردیف برنامهٔ ۱۴۰۵" in text(page)
    assert "۱ ردیف نمی‌تواند بیاید" in text(page)
    assert "۱ ردیف آمد." in text(done)
    assert "«حقوق اداری» نیامد" in text(done)


def test_without_a_year_before_nothing_is_offered(stage, officer):
    plan = draft(stage, NEXT).plan
    expert = signed_in(Role.PROVINCIAL_EXPERT, stage.khorasan)

    assert (
        f"/plans/{plan.pk}/copy/"
        not in expert.get(f"/plans/{plan.pk}/").content.decode()
    )
    assert copying.year_before(plan) is None
    assert "برنامه‌ای نداشته است" in text(expert.get(f"/plans/{plan.pk}/copy/"))


@pytest.fixture
def expert(stage: Stage, officer: User) -> Client:
    return signed_in(Role.PROVINCIAL_EXPERT, stage.khorasan)


def test_noise_among_the_ticked_is_passed_by(stage, expert):
    kept = line(stage, draft(stage, LAST))
    plan = draft(stage, NEXT).plan

    done = expert.post(
        f"/plans/{plan.pk}/copy/",
        {"line": ["²", "9" * 5_000, "-1", str(kept.number)]},
        follow=True,
    )

    assert "۱ ردیف آمد." in text(done)


def test_a_second_click_names_ten_and_counts_the_rest(stage, expert):
    last = draft(stage, LAST)
    numbers = [line(stage, last, audience=f"گروه {n}").number for n in range(13)]
    address = f"/plans/{draft(stage, NEXT).plan.pk}/copy/"
    expert.post(address, {"line": numbers})

    again = expert.post(address, {"line": numbers}, follow=True)

    assert text(again).count("«حقوق اداری» نیامد") == 1
    assert "۳ ردیف دیگر هم نیامد" in text(again)


def test_many_lines_are_chosen_page_by_page(stage, expert, monkeypatch):
    monkeypatch.setattr("karamad.cycle.planning.views.copying.PAGE", 2)
    last = draft(stage, LAST)
    numbers = [line(stage, last, audience=f"گروه {n}").number for n in range(3)]
    plan = draft(stage, NEXT).plan
    address = f"/plans/{plan.pk}/copy/"

    first = expert.get(address)
    then = expert.post(address, {"line": numbers[:2]})
    end = expert.post(then.url, {"line": numbers[2:]})

    assert "۳ ردیف برنامهٔ ۱۴۰۵" in text(first)
    assert "گروه 1" in text(first)
    assert "گروه 2" not in text(first)
    assert then.url == f"{address}?page=2"
    assert end.url == f"/plans/{plan.pk}/"
    assert draft(stage, NEXT).lines.count() == 3


def test_all_that_may_come_are_taken_at_once(stage, expert, monkeypatch):
    monkeypatch.setattr("karamad.cycle.planning.views.copying.PAGE", 2)
    last = draft(stage, LAST)
    for n in range(5):
        line(stage, last, audience=f"گروه {n}")
    plan = draft(stage, NEXT).plan

    offered = expert.get(f"/plans/{plan.pk}/copy/")
    done = expert.post(f"/plans/{plan.pk}/copy/", {"all": "1"}, follow=True)

    assert "همهٔ ۵ ردیفی را که می‌تواند بیاید بیاور" in text(offered)
    assert "۵ ردیف آمد." in text(done)
    assert done.redirect_chain[-1][0] == f"/plans/{plan.pk}/"
