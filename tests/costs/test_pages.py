"""The pages of costs: who reaches them, what they say, what they keep to themselves."""

from __future__ import annotations

import csv
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from karamad.cycle.costs.models import Costing, Invoice
from karamad.cycle.costs.views import year as year_page
from karamad.cycle.delivery.models import Run
from karamad.cycle.planning.actions import approving
from karamad.registers.courses.models import Course
from karamad.trust.accounts.permissions import Role
from karamad.trust.audit.models import Entry
from tests import nation
from tests.costs.ledger import Books, costing, held, invoiced
from tests.nation import signed_in

pytestmark = pytest.mark.django_db

INVOICE = {
    "number": "۷۷",
    "issued_on": "1405/02/06",
    "amount": "۸۰۰۰۰",
    "kind": "provider",
    "provider": "",
    "document": "",
}


@pytest.fixture
def expert(books: Books) -> Any:
    return signed_in(Role.PROVINCIAL_EXPERT, books.at.province)


def text(response: Any) -> str:
    return str(response.content.decode())


def test_an_invoice_is_typed_and_tells_the_price_of_a_head(books: Books, expert: Any):
    run = held(books, placed=10, passed=5)
    new = reverse("costs:new-invoice", args=[run.pk])

    answer = expert.post(new, INVOICE, follow=True)

    assert "این اجرا ۸۰٬۰۰۰ ریال هزینه داشته است؛ هر نفر ۸٬۰۰۰ ریال" in text(answer)
    assert Invoice.objects.get().number == "77"


def test_a_refused_invoice_says_why_beside_the_field(books: Books, expert: Any):
    run = held(books)
    new = reverse("costs:new-invoice", args=[run.pk])
    expert.post(new, INVOICE)

    answer = expert.post(new, INVOICE)

    assert answer.status_code == 422
    assert "صورت‌حسابی با این شماره" in text(answer)


def test_calling_off_asks_why_and_can_be_undone(books: Books, expert: Any):
    run = held(books)
    invoice = invoiced(run)
    cancel = reverse("costs:cancel-invoice", args=[run.pk, invoice.pk])
    assert expert.post(cancel, {"note": " "}).status_code == 422

    answer = expert.post(cancel, {"note": "دو بار آمده"}, follow=True)

    undo = reverse("costs:put-back-invoice", args=[run.pk, invoice.pk])
    assert "دو بار آمده" in text(answer)
    assert undo in text(answer)
    expert.post(undo)
    assert Invoice.objects.standing().exists()


def test_the_run_page_leads_to_its_costs_only_who_may_read_them(
    books: Books, expert: Any
):
    run = held(books)
    page, costs = (
        reverse(name, args=[run.pk]) for name in ("delivery:run", "costs:run")
    )
    someone = Run.objects.get(pk=run.pk).enrolments.first()
    assert someone is not None
    learner = nation.user(Role.LEARNER)
    someone.person.account = learner
    someone.person.save()

    assert costs in text(expert.get(page))
    his = Client()
    his.force_login(learner, "django.contrib.auth.backends.ModelBackend")
    assert costs not in text(his.get(page))
    assert his.get(costs).status_code == 403


def test_an_approved_line_leads_to_its_runs_and_a_draft_to_none(
    books: Books, expert: Any
):
    runs = reverse("costs:line-runs", args=[books.plan.pk, 1])
    page = reverse("planning:plan", args=[books.plan.pk])
    assert runs in text(expert.get(page))
    amended = approving.amend(
        version=books.plan.versions.get(), note="سیل", by=None, at=nation.NOW
    )
    assert amended.is_draft
    assert runs not in text(expert.get(page))
    assert runs in text(expert.get(f"{page}?version=1"))


def test_a_run_is_opened_for_a_line_and_tied_to_it(books: Books, expert: Any):
    opens = reverse("costs:open-run", args=[books.plan.pk, 1])
    assert 'value="۱۰"' in text(expert.get(opens))  # twenty heads in two runs

    answer = expert.post(
        opens, {"unit": "خراسان جنوبی", "capacity": "10", "admission": "nomination"}
    )

    made = Run.objects.get()
    assert answer["Location"] == reverse("delivery:run", args=[made.pk])
    assert costing(made).plan == books.plan


def test_a_run_is_offered_only_lines_of_its_course(books: Books, expert: Any):
    run = held(books, line=None)
    other = held(books, line=None, course=nation.course())
    carry = reverse("costs:carry", args=[run.pk])
    line = books.version.lines.get()

    expert.post(carry, {"line": str(line.pk)})
    beyond = expert.post(
        reverse("costs:carry", args=[other.pk]), {"line": str(line.pk)}
    )

    assert costing(run).line == 1
    assert beyond.status_code == 422
    assert not Costing.objects.filter(run=other).exists()


