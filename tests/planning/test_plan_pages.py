"""The pages of plans: whose rows, which words, how many questions, which sums."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

import pytest
from django.test import Client
from django.utils.html import strip_tags
from django.utils.timezone import localdate

from karamad.cycle.planning.actions import approving, drafting
from karamad.cycle.planning.models import Line, Need, Plan, State, Tariff, Version
from karamad.cycle.planning.views import plan as plan_page
from karamad.cycle.planning.views import plans as plans_page
from karamad.kernel.jalali import jalali_year
from karamad.trust.accounts.permissions import Role
from tests import nation
from tests.nation import NOW, signed_in
from tests.planning.conftest import Stage
from tests.planning.test_needs import ordered
from tests.planning.test_plans import approved, begun, funded, lined, priced, wish

pytestmark = pytest.mark.django_db

TYPED = {
    "course": "LAW",
    "audience": "بخشداران",
    "heads": "۲۰",
    "hours": "۸",
    "runs": "۱",
    "month": "7",
    "customer": "agency",
    "venue": "county",
    "mode": "in_person",
}
YEAR = {"year": "1405"}


def text(answer: Any) -> str:
    return " ".join(strip_tags(answer.content.decode()).split())


@pytest.fixture
def expert(stage: Stage) -> Client:
    return signed_in(Role.PROVINCIAL_EXPERT, stage.khorasan)


@pytest.fixture
def group(stage: Stage) -> Client:
    return signed_in(Role.WORKING_GROUP, stage.khorasan)


def test_a_plan_goes_from_nothing_to_approved_by_its_pages(
    stage: Stage, expert: Client, group: Client
):
    priced()
    expert.post("/plans/new/", {"unit": "29", "year": "1405"})
    pk = Plan.objects.get().pk
    empty = expert.get(f"/plans/{pk}/")
    added = expert.post(f"/plans/{pk}/lines/new/", TYPED, follow=True)
    expert.post(f"/plans/{pk}/budget/", {"source": "استانی", "amount": "۲۴۰٬۰۰۰"})
    need = ordered(stage)
    chosen = {"act": "cover", "pk": [need.pk]}
    covering = expert.post("/needs/settle/", chosen)
    line = Line.objects.get()
    expert.post("/needs/settle/", {**chosen, "confirmed": "1", "line": line.pk})
    expert.post(f"/plans/{pk}/submit/")
    ready = group.get(f"/plans/{pk}/review/")
    done = group.post(f"/plans/{pk}/review/", {"word": "approve"}, follow=True)

    assert "هنوز هزینه و بودجه‌ای ندارد" in text(empty)
    assert "ردیف ثبت شد: ۲۴۰٬۰۰۰ ریال." in text(added)
    assert "برنامهٔ ۱۴۰۵ خراسان جنوبی: حقوق اداری، ۲۰ نفر" in text(covering)
    assert "برنامهٔ ۱۴۰۵ خراسان جنوبی آمادهٔ تصویب است" in text(ready)
    assert "هزینه در بودجه می‌گنجد و ۰ ریال می‌ماند" in text(done)
    assert Version.objects.get().state == "approved"
    need.refresh_from_db()
    assert need.state == State.COVERED
    assert "۱٬۰۰۰ ریال برای هر نفرساعت (تعرفهٔ ۱۴۰۰)" in text(done)
    assert "۱٫۵ (دستگاه اجرایی، شهرستان، دست بالا)" in text(done)


def test_who_sent_a_plan_reads_why_he_does_not_approve_it(stage: Stage):
    priced()
    version = lined(stage).version
    deputy = nation.user(Role.NATIONAL_DEPUTY)
    client = Client()
    client.force_login(deputy)
    approving.submit(version=version, by=deputy, at=NOW)

    page = client.get(f"/plans/{version.plan_id}/review/")
    answer = client.post(f"/plans/{version.plan_id}/review/", {"word": "approve"})

    assert "خود آن را تصویب نمی‌کند" in text(page)
    assert "هزینهٔ برنامه بیش از بودجهٔ آن است." in text(page)
    assert answer.status_code == 422


def test_a_plan_given_back_shows_its_note(stage: Stage, expert: Client, group: Client):
    version = lined(stage).version
    expert.post(f"/plans/{version.plan_id}/submit/")

    nothing = group.post(f"/plans/{version.plan_id}/review/", {"word": "return"})
    group.post(
        f"/plans/{version.plan_id}/review/", {"word": "return", "note": "بها روشن نیست"}
    )

    assert nothing.status_code == 422
    assert "بها روشن نیست" in text(expert.get(f"/plans/{version.plan_id}/"))


def test_a_provider_without_authority_is_refused_beside_his_field(
    stage: Stage, expert: Client
):
    nation.provider("PRIV", kind="private")
    stage.law.scope = "general"
    stage.law.save()
    pk = begun(stage).plan_id

    answer = expert.post(f"/plans/{pk}/lines/new/", {**TYPED, "provider": "PRIV"})

    assert answer.status_code == 422
    assert "دورهٔ عمومی را مرکز آموزش مدیریت دولتی برگزار می‌کند" in str(
        answer.context["form"].errors["provider"]
    )


def test_hours_come_from_the_course_where_it_has_them(stage: Stage, expert: Client):
    pk = begun(stage).plan_id

    unset = expert.post(f"/plans/{pk}/lines/new/", {**TYPED, "hours": ""})
    type(stage.law).objects.filter(pk=stage.law.pk).update(hours=12)
    expert.post(f"/plans/{pk}/lines/new/", {**TYPED, "hours": ""})

    assert "ساعت این دوره تعیین نشده است" in text(unset)
    assert Line.objects.get().hours == 12


def test_the_line_form_starts_with_what_the_line_says(stage: Stage, expert: Client):
    line = lined(stage, posts=("GOV",), agreed=7_000, agreed_document="7/1")
    address = f"/plans/{line.version.plan_id}/lines/1/"

    form = expert.get(address).context["form"]
    data = {name: form[name].value() for name in form.fields}
    expert.post(address, {k: "" if v is None else v for k, v in data.items()})

    row = Line.objects.get()
    assert (row.posts, row.agreed, row.recorded_at) == (["GOV"], 7_000, NOW)


def test_a_draft_is_worked_on_and_an_auditor_reads(stage: Stage, expert: Client):
    version = lined(stage).version
    auditor = signed_in(Role.AUDITOR, stage.khorasan)
    address = f"/plans/{version.plan_id}/"

    assert "به کارگروه بفرست" in text(expert.get(address))
    assert "به کارگروه بفرست" not in text(auditor.get(address))
    assert auditor.post(f"{address}submit/").status_code == 403


def test_a_tariff_unset_is_shown_as_unset_and_filled(stage: Stage, expert: Client):
    priced(base=None)
    version = lined(stage).version
    deputy = signed_in(Role.NATIONAL_DEPUTY)
    unset = text(deputy.get("/plans/tariffs/"))
    plan = text(expert.get(f"/plans/{version.plan_id}/"))
    form = deputy.get("/plans/tariffs/1400/").context["form"]
    data = {name: form[name].value() for name in form.fields}
    data = {key: "" if value is None else value for key, value in data.items()}

    deputy.post("/plans/tariffs/1400/", {**data, "base": "۱٬۰۰۰"})
    priced_anew = expert.post(f"/plans/{version.plan_id}/price/", follow=True)

    assert "نرخ پایهٔ تعرفهٔ ۱۴۰۰ تعیین نشده است" in unset
    assert "نرخ پایهٔ تعرفه تعیین نشده است" in plan
    assert Tariff.objects.get(year=1400).base == 1_000
    assert Tariff.objects.get(year=1400).factors.filter(value=None).count() == 1
    assert "بهای ۱ ردیف دگرگون شد." in text(priced_anew)
    assert expert.get("/plans/tariffs/1400/").status_code == 403


def test_versions_are_compared_line_by_line(stage: Stage, expert: Client):
    first = approved(stage)
    user = nation.user(Role.PROVINCIAL_EXPERT, stage.khorasan)
    second = approving.amend(version=first, note="بیشتر", by=user, at=NOW)
    drafting.change_line(
        line=second.lines.get(), wish=wish(stage, heads=30), by=user, at=NOW
    )
    drafting.add_line(version=second, wish=wish(stage, month=9), by=user, at=NOW)

    answer = expert.get(f"/plans/{first.plan_id}/compare/")

    changes = [row.change for row in answer.context["rows"]]
    assert changes == ["changed", "added", "changed"]
    assert "میان دو نسخه ۳ چیز دگرگون است" in text(answer)
    assert expert.get(f"/plans/{first.plan_id}/compare/?with=9").status_code == 404


def test_a_word_is_kept_by_line(stage: Stage, expert: Client, group: Client):
    version = lined(stage).version
    address = f"/plans/{version.plan_id}/"

    group.post(f"{address}comment/", {"line": "1", "text": "چرا ۸ ساعت؟"})
    group.post(f"{address}comment/", {"line": "", "text": ""})

    assert [c.line for c in version.comments.all()] == [1]
    assert "چرا ۸ ساعت؟" in text(expert.get(address))


# ---- the roll-up -------------------------------------------------------------


def test_the_plans_of_a_province_add_up(stage: Stage, expert: Client):
    priced()
    for unit, heads in ((stage.khorasan, 5), (stage.birjand, 10), (stage.qaen, 20)):
        version = begun(stage, unit)
        for course in (stage.law, stage.crisis):
            drafting.add_line(
                version=version,
                wish=wish(stage, heads=heads, course=course),
                by=None,
                at=NOW,
            )
    other = begun(stage, stage.rasht)
    drafting.add_line(version=other, wish=wish(stage, heads=400), by=None, at=NOW)

    answer = expert.get("/plans/", {**YEAR, "show": "work"})

    whole = answer.context["whole"]
    for cut in ("units", "classes"):
        rows = answer.context[cut]
        assert sum(row.sums.heads for row in rows) == whole.heads == 70
        assert sum(row.sums.hours for row in rows) == whole.hours == 560
        assert sum(row.sums.cost for row in rows) == whole.cost == 840_000
    names = [row.name for row in answer.context["units"]]
    assert names == ["قاین", "بیرجند", "خود خراسان جنوبی"]
    assert "برنامه‌های در دست ۱۴۰۵: ۷۰ نفر، ۵۶۰ نفرساعت" in text(answer)
    county = expert.get("/plans/" + answer.context["units"][1].url)
    assert county.context["whole"].heads == 20
    assert "رشت" not in text(answer)


def test_a_plan_is_first_thought_of_for_the_office_of_who_begins_it(expert: Client):
    assert 'value="خراسان جنوبی"' in expert.get("/plans/new/").content.decode()


def test_units_beyond_the_largest_are_added_up_in_one_row(
    stage: Stage, expert: Client, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(plans_page, "UNITS", 1)
    for unit, heads in ((stage.khorasan, 5), (stage.birjand, 10), (stage.qaen, 20)):
        version = begun(stage, unit)
        drafting.add_line(
            version=version, wish=wish(stage, heads=heads), by=None, at=NOW
        )

    answer = expert.get("/plans/", {**YEAR, "show": "work"})

    rows = [(row.name, row.sums.heads, row.url) for row in answer.context["units"]]
    assert [row[:2] for row in rows] == [("قاین", 20), ("۲ واحد دیگر", 15)]
    assert rows[1][2] == ""


def test_only_what_is_approved_counts_as_the_plan(stage: Stage, expert: Client):
    nothing = text(expert.get("/plans/", YEAR))
    approved(stage)

    answer = expert.get("/plans/", YEAR)

    assert "برای ۱۴۰۵ هنوز برنامه‌ای مصوب نشده است" in nothing
    assert "برنامهٔ مصوب ۱۴۰۵: ۲۰ نفر، ۱۶۰ نفرساعت" in text(answer)
    assert expert.get("/plans/", {**YEAR, "show": "work"}).context["whole"].lines == 0


def test_the_nation_reads_all_provinces(stage: Stage):
    for unit in (stage.khorasan, stage.rasht):
        version = begun(stage, unit)
        drafting.add_line(version=version, wish=wish(stage), by=None, at=NOW)
    deputy = signed_in(Role.NATIONAL_DEPUTY)

    answer = deputy.get("/plans/", {**YEAR, "show": "work"})

    assert {row.name for row in answer.context["units"]} == {"خراسان جنوبی", "گیلان"}


def test_many_lines_ask_as_many_questions_as_few(
    stage: Stage, expert: Client, django_assert_max_num_queries: Any
):
    priced()
    version = begun(stage)
    for _each in range(15):
        drafting.add_line(version=version, wish=wish(stage), by=None, at=NOW)
    funded(version)

    with django_assert_max_num_queries(22):
        expert.get("/plans/", {**YEAR, "show": "work"})
    with django_assert_max_num_queries(32):
        expert.get(f"/plans/{version.plan_id}/")


def test_needs_of_another_province_are_not_put_into_his_plan(
    stage: Stage, expert: Client
):
    line = lined(stage)
    other = ordered(stage, unit=stage.rasht)
    chosen = {"act": "cover", "pk": [other.pk], "confirmed": "1", "line": line.pk}

    expert.post("/needs/settle/", chosen)

    assert Need.objects.get().state == State.OPEN


# ---- a plan of many lines ------------------------------------------------------------


def test_a_long_plan_is_paged_and_summed_whole(
    stage: Stage, expert: Client, monkeypatch
):
    monkeypatch.setattr(plan_page, "PAGE", 2)
    version = lined(stage).version
    for month in (8, 9):
        drafting.add_line(
            version=version,
            wish=wish(stage, course=stage.crisis, month=month),
            by=None,
            at=NOW,
        )

    first = expert.get(f"/plans/{version.plan_id}/")
    second = expert.get(f"/plans/{version.plan_id}/", {"page": 2})

    assert [len(page.context["lines"]) for page in (first, second)] == [2, 1]
    assert [page.context["heads"] for page in (first, second)] == [60, 60]


@pytest.mark.parametrize(
    ("asked", "months"),
    [
        ({"q": "بحران"}, [8]),
        ({"q": "crisis"}, [8]),
        ({"month": "8"}, [8]),
        ({"month": "7"}, [7]),
        ({"q": "نیست"}, []),
        ({"show": "unpriced"}, [7, 8]),
    ],
)
def test_lines_of_a_plan_are_found(
    stage: Stage, expert: Client, asked: dict[str, str], months: list[int]
):
    version = lined(stage).version
    drafting.add_line(
        version=version,
        wish=wish(stage, course=stage.crisis, month=8),
        by=None,
        at=NOW,
    )

    page = expert.get(f"/plans/{version.plan_id}/", asked)

    assert [each.line.month for each in page.context["lines"]] == months


def test_the_first_pages_lead_to_the_plan_that_waits_whatever_its_year(
    stage: Stage, expert: Client, group: Client
):
    priced()
    expert.post(
        "/plans/new/", {"unit": "29", "year": str(jalali_year(localdate()) + 1)}
    )
    pk = Plan.objects.get().pk
    expert.post(f"/plans/{pk}/lines/new/", TYPED)
    expert.post(f"/plans/{pk}/submit/")

    def leads(reader: Client, words: str) -> bool:
        home = reader.get("/").content.decode()
        count = re.search(rf"{words}.*?href=\"([^\"]*)\"", home, re.DOTALL)
        assert count
        listed = reader.get(unescape(count.group(1))).content.decode()
        return f'href="/plans/{pk}/"' in listed

    assert leads(group, "برنامه برای بررسی")
    group.post(f"/plans/{pk}/review/", {"word": "return", "note": "بها روشن نیست"})
    assert leads(expert, "برنامهٔ بازگشته از کارگروه")
    again = group.post(f"/plans/{pk}/review/", {"word": "approve"}, follow=True)
    assert "این برنامه در بررسی نیست" in text(again)
    assert Version.objects.get().state == "draft"
