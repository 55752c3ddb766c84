"""Units and posts on pages: the tree, the map, the forms that act."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.template.loader import render_to_string
from django.test import Client

from karamad.registers.people import actions
from karamad.registers.people.models import Assignment, Post, Unit, UnitPlace
from karamad.registers.people.rules import Ground, Refusal
from karamad.registers.people.views.acting import refusal_words
from karamad.trust.accounts.permissions import Role
from tests.people.nation import NOW, TODAY, Nation, person, seat, unit
from tests.people.test_people_pages import client

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]


@pytest.fixture
def deputy(nation: Nation) -> Client:
    return client("deputy", Role.NATIONAL_DEPUTY)


@pytest.fixture
def gilan(nation: Nation) -> Client:
    return client("gilan", Role.PROVINCIAL_EXPERT, nation.gilan)


def text(page) -> str:
    return page.content.decode()


def test_the_tree_begins_at_the_readers_highest_units(deputy, gilan, nation):
    assert [u.code for u in deputy.get("/people/units/").context["tops"]] == ["MOI"]
    assert [u.code for u in gilan.get("/people/units/").context["tops"]] == ["P01"]


def test_a_branch_opens_as_of_the_day(deputy, nation):
    actions.move_unit(
        unit=nation.birjand, parent=nation.gilan, from_day=TODAY, by=None, at=NOW
    )
    address = f"/people/units/{nation.gilan.pk}/children/"

    assert "شهرستان بیرجند" in text(deputy.get(address))
    before = text(deputy.get(address, {"as_of": "1405/02/10"}))
    assert "شهرستان بیرجند" not in before
    assert "as_of=" in before


def test_units_are_found_by_name_code_and_kind(deputy, nation):
    for query, codes in (
        ("q=بيرجند", ["M2901", "C2901"]),
        ("q=M0101", ["M0101"]),
        ("q=شهرداری&kind=municipality", ["M2901", "M0101"]),
        ("q=ناکجا", []),
    ):
        page = deputy.get(f"/people/units/?{query}")
        assert [u.code for u in page.context["rows"]] == codes


def test_a_unit_shows_its_people_posts_and_past(deputy, nation):
    who = person()
    seat(who, nation.mayor, nation.rasht)
    actions.move_unit(
        unit=nation.rasht, parent=nation.khorasan, from_day=TODAY, by=None, at=NOW
    )

    page = text(deputy.get(f"/people/units/{nation.rasht.pk}/"))

    assert "۱ نفر در این واحد و زیر آن پست دارد" in page
    assert "unit=M0101&amp;post=MAYOR" in page
    assert "زیر استان خراسان جنوبی" in page
    above = text(deputy.get(f"/people/units/{nation.gilan.pk}/?as_of=1405/02/10"))
    assert "۱ نفر در این واحد" in above
    assert "۰ نفر" in text(deputy.get(f"/people/units/{nation.gilan.pk}/"))


def test_another_province_is_not_found(gilan, nation):
    pk = nation.birjand.pk
    for act in ("", "children/", "edit/", "move/", "close/", "merge/"):
        assert gilan.get(f"/people/units/{pk}/{act}").status_code == 404


def test_readers_find_no_forms(nation):
    officer = client("officer", Role.HR_OFFICER, nation.rasht)

    assert officer.get(f"/people/units/{nation.rasht.pk}/").status_code == 200
    for address in (
        f"units/{nation.rasht.pk}/edit/",
        "units/new/",
        "posts/new/",
        f"posts/{nation.mayor.pk}/edit/",
    ):
        assert officer.get(f"/people/{address}").status_code == 403
    gilan = client("gilan", Role.PROVINCIAL_EXPERT, nation.gilan)
    assert gilan.get("/people/posts/new/").status_code == 403


def test_a_unit_opens_within_reach_only(gilan, nation):
    facts = {"name": "شهرداری انزلی", "kind": "municipality", "code": "M0102"}

    refused = gilan.post("/people/units/new/", {**facts, "parent": "P29"})
    opened = gilan.post(
        "/people/units/new/", {**facts, "parent": "استان گیلان", "grade": "۷"}
    )

    assert refused.status_code == 422
    assert opened.status_code == 302
    row = Unit.objects.get(code="M0102")
    assert (row.grade, row.path.startswith(nation.gilan.path)) == (7, True)
    twice = gilan.post("/people/units/new/", {**facts, "parent": "P01"})
    assert "کد M0102 از آنِ دیگری است" in text(twice)


def test_a_unit_is_renamed(gilan, nation):
    gilan.post(
        f"/people/units/{nation.rasht.pk}/edit/",
        {"name": "شهرداری رشت بزرگ", "kind": "municipality", "province": "01"},
    )

    nation.rasht.refresh_from_db()
    assert nation.rasht.name == "شهرداری رشت بزرگ"


def test_a_move_says_what_follows_before_it_is_done(deputy, nation):
    seat(person(), nation.mayor, nation.city_hall)
    address = f"/people/units/{nation.birjand.pk}/move/"
    facts = {"parent": "P01", "from_day": "1405/02/11"}

    first = text(deputy.post(address, facts))

    assert "«شهرستان بیرجند» زیر «استان گیلان» خواهد بود" in first
    assert "۱ واحد زیر آن با آن می‌روند" in first
    assert "۱ نفر را بالادست تازه می‌بیند" in first
    assert UnitPlace.objects.filter(unit=nation.birjand).count() == 1
    done = deputy.post(address, {**facts, "confirm": "1"})
    assert done.status_code == 302
    assert UnitPlace.objects.filter(unit=nation.birjand).count() == 2


def test_a_refused_move_says_why_at_the_first_step(deputy, nation):
    answer = deputy.post(
        f"/people/units/{nation.khorasan.pk}/move/",
        {"parent": "M2901", "from_day": "1405/02/11"},
    )

    assert answer.status_code == 422
    assert "واحد زیر خودش می‌افتد" in text(answer)


def test_a_unit_with_people_does_not_close_and_an_empty_one_does(gilan, nation):
    address = f"/people/units/{nation.rasht.pk}/close/"
    held = seat(person(), nation.mayor, nation.rasht)

    refused = gilan.post(address, {"on": "1405/02/11"})
    actions.withdraw_assignment(assignment=held, by=None, at=NOW)
    foreseen = gilan.post(address, {"on": "1405/02/11"})
    gilan.post(address, {"on": "1405/02/11", "confirm": "1"})

    assert "۱ نفر در آن روز یا پس از آن" in text(refused)
    assert "در درخت نخواهد بود" in text(foreseen)
    nation.rasht.refresh_from_db()
    assert nation.rasht.closed_on == TODAY
    assert "این واحد در این روز باز نیست" in text(
        gilan.get(f"/people/units/{nation.rasht.pk}/")
    )


def test_a_merge_says_how_many_move(deputy, nation):
    for _ in range(2):
        seat(person(), nation.mayor, nation.rasht)
    address = f"/people/units/{nation.rasht.pk}/merge/"
    facts = {"into": "M2901", "on": "1405/02/11"}

    foreseen = text(deputy.post(address, facts))
    moved = Assignment.objects.current().filter(unit=nation.city_hall)
    assert not moved.exists()
    deputy.post(address, {**facts, "confirm": "1"})

    assert "۲ حکم از آنِ ۲ نفر" in foreseen
    assert moved.count() == 2


def test_the_map_counts_people_by_province(deputy, gilan, nation):
    for where in (nation.rasht, nation.rasht, nation.city_hall):
        seat(person(), nation.mayor, where)
    retired = person()
    seat(retired, nation.mayor, nation.rasht)
    actions.retire(person=retired, on=TODAY, with_seats=False, by=None, at=NOW)

    tiles = {t.code: t.value for t in deputy.get("/people/units/map/").context["tiles"]}
    own = {t.code: t.value for t in gilan.get("/people/units/map/").context["tiles"]}

    assert len(tiles) == 31
    assert (tiles["01"], tiles["29"], tiles["23"]) == (2, 1, None)
    assert (own["01"], own["29"]) == (2, None)


# ---- posts


def test_posts_are_listed_found_and_shown(deputy, nation):
    seat(person(), nation.mayor, nation.rasht)

    listed = [p.code for p in deputy.get("/people/posts/").context["rows"]]
    found = [p.code for p in deputy.get("/people/posts/?q=شهردار").context["rows"]]
    page = text(deputy.get(f"/people/posts/{nation.mayor.pk}/"))

    assert sorted(listed) == ["GOV", "MAYOR"]
    assert found == ["MAYOR"]
    assert "۱ نفر این پست را دارد" in page
    assert "شهرداری رشت" in page
    none = deputy.get("/people/posts/?q=نیست&level=senior")
    assert "پستی با این نشانی‌ها نیست" in text(none)


def test_a_post_shows_only_units_within_reach(gilan, nation):
    seat(person(), nation.mayor, nation.city_hall)

    page = text(gilan.get(f"/people/posts/{nation.mayor.pk}/"))

    assert "شهرداری بیرجند" not in page
    assert "۰ نفر" in page


def test_a_post_is_created_and_corrected(deputy, nation):
    deputy.post(
        "/people/posts/new/",
        {"code": "CLERK", "title": "کارشناس", "level": "none"},
    )
    clerk = Post.objects.get(code="CLERK")
    deputy.post(
        f"/people/posts/{clerk.pk}/edit/",
        {"title": "کارشناس آموزش", "level": "base", "managerial": "on"},
    )

    clerk.refresh_from_db()
    assert (clerk.title, clerk.managerial) == ("کارشناس آموزش", True)
    assert "چنین ثبت بود: کارشناس" in text(deputy.get(f"/people/posts/{clerk.pk}/"))


# ---- wording


@pytest.mark.parametrize("ground", Ground)
def test_every_refusal_has_its_words(ground):
    assert render_to_string(f"people/refusals/{ground}.html", {"about": TODAY})


def test_a_refusal_names_the_day_in_the_readers_calendar():

    words = refusal_words(Refusal(Ground.PERSON_DEAD, TODAY.isoformat()))

    assert words == "این فرد در ۱۱ اردیبهشت ۱۴۰۵ درگذشته است."


@pytest.mark.parametrize("language", ["fa", "en"])
def test_pages_stand_in_both_languages(deputy, nation, language):
    deputy.cookies["django_language"] = language
    office = unit("O1", "اداره", "office", nation.rasht)
    seat(person(), nation.mayor, office, until_day=TODAY + timedelta(9))

    for address in (
        "units/",
        "units/?q=x",
        "units/map/",
        "units/new/",
        f"units/{office.pk}/",
        f"units/{office.pk}/edit/",
        f"units/{office.pk}/move/",
        f"units/{office.pk}/merge/",
        f"units/{office.pk}/close/",
        "posts/",
        "posts/new/",
        f"posts/{nation.mayor.pk}/",
        f"posts/{nation.mayor.pk}/edit/",
        "new/",
    ):
        assert deputy.get(f"/people/{address}").status_code == 200


def test_the_tree_costs_the_same_for_one_and_for_many(
    deputy, nation, django_assert_max_num_queries
):
    for number in range(20):
        unit(f"O{number}", f"ادارهٔ {number}", "office", nation.rasht)

    with django_assert_max_num_queries(10):
        deputy.get(f"/people/units/{nation.rasht.pk}/children/")
