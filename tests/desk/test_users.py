"""Who may what, where: seen and changed within one's own reach alone."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils.timezone import localdate

from karamad.registers.people.models import Person
from karamad.trust.accounts.models import Grant, User
from karamad.trust.accounts.permissions import Role
from karamad.trust.audit.models import Entry
from tests.accounts.factories import grant, holding
from tests.people.nation import Nation, person, seat

pytestmark = pytest.mark.django_db


@pytest.fixture
def expert(nation: Nation) -> User:
    return holding("expert", Role.PROVINCIAL_EXPERT, nation.khorasan.code)


@pytest.fixture
def officer(nation: Nation) -> User:
    return holding("officer", Role.HR_OFFICER, nation.city_hall.code)


@pytest.fixture
def elsewhere(nation: Nation) -> User:
    return holding("elsewhere", Role.HR_OFFICER, nation.rasht.code)


def text(response) -> str:
    return response.content.decode()


def given(**changes):
    today = localdate()
    data = {"role": "hr_officer", "unit": "M2901", "from_day": today.isoformat()}
    return {**data, **changes}


def test_the_list_shows_those_within_reach(client, expert, officer, elsewhere):
    client.force_login(expert)

    page = text(client.get("/users/"))

    assert "officer" in page
    assert "شهرداری بیرجند" in page
    assert "elsewhere" not in page


def test_the_list_asks_few_questions(
    client, expert, officer, nation, django_assert_max_num_queries
):
    for number in range(30):
        holding(f"u{number}", Role.HR_OFFICER, nation.city_hall.code)
    client.force_login(expert)

    with django_assert_max_num_queries(12):
        client.get("/users/")


@pytest.mark.parametrize(
    "path", ["/users/{}/", "/users/{}/substitute/"], ids=["page", "substitute"]
)
def test_another_province_is_not_there(client, expert, elsewhere, path):
    client.force_login(expert)

    assert client.get(path.format(elsewhere.pk)).status_code == 404


@pytest.mark.parametrize("act", ["link", "close", "person"])
def test_nobody_acts_on_another_province(client, expert, elsewhere, act):
    client.force_login(expert)

    assert client.post(f"/users/{elsewhere.pk}/{act}/").status_code == 404


def test_an_officer_gives_no_roles(client, officer):
    client.force_login(officer)

    assert client.get("/users/").status_code == 403


def test_a_role_is_given_within_reach(client, expert, officer):
    client.force_login(expert)

    done = client.post(f"/users/{officer.pk}/", given(role="learner"))

    assert done.status_code == 302
    entry = Grant.objects.get(user=officer, role="learner").entry
    assert entry.actor == expert


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"unit": "M0101"}, "بیرون از جایی است"),
        ({"unit": ""}, "بیرون از جایی است"),
        ({"unit": "NONE"}, "واحدی با این کد نیست"),
        ({"role": "auditor"}, "انتخاب"),
        ({"from_day": "04/2/1"}, "سال را"),
        ({"from_day": "1405/01/01", "until_day": "1405/01/01"}, "باید پس از"),
    ],
)
def test_a_refused_gift_says_why_and_keeps_what_was_typed(
    client, expert, officer, changes, words
):
    client.force_login(expert)

    refused = client.post(f"/users/{officer.pk}/", given(**changes))

    assert refused.status_code == 422
    assert words in text(refused) or "auditor" in changes.values()
    assert Grant.objects.filter(user=officer).count() == 1


def test_a_new_account_comes_with_its_role_and_a_link(client, expert):
    client.force_login(expert)
    data = given(username="new", name="مریم کاظمی")

    opened = client.post("/users/new/", data)
    new = User.objects.get(username="new")
    link = client.post(f"/users/{new.pk}/link/")

    assert opened.url == f"/users/{new.pk}/"
    assert "/password/" in text(link)
    assert not new.has_usable_password()
    assert Entry.objects.filter(act="accounts:password:link", actor=expert).exists()


def test_a_taken_name_and_a_role_too_high_leave_no_account(client, expert, officer):
    client.force_login(expert)

    taken = client.post("/users/new/", given(username="OFFICER", name="x"))
    high = client.post("/users/new/", given(username="n", name="x", unit="P01"))

    assert "گرفته شده است" in text(taken)
    assert high.status_code == 422
    assert not User.objects.filter(username="n").exists()


def test_the_key_of_someone_higher_is_not_handed_out(client, expert, nation):
    high = holding("high", Role.ADMINISTRATOR)
    grant(high, Role.HR_OFFICER, nation.city_hall.code)
    client.force_login(expert)

    assert client.get(f"/users/{high.pk}/").status_code == 200
    assert client.post(f"/users/{high.pk}/link/").status_code == 404
    assert client.post(f"/users/{high.pk}/close/").status_code == 404


def test_an_account_is_closed_and_opened(client, expert, officer):
    client.force_login(expert)

    client.post(f"/users/{officer.pk}/close/")
    closed = User.objects.get(pk=officer.pk).is_active
    client.post(f"/users/{officer.pk}/close/", {"open": "1"})

    assert not closed
    assert User.objects.get(pk=officer.pk).is_active


def test_a_role_is_taken_back(client, expert, officer, elsewhere):
    client.force_login(expert)
    own = Grant.objects.get(user=officer)
    other = Grant.objects.get(user=elsewhere)

    done = client.post(f"/grants/{own.pk}/revoke/")
    refused = client.post(f"/grants/{other.pk}/revoke/")

    assert (done.status_code, refused.status_code) == (302, 404)
    assert not Grant.objects.held_on(localdate()).filter(user=officer).exists()


def test_an_account_is_linked_to_its_person(client, expert, officer, nation):
    someone = person(home_unit=nation.city_hall)
    seat(someone, nation.mayor, nation.city_hall)
    stranger = person(home_unit=nation.rasht)
    client.force_login(expert)
    address = f"/users/{officer.pk}/person/"

    unseen = client.post(address, {"national_id": stranger.national_id})
    linked = client.post(address, {"national_id": someone.national_id})

    assert (unseen.status_code, linked.status_code) == (422, 302)
    assert Person.objects.get(pk=someone.pk).account == officer
    entry = Entry.objects.get(act="people:account:link")
    assert entry.after == {"account": "officer"}


def test_an_officer_names_his_substitute(client, officer, expert):
    client.force_login(officer)
    today = localdate()
    days = {
        "from_day": today.isoformat(),
        "until_day": (today + timedelta(days=7)).isoformat(),
    }

    named = client.post("/substitute/", {"username": "expert", **days})
    himself = client.post("/substitute/", {"username": "officer", **days})
    page = text(client.get("/substitute/"))
    held = Grant.objects.get(substitutes=officer)
    client.force_login(expert)
    told = text(client.get("/"))
    client.post("/account/seat/", {"seat": officer.pk})
    seated = text(client.get("/"))
    client.force_login(officer)
    ended = client.post(f"/substitute/{held.pk}/end/")
    client.force_login(expert)
    after = text(client.get("/"))

    assert "امروز جانشین officer هستید" in told
    assert not any("امروز جانشین" in page for page in (seated, after))
    assert (named.status_code, himself.status_code) == (302, 422)
    assert "expert" in page
    assert ended.status_code == 302
    assert Grant.objects.get(pk=held.pk).revoked_at is not None


def test_a_superior_names_a_substitute_in_what_lies_below_him(
    client, expert, officer, nation
):
    grant(officer, Role.HR_OFFICER, nation.rasht.code)
    stand_in = holding("stand-in", Role.AUDITOR, nation.khorasan.code)
    client.force_login(expert)
    today = localdate()

    client.post(
        f"/users/{officer.pk}/substitute/",
        {
            "username": "stand-in",
            "from_day": today.isoformat(),
            "until_day": (today + timedelta(days=1)).isoformat(),
        },
    )

    held = Grant.objects.filter(user=stand_in, substitutes=officer)
    assert list(held.values_list("unit_code", flat=True)) == [nation.city_hall.code]


def test_a_token_is_shown_once_and_works_in_its_place(client, nation):
    client.force_login(holding("admin", Role.ADMINISTRATOR))
    until = (localdate() + timedelta(days=30)).isoformat()

    once = client.post(
        "/tokens/",
        {
            "name": "کارگزینی",
            "role": "integration",
            "unit": "P29",
            "until_day": until,
        },
    )

    assert "krm_" in text(once)
    token = next(
        w
        for w in text(once).replace("<", " ").replace(">", " ").split()
        if w.startswith("krm_") and "…" not in w
    )
    assert token not in text(client.get("/tokens/"))
    program = User.objects.get(is_program=True)
    assert program.own_grants_on(localdate())[0].unit_code == "P29"


def test_a_token_lives_a_year_at_most(client, nation):
    client.force_login(holding("admin", Role.ADMINISTRATOR))
    until = (localdate() + timedelta(days=400)).isoformat()

    refused = client.post(
        "/tokens/", {"name": "x", "role": "integration", "until_day": until}
    )

    assert refused.status_code == 422


def test_programs_have_no_pages_of_people(client: Client, expert, nation):
    program = User.objects.create_user("api-1", is_program=True)
    grant(program, Role.INTEGRATION, nation.city_hall.code)
    client.force_login(expert)

    assert client.get(f"/users/{program.pk}/").status_code == 404
    assert "api-1" not in text(client.get("/users/"))