def test_a_plan_stands_beside_its_actual_as_of_a_day(books: Books, expert: Any):
    invoiced(held(books, placed=10))
    page = reverse("costs:plan", args=[books.plan.pk])

    today = text(expert.get(page, {"as_of": "1405/02/11"}))
    before = text(expert.get(page, {"as_of": "1405/02/01"}))
    long_ago = text(expert.get(page, {"as_of": "1404/12/01"}))

    assert "۱۰ نفر از ۲۰ نفرِ برنامه آموزش دیده‌اند؛ تا این ماه ۲۰" in today
    assert "۰ نفر از ۲۰ نفرِ برنامه" in before
    assert "در این روز برنامهٔ مصوبی نیست" in long_ago


def test_a_file_holds_the_rows_of_the_page_and_is_written_down(
    books: Books, expert: Any
):
    invoiced(held(books, placed=10, passed=4))
    rows = reverse("costs:plan-rows", args=[books.plan.pk, "csv"])

    answer = expert.get(rows, {"as_of": "1405/02/11"})

    lines = b"".join(answer.streaming_content).decode("utf-8-sig").splitlines()
    (row,) = csv.DictReader(lines)
    assert (row["heads"], row["passed"], row["spent_rials"]) == ("10", "4", "80000")
    assert row["rials_per_effective_hour"] == "2500"
    assert Entry.objects.filter(act="costs:list:export").count() == 1
    assert expert.get(reverse("costs:year-rows", args=["exe"])).status_code == 404


def test_the_year_rolls_up_and_leads_down(books: Books):
    national = signed_in(Role.NATIONAL_DEPUTY)
    held(books, placed=3)

    page = text(national.get(reverse("costs:year"), {"year": "1405"}))

    assert "۳ نفر از ۲۰ نفرِ برنامه" in page
    assert f"unit={books.at.province.code}" in page


def test_of_the_year_the_largest_units_have_rows_and_the_file_has_all(
    books: Books, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(year_page, "UNITS", 0)
    national = signed_in(Role.NATIONAL_DEPUTY)
    held(books, placed=3)

    page = national.get(reverse("costs:year"), {"year": "1405"})
    rows = national.get(reverse("costs:year-rows", args=["csv"]), {"year": "1405"})

    assert [row.name for row in page.context["rows"]] == ["۱ واحد دیگر"]
    assert page.context["whole"].planned.heads == 20
    assert "۳ نفر از ۲۰ نفرِ برنامه" in text(page)
    written = b"".join(rows.streaming_content).decode("utf-8-sig")
    assert str(books.at.province.name) in written
    assert "واحد دیگر" not in written


def test_the_number_of_an_invoice_stands_as_it_is_written(books: Books, expert: Any):
    run = held(books, placed=3)
    expert.post(
        reverse("costs:new-invoice", args=[run.pk]), {**INVOICE, "number": "SM-7-2"}
    )

    page = expert.get(reverse("costs:run", args=[run.pk])).content.decode()

    assert '<bdi class="code">SM-7-2</bdi>' in page


def test_who_sees_no_people_is_not_told_of_few(books: Books):
    gilan = nation.province("01", "گیلان")
    yazd = nation.province("21", "یزد")
    for unit, placed in ((gilan, 30), (yazd, 40)):
        invoiced(held(books, unit=unit, placed=placed, passed=20, line=None), amount=77)
    invoiced(held(books, placed=3, passed=1), amount=99_999)
    page, year = reverse("costs:provinces"), {"year": "1405"}

    observer = text(signed_in(Role.OBSERVER).get(page, year))
    deputy = text(signed_in(Role.NATIONAL_DEPUTY).get(page, year))

    assert "۹۹٬۹۹۹" in deputy
    assert "۹۹٬۹۹۹" not in observer
    assert observer.count('colspan="7"') == 2  # it, and one to hide behind


def test_a_province_sees_only_itself(books: Books):
    gilan = nation.province("01", "گیلان")
    invoiced(held(books, placed=10, passed=5), amount=99_999)

    page = signed_in(Role.PROVINCIAL_EXPERT, gilan).get(reverse("costs:provinces"))

    assert "۹۹٬۹۹۹" not in text(page)
    assert "خراسان" not in text(page).split("<main")[1]


def test_hours_that_are_not_fixed_have_no_price_and_that_is_said(
    books: Books, expert: Any
):
    run = held(books, passed=6)
    invoiced(run)
    Run.objects.update(hours=None)
    Course.objects.update(hours=None)

    shown = text(expert.get(reverse("costs:provinces")))

    assert "ساعت دوره‌های گذرانده تعیین نشده است" in shown
    assert 'id="h-map"' not in shown


def test_pages_ask_a_bounded_number_of_questions(
    books: Books, expert: Any, django_assert_max_num_queries: Callable[..., Any]
):
    for _each in range(4):
        invoiced(held(books, placed=2))
    with django_assert_max_num_queries(40):
        expert.get(reverse("costs:plan", args=[books.plan.pk]))
    with django_assert_max_num_queries(45):
        expert.get(reverse("costs:year"))
