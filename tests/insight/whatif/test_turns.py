"""What else happens to a scenario: asked twice, overtaken, stopped, its worker dead."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone
from time_machine import travel

from karamad.insight.whatif.actions import answering, scenarios
from karamad.insight.whatif.models import Answer, Scenario, Stage
from karamad.insight.whatif.rules import Figures, Need
from karamad.insight.whatif.views.answer import bill
from karamad.lake.extracting import AtWork
from karamad.registers.competencies import actions as competencies
from karamad.registers.competencies import rules
from karamad.registers.competencies.models import Draft
from karamad.trust.audit.models import Entry
from tests import nation
from tests.insight.whatif.land import PROFILE, Land
from tests.insight.whatif.test_pages import HOURS, answered, deputy, made, page

NOW = datetime(2026, 5, 1, 8, tzinfo=UTC)


@pytest.fixture(autouse=True)
def today() -> Any:
    with travel(NOW, tick=False):
        yield


def acts(verb: str) -> int:
    return Entry.objects.filter(act=f"whatif:scenario:{verb}").count()


@pytest.mark.parametrize("name", ["delete", "restore", "draft", "ask", "stop"])
def test_a_second_click_does_no_more_than_the_first(land: Land, name: str):
    client, _user = deputy()
    scenario = made(client)
    if name == "restore":
        client.post(reverse("whatif:delete", args=[scenario.pk]))
    address = reverse(f"whatif:{name}", args=[scenario.pk])

    answers = [client.post(address) for _ in range(2)]

    assert [each.status_code for each in answers] == [302, 302]
    verbs = {"delete": "delete", "restore": "take-back"}
    if name in verbs:
        assert acts(verbs[name]) == 1
    assert Draft.objects.count() == (name == "draft")


def test_who_was_let_go_is_let_go_once(land: Land):
    client, _user = deputy()
    scenario = made(client)
    address = reverse("whatif:readers", args=[scenario.pk])
    for _ in range(2):
        client.post(address, {"username": "", "role": "provincial_expert"})
    share = scenario.shares.get()
    gone = reverse("whatif:unshare", args=[scenario.pk, share.pk])

    answers = [client.post(gone) for _ in range(2)]

    assert [each.status_code for each in answers] == [302, 302]
    assert (acts("share"), acts("revoke")) == (1, 1)


def test_one_shares_nothing_with_oneself(land: Land):
    client, user = deputy()
    scenario = made(client)

    refused = client.post(
        reverse("whatif:readers", args=[scenario.pk]),
        {"username": user.username, "role": ""},
    )

    assert refused.status_code == 422
    assert "این سناریو از خود شماست" in refused.content.decode()


def test_nothing_is_compared_with_itself(land: Land):
    client, _user = deputy()
    scenario = answered(client)

    said = page(client, "compare", scenario.pk, **{"with": scenario.pk})

    assert "در برابر «" not in said


def test_a_text_opened_before_another_change_does_not_undo_it(land: Land):
    client, _user = deputy()
    scenario = made(client)
    address = reverse("whatif:text", args=[scenario.pk])
    opened = client.get(address).context
    client.post(
        reverse("whatif:criterion", args=[scenario.pk, "hours"]),
        {**HOURS, "minimum": "90"},
    )
    form = {"text": opened["form"].initial["text"], "seen": opened["seen"]}

    overtaken = client.post(address, form)

    assert overtaken.status_code == 422
    assert "در صفحهٔ دیگری دگرگون شده است" in overtaken.content.decode()
    assert Scenario.objects.get().changed["criteria"][0]["minimum"] == 90
    again = client.post(address, {**form, "seen": overtaken.context["seen"]})
    assert again.status_code == 302
    assert Scenario.objects.get().changed["criteria"][0]["minimum"] == 60


def test_two_changes_at_the_same_moment_do_not_swallow_each_other(land: Land):
    client, user = deputy()
    first = made(client)
    second = Scenario.objects.get(pk=first.pk)
    when = {"by": user, "at": timezone.now()}
    scenarios.change(scenario=first, written={**first.changed, "criteria": []}, **when)

    with pytest.raises(scenarios.Overtaken):
        scenarios.change(
            scenario=second,
            written={**second.changed, "title": {"fa": "دیگر"}},
            **when,
        )


def test_an_edition_saved_meanwhile_is_told(land: Land):
    client, _user = deputy()
    scenario = answered(client)
    assert "در این سناریو «اکنون» هنوز" not in page(client, "scenario", scenario.pk)
    newer = rules.profile_from_yaml(PROFILE.replace("minimum: 20", "minimum: 25"))
    competencies.save_edition(newer, by=None, at=nation.NOW)

    said = page(client, "scenario", scenario.pk)

    assert "از این نمایه ویرایش ۲ ثبت شده است" in said
    assert "«اکنون» هنوز ویرایش ۱ است" in said


def test_who_is_trained_in_a_course_of_unknown_hours_takes_a_seat_too():
    scenario = Scenario(
        day=NOW.date(), price=None, capacity=10, measure="seats", name="سناریو"
    )
    needs = {Need.HOURS: 5, Need.UNKNOWN: 5, Need.BEYOND: 7}

    said = bill(scenario, Figures(needs=needs, hours=Decimal(40)))

    assert said.ready.startswith("تا ۱۱ اردیبهشت ۱۴۰۶"), "ten people, ten a year"


def test_where_nobody_loses_nothing_is_to_be_paid(land: Land):
    client, _user = deputy()
    scenario = made(client)
    client.post(reverse("whatif:remove", args=[scenario.pk, "hours"]))
    client.post(reverse("whatif:ask", args=[scenario.pk]))

    said = page(client, "scenario", scenario.pk)

    assert "کسی شرایط را از دست نمی‌دهد که بازگردانده شود" in said
    assert "۰ ریال" not in said


# ---- the worker -----------------------------------------------------------------


def asked(scenario: Scenario, stage: Stage) -> Answer:
    return Answer.objects.create(
        scenario=scenario,
        asked_at=NOW,
        heard_at=NOW,
        content=answering.content_of(scenario),
        stage=stage,
    )


def test_a_worker_killed_at_work_is_told_and_another_asks_again(land: Land):
    client, _user = deputy()
    scenario = made(client)
    asked(scenario, Stage.JUDGING)
    assert "گام" in page(client, "scenario", scenario.pk)

    with travel(NOW + timedelta(minutes=3), tick=False):
        said = page(client, "scenario", scenario.pk)
        client.post(reverse("whatif:ask", args=[scenario.pk]))
        anew = page(client, "scenario", scenario.pk)

    assert "محاسبه ناتمام ماند" in said
    assert "۳ شاغل شرایط پست خود را از دست می‌دهند" in anew


def test_who_waits_behind_a_long_load_is_not_dead(land: Land):
    client, _user = deputy()
    scenario = made(client)
    asked(scenario, Stage.WAITING)

    with travel(NOW + timedelta(minutes=50), tick=False):
        waits = page(client, "scenario", scenario.pk)
    with travel(NOW + timedelta(minutes=61), tick=False):
        lost = page(client, "scenario", scenario.pk)

    assert "محاسبه ناتمام ماند" not in waits
    assert "در صف" in waits
    assert "محاسبه ناتمام ماند" in lost


def test_what_is_stopped_is_not_computed_and_leaves_the_answer_before_it(land: Land):
    client, _user = deputy()
    scenario = answered(client)
    work = asked(scenario, Stage.COPYING)

    client.post(reverse("whatif:stop", args=[scenario.pk]))
    answering.run(work.pk, clock=timezone.now)

    work.refresh_from_db()
    assert work.stage == Stage.STOPPED
    assert not answering.path_of(work.pk).exists()
    said = page(client, "scenario", scenario.pk)
    assert "۳ شاغل شرایط پست خود را از دست می‌دهند" in said
    assert "محاسبه ناتمام ماند" not in said


def test_stopped_while_it_is_judged_it_is_not_put_in_force(
    land: Land, monkeypatch: pytest.MonkeyPatch
):
    client, user = deputy()
    scenario = made(client)
    work = asked(scenario, Stage.WAITING)
    compare = answering.judging.compare

    def stopped_meanwhile(*given: Any, **named: Any) -> None:
        compare(*given, **named)
        answering.stop(scenario=scenario, by=user, at=timezone.now())

    monkeypatch.setattr(answering.judging, "compare", stopped_meanwhile)
    answering.run(work.pk, clock=timezone.now)

    assert answering.latest(scenario) is None
    assert not answering.path_of(work.pk).exists()


def test_the_first_copy_of_another_is_waited_for(
    land: Land, monkeypatch: pytest.MonkeyPatch
):
    client, _user = deputy()
    scenario = made(client)
    work = asked(scenario, Stage.WAITING)
    extract, calls = answering.extract, []

    def busy_at_first(**named: Any) -> Any:
        calls.append(1)
        if len(calls) == 1:
            raise AtWork
        return extract(**named)

    monkeypatch.setattr(answering, "extract", busy_at_first)
    monkeypatch.setattr(answering, "PAUSE", 0)
    answering.run(work.pk, clock=timezone.now)

    assert answering.latest(scenario) is not None
