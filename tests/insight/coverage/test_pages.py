"""The pages: what they say, to whom, from how many queries, in both languages."""

from __future__ import annotations

import csv
from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.timezone import localdate

from karamad.insight.coverage import tasks
from karamad.insight.coverage.actions import counting
from karamad.insight.coverage.models import Stage, Tally
from karamad.insight.coverage.rules import month_ends, total_of
from karamad.registers.credentials.models import Completion
from karamad.trust.accounts.permissions import ROLES, Permission, Role
from karamad.trust.audit.models import Entry
from tests import nation
from tests.insight.coverage.registers import YOUNG, Registers, reader, seated

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def nobody_works(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """Keep what is handed to the worker, and do none of it."""
    handed: list[Any] = []
    monkeypatch.setattr(
        type(tasks.count), "enqueue", lambda _task, day: handed.append(day)
    )
    return handed


@pytest.fixture
def no_people(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make auditors readers of figures alone."""
    blind = ROLES[Role.AUDITOR] - {Permission.PEOPLE_PERSON_LIST}
    monkeypatch.setitem(ROLES, Role.AUDITOR, blind)
    cache.clear()


def text(client: Client, address: str, **data: str) -> str:
    response = client.get(address, data)
    assert response.status_code == 200, response.status_code
    return response.content.decode()


# ---- before the first counting -------------------------------------------------


def test_what_is_not_counted_yet_is_counted_in_the_background(
    registers: Registers, nobody_works: list[Any]
) -> None:
    client = reader()
    page = text(client, "/coverage/")
    again = text(client, "/coverage/")

    assert "گام ۱ از ۳" in page
    assert "گام ۱ از ۳" in again
    assert nobody_works == [localdate().isoformat()]


def test_the_bar_says_how_far_it_is_and_when_it_is_over(registers: Registers) -> None:
    client = reader()
    text(client, "/coverage/")
    tally = Tally.objects.get()
    Tally.objects.update(stage=Stage.JUDGING, done=1)

    under_way = client.get(f"/coverage/progress/{tally.pk}/")
    registers.count()
    over = client.get(f"/coverage/progress/{tally.pk}/")

    assert "گام ۲ از ۳" in under_way.content.decode()
    assert "HX-Refresh" not in under_way
    assert over["HX-Refresh"] == "true"


def test_a_counting_that_broke_off_says_so_and_may_be_begun_again(
    registers: Registers, nobody_works: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    day = localdate()
    counting.tally_of(day, at=timezone.now())

    def broken(*_args: object, **_more: object) -> None:
        raise MemoryError

    with monkeypatch.context() as patch:
        patch.setattr(counting.judging, "standing", broken)
        with pytest.raises(MemoryError):
            tasks.count.func(day.isoformat())
    page = text(reader(), "/coverage/")
    reader().post("/coverage/again/")

    assert "شمارش ناتمام ماند" in page
    assert "MemoryError" in page
    assert nobody_works == [day.isoformat()]


def test_whoever_fell_silent_has_died_and_another_takes_over(
    registers: Registers,
) -> None:
    now = timezone.now()
    tally = counting.tally_of(localdate(), at=now)

    assert counting.claim(tally, at=now)
    tally.refresh_from_db()
    assert not counting.claim(tally, at=now + timedelta(minutes=1))
    assert counting.claim(tally, at=now + timedelta(minutes=3))


# ---- what the pages say ---------------------------------------------------------


def test_the_nation_in_one_sentence(registers: Registers) -> None:
    registers.count()

    page = text(reader(), "/coverage/")

    assert "۰ نفر از ۲۴ نفر شرایط پست خود را دارند" in page
    assert "۲۱ نفر ندارند" not in page  # the unknown are not counted among them
    assert page.count("نقشه") >= 1


def complete(person: Any, at: Any = nation.NOW) -> None:
    course = nation.Course.objects.get(code="PR5009")
    Completion.objects.create(
        person=person,
        course=course,
        completed_on=nation.LONG_AGO,
        passed=True,
        hours=8,
        recorded_at=at,
        entry=nation.entry(at),
    )


def test_the_numbers_are_those_of_the_judge(registers: Registers) -> None:
    for person in registers.people[15:20]:
        complete(person)  # five of the nine young mayors of Rasht
    registers.count()
    client = reader()

    page = client.get("/coverage/")
    gilan = client.get(f"/coverage/{registers.gilan.pk}/")

    total = page.context["total"]
    assert (total.eligible, total.not_eligible, total.undetermined) == (5, 19, 0)
    rows = {row.unit.code: row.figures for row in page.context["rows"]}
    assert rows["29"].people == 15
    assert (rows["01"].eligible, rows["01"].not_eligible) == (5, 4)
    assert gilan.context["total"] == rows["01"]
    lacked = [(each.lack.unmet, each.lack.unknown) for each in page.context["lacked"]]
    assert lacked == [(19, 0), (12, 3)]


@pytest.mark.parametrize(
    ("asked", "people"),
    [
        ({"post": "MAYOR"}, 24),
        ({"post": "CLERK"}, 0),
        ({"gender": "f"}, 9),
        ({"employment": "official", "age": "-29"}, 9),
        ({"age": "60-"}, 12),
        ({"profile": "mayor-conditions", "criterion": "age"}, 24),
        ({"gender": "nobody", "age": "x", "post": "NONE"}, 24),
    ],
)
def test_filters_narrow_the_numbers(
    registers: Registers, asked: dict[str, str], people: int
) -> None:
    registers.count()

    page = reader().get("/coverage/", asked)

    assert page.context["total"].people == people


def test_of_a_criterion_the_page_says_who_has_it(registers: Registers) -> None:
    registers.count()

    page = reader().get(
        "/coverage/", {"profile": "mayor-conditions", "criterion": "age"}
    )

    total = page.context["total"]
    assert (total.eligible, total.not_eligible, total.undetermined) == (9, 12, 3)
    assert "۹ نفر از ۲۴ نفر این شرط را دارند" in page.content.decode()


def test_from_the_number_to_the_people(registers: Registers) -> None:
    registers.count()
    client = reader()

    page = text(client, f"/coverage/{registers.hall.pk}/people/", answer="not_eligible")

    assert "۱۵ نفر شرایط پست خود را ندارند" in page
    assert page.count("نشانه M2901") == 15
    assert reverse("eligibility:passport", args=[registers.people[0].pk]) in page


def test_the_table_as_a_file(registers: Registers) -> None:
    registers.count()
    client = reader()

    answer = client.get("/coverage/rows.csv")
    lines = b"".join(answer.streaming_content).decode("utf-8-sig").splitlines()
    answer.close()
    sheet = client.get(f"/coverage/{registers.gilan.pk}/rows.xlsx")
    sheet.close()

    assert lines[0].split(",")[:4] == ["unit", "name", "people", "eligible"]
    assert sum(int(line.split(",")[2]) for line in lines[1:]) == 24
    assert sheet.status_code == 200
    assert client.get("/coverage/rows.exe").status_code == 404
    assert Entry.objects.filter(act="coverage:list:export").count() == 2


@pytest.mark.parametrize("language", ["fa", "en"])
@pytest.mark.parametrize(
    "address", ["/coverage/", "/coverage/people/", "/coverage/trend/", "/coverage/{}/"]
)
def test_both_languages(registers: Registers, language: str, address: str) -> None:
    registers.count()
    client = reader()
    client.cookies["django_language"] = language

    page = text(client, address.format(registers.gilan.pk))

    assert f'lang="{language}"' in page


def test_past_days_have_their_own_counts(registers: Registers) -> None:
    before = month_ends(localdate(), 12)[0]
    registers.count()
    registers.count(before)

    page = reader().get("/coverage/trend/")

    assert [point.day for point in page.context["points"]] == [localdate(), before]


def test_months_are_counted_in_the_background(
    registers: Registers, nobody_works: list[Any]
) -> None:
    client = reader()
    registers.count()
    text(client, "/coverage/trend/")
    text(client, "/coverage/trend/")
    assert nobody_works == [localdate().isoformat()]
    assert "روند ماه‌های گذشته هنوز شمرده نشده است" in text(client, "/coverage/trend/")

    counting.run_months(localdate(), clock=timezone.now)

    assert counting.missing_months(localdate(), at=timezone.now()) == []
    later = timezone.now() + timedelta(days=8)
    assert len(counting.missing_months(localdate(), at=later)) == 12
    assert len(client.get("/coverage/trend/").context["points"]) == 13


# ---- who sees what ----------------------------------------------------------------


def test_a_province_sees_itself_and_no_other(registers: Registers) -> None:
    registers.count()
    client = reader(Role.PROVINCIAL_EXPERT, registers.khorasan)

    page = client.get("/coverage/")

    assert page.context["total"].people == 15
    assert "گیلان" not in page.content.decode()
    for tail in ("", "people/", "trend/", "rows.csv"):
        for unit in (registers.gilan, registers.rasht, registers.ministry):
            assert client.get(f"/coverage/{unit.pk}/{tail}").status_code == 404
        answer = client.get(f"/coverage/{registers.birjand.pk}/{tail}")
        answer.close()
        assert answer.status_code == 200


def test_who_holds_two_units_sees_each(registers: Registers) -> None:
    registers.count()
    user = nation.user(Role.PROVINCIAL_EXPERT, registers.hall)
    nation.grant(user, Role.PROVINCIAL_EXPERT, registers.rasht)
    client = Client()
    client.force_login(user, "django.contrib.auth.backends.ModelBackend")

    page = client.get("/coverage/")

    assert {row.unit.code for row in page.context["rows"]} == {"M2901", "M0101"}
    assert page.context["total"].people == 24


def test_who_may_not_see_people_gets_no_list_and_no_filter(
    registers: Registers,
) -> None:
    registers.count()
    client = reader(Role.OBSERVER)

    page = client.get("/coverage/", {"gender": "f"})

    assert page.context["total"].people == 24
    assert page.context["form"] is None
    assert "/coverage/people/" not in page.content.decode()
    assert client.get("/coverage/people/").status_code in {403, 404}


def test_small_figures_are_hidden_from_who_may_not_see_people(
    registers: Registers, no_people: None
) -> None:
    for person in registers.people[15:18]:
        complete(person)  # three eligible in Gilan, none elsewhere
    registers.count()
    client = reader(Role.AUDITOR)

    page = client.get("/coverage/")
    answer = client.get("/coverage/rows.csv")
    file = b"".join(answer.streaming_content).decode()
    answer.close()

    assert page.context["hidden_whole"]
    assert "۲۴" not in page.content.decode()
    assert client.get(f"/coverage/{registers.gilan.pk}/").status_code == 404
    assert len(file.strip().splitlines()) == 1
    assert reader().get("/coverage/").context["total"].eligible == 3


def test_what_is_hidden_follows_from_no_page_no_map_and_no_file(
    registers: Registers, no_people: None
) -> None:
    """Three eligible in Gilan: hidden with Mazandaran, which alone would tell them."""
    mazandaran = nation.province("02", "مازندران", under=registers.ministry)
    sari = nation.unit("M0201", under=mazandaran, kind="municipality", name="ساری")
    others = seated(12, sari, registers.mayor, birth_date=YOUNG)
    for person in [*registers.people[15:18], *others[:6]]:
        complete(person)
    registers.count()
    client = reader(Role.AUDITOR)

    page = client.get("/coverage/")
    answer = client.get("/coverage/rows.csv")
    file = b"".join(answer.streaming_content).decode("utf-8-sig")
    answer.close()

    rows = {row.unit.code: row for row in page.context["rows"]}
    hidden = {code for code, row in rows.items() if row.figures is None}
    assert hidden == {registers.gilan.code, mazandaran.code}
    shown = total_of(row.figures for row in rows.values() if row.figures)
    rest = page.context["total"] - shown
    assert (rest.eligible, rest.people) == (9, 21)
    assert not any(rows[code].url for code in hidden)
    tiles = {tile.code: tile.value for tile in page.context["map"].tiles}
    assert tiles == {"29": 0, "01": None, "02": None}
    in_file = {line["unit"]: line for line in csv.DictReader(file.splitlines())}
    assert {code for code, line in in_file.items() if line["hidden"]} == hidden
    assert not any(
        value
        for code in hidden
        for name, value in in_file[code].items()
        if name not in {"unit", "name", "hidden"}
    )
    for unit in (registers.gilan, mazandaran, registers.rasht, sari):
        for address in ("", "rows.csv", "trend/"):
            assert client.get(f"/coverage/{unit.pk}/{address}").status_code == 404
    opened = client.get(f"/coverage/{registers.khorasan.pk}/")
    assert opened.context["total"] == rows[registers.khorasan.code].figures


def test_the_queries_do_not_grow_with_the_lines(
    registers: Registers, django_assert_max_num_queries: Any
) -> None:
    registers.count()
    client = reader()
    text(client, "/coverage/")

    with django_assert_max_num_queries(16):
        text(client, "/coverage/")
    with django_assert_max_num_queries(16):
        text(client, f"/coverage/{registers.khorasan.pk}/")
    with django_assert_max_num_queries(18):
        text(client, "/coverage/people/")


# ---- after something was recorded -----------------------------------------------


def test_after_one_completion_the_counts_of_his_unit_are_fresh(
    registers: Registers,
) -> None:
    client = reader()
    before = registers.count()
    now = timezone.now()
    for person in registers.people[15:17]:
        complete(person, now)
    assert counting.is_behind(before)

    after = registers.count()

    assert after.making == before.making + 1
    assert client.get("/coverage/").context["total"].eligible == 2
    kept = counting.book_of(after)
    assert kept is not None
    assert kept.parts[registers.khorasan.pk] == before.making  # written once
    assert kept.parts[registers.gilan.pk] == after.making


def test_nothing_recorded_nothing_counted(registers: Registers) -> None:
    before = registers.count()

    assert not counting.is_behind(before)
    assert registers.count().book == before.book


def test_days_long_unasked_are_forgotten(
    registers: Registers, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(counting, "KEPT", 1)
    earlier = localdate() - timedelta(days=700)
    registers.count(earlier)

    registers.count()

    assert [tally.day for tally in Tally.objects.all()] == [localdate()]
