"""The door, as people meet it."""

from datetime import timedelta

import pytest
from axes.models import AccessAttempt
from django.contrib.auth.tokens import default_token_generator
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.utils import timezone
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode

from karamad.trust.accounts import actions
from karamad.trust.accounts.models import User
from karamad.trust.accounts.permissions import SEAT, Role
from karamad.trust.audit.models import Entry
from tests.accounts.factories import SECRET, grant, holding, user

pytestmark = pytest.mark.django_db
DOOR = "/sign-in/"
NEW = "پلی روی رود خشک"  # a pass phrase


def knock(client, username="sara", password=SECRET, **extra):
    data = {"username": username, "password": password}
    return client.post(DOOR, data, **extra)


@pytest.fixture
def sara() -> User:
    return holding("sara", Role.HR_OFFICER, "29-01")


# ---- in and out --------------------------------------------------------------


def test_a_stranger_is_led_to_the_door_and_on_to_where_he_was_going(client, sara):
    led = client.get("/?as_of=1404/01/01")
    assert led.url == "/sign-in/?next=%2F%3Fas_of%3D1404%2F01%2F01"

    entered = client.post(
        DOOR, {"username": "sara", "password": SECRET, "next": "/?as_of=1404/01/01"}
    )

    assert entered.url == "/?as_of=1404/01/01"
    assert client.get("/").status_code == 200


def test_nobody_is_led_astray(client, sara):
    entered = client.post(
        DOOR, {"username": "sara", "password": SECRET, "next": "https://evil.example/"}
    )

    assert entered.url == "/"


def test_the_door_opens_to_persian_digits_in_a_name(client):
    user("officer29")

    assert knock(client, "officer۲۹").status_code == 302


def test_entering_changes_the_session_key(client, sara):
    client.get(DOOR)
    session = client.session
    session["planted"] = True
    session.save()
    planted = client.cookies["sessionid"] = session.session_key

    knock(client)

    assert client.session.session_key != planted


def test_a_wrong_password_says_so_beside_the_form(client, sara):
    refused = knock(client, password="نادرست")  # noqa: S106 - it is wrong

    assert refused.status_code == 422
    assert "نام کاربری یا گذرواژه درست نیست" in refused.content.decode()


def test_a_closed_account_is_told_nothing_else(client, sara):
    User.objects.filter(pk=sara.pk).update(is_active=False)

    refused = knock(client)

    assert "نام کاربری یا گذرواژه درست نیست" in refused.content.decode()


def test_the_sixth_try_waits_and_is_told_how_long(client, sara):
    for _ in range(4):
        assert knock(client, password="x").status_code == 422  # noqa: S106

    locked = knock(client, password="x")  # noqa: S106
    right = knock(client)

    assert (locked.status_code, right.status_code) == (429, 429)
    assert "۱۵ دقیقهٔ دیگر" in right.content.decode()
    assert right.headers["Retry-After"] == "900"


def test_the_wait_grows_shorter_and_ends(client, sara):
    for _ in range(5):
        knock(client, password="x")  # noqa: S106

    AccessAttempt.objects.update(attempt_time=timezone.now() - timedelta(minutes=10))
    waiting = knock(client)
    AccessAttempt.objects.update(attempt_time=timezone.now() - timedelta(minutes=15))

    assert "۵ دقیقهٔ دیگر" in waiting.content.decode()
    assert knock(client).status_code == 302


def test_others_and_other_places_do_not_wait(client, sara):
    user("reza")
    for _ in range(5):
        knock(client, password="x")  # noqa: S106

    assert knock(client, "reza").status_code == 302
    client.logout()
    assert knock(client, REMOTE_ADDR="10.0.0.7").status_code == 302


def test_one_address_does_not_try_every_name(client, sara, settings):
    settings.FAILURES_OF_AN_ADDRESS = 3
    cache.clear()
    for name in ("ali", "reza", "maryam"):
        assert knock(client, name).status_code == 422

    locked = knock(client)

    assert locked.status_code == 429
    assert "کسی از اینجا وارد نمی‌شود" in locked.content.decode()
    assert knock(client, REMOTE_ADDR="10.0.0.7").status_code == 302
    cache.clear()


def guess_from(client, *addresses: str) -> None:
    for address in addresses:
        for _ in range(5):
            knock(client, password="x", REMOTE_ADDR=address)  # noqa: S106


def test_one_name_is_not_tried_from_everywhere(client, sara, settings):
    settings.FAILURES_ON_A_NAME = 10
    guess_from(client, "10.0.0.1", "10.0.0.1")
    assert knock(client, REMOTE_ADDR="10.0.0.9").status_code == 302  # one address
    client.logout()
    client.cookies.clear()
    guess_from(client, "10.0.0.1", "10.0.0.2")

    shut = knock(client, REMOTE_ADDR="10.0.0.9")

    assert (shut.status_code, shut.headers["Retry-After"]) == (429, "900")
    assert "از چند نشانی" in shut.content.decode()
    user("reza")
    assert knock(client, "reza", REMOTE_ADDR="10.0.0.9").status_code == 302


def test_guessing_keeps_nobody_out_of_his_own_browser(client, sara, settings):
    settings.FAILURES_ON_A_NAME = 10
    user("reza")
    own, shared = Client(), Client()
    for browser in (own, shared):
        knock(browser)
        browser.post("/sign-out/")
    knock(shared, "reza")
    shared.post("/sign-out/")

    guess_from(client, "10.0.0.1", "10.0.0.2")

    assert knock(own, REMOTE_ADDR="10.0.0.9").status_code == 302
    assert knock(shared, REMOTE_ADDR="10.0.0.8").status_code == 302
    forged = Client()
    forged.cookies["known"] = str(sara.pk)
    assert knock(forged, REMOTE_ADDR="10.0.0.7").status_code == 429


def test_a_link_opens_the_door_that_guessing_shut(client, sara, settings):
    settings.FAILURES_ON_A_NAME = 10
    guess_from(client, "10.0.0.1", "10.0.0.2")
    path = actions.link_for(user=sara, by=None, at=timezone.now())
    fresh = Client()
    form = fresh.get(path).url
    fresh.post(form, {"new_password1": NEW, "new_password2": NEW})

    entered = knock(fresh, password=NEW, REMOTE_ADDR="10.0.0.9")

    assert entered.status_code == 302


def test_behind_a_proxy_the_address_is_the_one_it_saw(client, sara, settings):
    settings.BEHIND_PROXY = True
    for _ in range(5):
        knock(client, password="x", HTTP_X_FORWARDED_FOR="1.1.1.1, 5.5.5.5")  # noqa: S106

    spoofed = knock(client, HTTP_X_FORWARDED_FOR="2.2.2.2, 5.5.5.5")
    other = knock(client, HTTP_X_FORWARDED_FOR="5.5.5.5, 6.6.6.6")

    assert (spoofed.status_code, other.status_code) == (429, 302)


def test_leaving_ends_the_session(client, sara):
    client.force_login(sara)

    assert client.post("/sign-out/").url == DOOR
    assert client.get("/").status_code == 302


def test_leaving_is_not_done_by_a_link(client, sara):
    client.force_login(sara)

    assert client.get("/sign-out/").status_code == 405


def test_an_empty_house_says_how_to_make_the_first_administrator(client):
    assert "karamad administrator" in client.get(DOOR).content.decode()
    user("somebody")
    assert "karamad administrator" not in client.get(DOOR).content.decode()


def test_the_language_chosen_is_spoken_at_the_next_sign_in(client, sara):
    client.force_login(sara)
    client.post("/language/", {"language": "en"})
    client.post("/sign-out/")
    client.cookies.clear()

    entered = knock(client)

    assert entered.cookies["django_language"].value == "en"


def test_the_door_speaks_english(client, sara):
    client.cookies["django_language"] = "en"

    page = client.get(DOOR).content.decode()

    assert "Sign in to Karamad" in page
    assert 'dir="ltr"' in page


# ---- passwords ---------------------------------------------------------------


def test_a_given_password_is_changed_before_anything_else(client, sara):
    actions.set_password(
        user=sara, password=SECRET, by=None, at=timezone.now(), once=True
    )

    entered = knock(client)
    elsewhere = client.get("/")
    his_own = client.get("/here/")
    page = client.get("/account/password/")
    changed = client.post(
        "/account/password/",
        {"old_password": SECRET, "new_password1": NEW, "new_password2": NEW},
    )

    assert entered.url == elsewhere.url == his_own.url == "/account/password/"
    assert "پیش از هر کار" in page.content.decode()
    assert changed.url == "/"
    assert client.get("/").status_code == 200


def test_changing_a_password_ends_the_other_sessions(client, sara):
    client.force_login(sara)
    other = client.__class__()
    other.force_login(sara)

    client.post(
        "/account/password/",
        {"old_password": SECRET, "new_password1": NEW, "new_password2": NEW},
    )

    assert client.get("/").status_code == 200
    assert other.get("/").status_code == 302


@pytest.mark.parametrize(
    ("new", "words"),
    [
        ("۱۲۳۴۵", "۱۰"),
        ("123456789012", "عدد"),
        ("password1234567"[:8], "۱۰"),
    ],
)
def test_a_weak_password_is_refused_with_its_reason(client, sara, new, words):
    client.force_login(sara)

    refused = client.post(
        "/account/password/",
        {"old_password": SECRET, "new_password1": new, "new_password2": new},
    )

    assert refused.status_code == 422
    assert sara.check_password(SECRET)


def test_a_link_sets_the_password_once(client, sara):
    link = actions.link_for(user=sara, by=None, at=timezone.now())

    page = client.get(link, follow=True)
    answer = {"new_password1": NEW, "new_password2": NEW}
    done = client.post(page.redirect_chain[-1][0], answer)
    again = client.get(link)

    assert default_token_generator.make_token(sara) not in page.redirect_chain[-1][0]
    assert done.url == DOOR
    assert again.status_code == 410
    assert knock(client, password=NEW).status_code == 302
    assert Entry.objects.filter(act="accounts:password:set", actor=sara).exists()


@pytest.mark.parametrize("uid", ["MQ", "x", "----", urlsafe_base64_encode(b"\xff")])
def test_a_link_nobody_gave_opens_nothing(client, uid):
    assert client.get(f"/password/{uid}/abc-def/").status_code == 410
    assert client.get(f"/password/{uid}/set/").status_code == 410


def test_a_link_of_one_does_not_open_to_another(client, sara):
    other = user("other")
    link = actions.link_for(user=sara, by=None, at=timezone.now())
    client.get(link)
    uid = urlsafe_base64_encode(force_bytes(other.pk))

    assert client.get(f"/password/{uid}/set/").status_code == 410


def test_without_mail_the_page_says_whom_to_ask(client):
    assert "مدیر سامانهٔ شما" in client.get("/password/forgotten/").content.decode()
    assert client.post("/password/forgotten/", {"username": "sara"}).status_code == 404


def test_with_mail_the_link_comes_by_mail_and_nothing_is_told(client, sara, settings):
    settings.MAILS = True
    User.objects.filter(pk=sara.pk).update(email="sara@example.ir")

    known = client.post("/password/forgotten/", {"username": "sara"})
    unknown = client.post("/password/forgotten/", {"username": "nobody"})

    assert known.content.count(b"csrf") == unknown.content.count(b"csrf")
    assert "اگر حسابی با این نام هست" in unknown.content.decode()
    (letter,) = mail.outbox
    assert letter.to == ["sara@example.ir"]
    link = next(line for line in letter.body.splitlines() if line.startswith("http"))
    assert client.get(link).status_code == 302


# ---- seats -------------------------------------------------------------------


def test_a_substitute_chooses_whose_work_he_does(client, sara):
    stand_in = holding("stand-in", Role.AUDITOR, "09")
    grant(stand_in, Role.HR_OFFICER, "29-01", substitutes=sara)
    client.force_login(stand_in)

    page = client.get("/account/seat/")
    client.post("/account/seat/", {"seat": sara.pk})

    assert "به جای sara" in page.content.decode()
    assert client.session[SEAT] == sara.pk
    assert "sara" in client.get("/").content.decode()


def test_nobody_sits_where_he_was_not_asked_to(client, sara):
    stranger = holding("stranger", Role.AUDITOR)
    client.force_login(stranger)

    client.post("/account/seat/", {"seat": sara.pk})

    assert client.session[SEAT] == 0


def test_one_with_no_office_of_his_own_sits_in_the_officers_seat(client, sara):
    stand_in = user("stand-in")
    grant(stand_in, Role.HR_OFFICER, "29-01", substitutes=sara)
    client.force_login(stand_in)

    assert client.get("/").status_code == 200
    assert client.get("/").wsgi_request.user.acting_for == sara


# ---- the back room -----------------------------------------------------------


def test_the_back_room_opens_to_administrators_alone(client, sara):
    assert client.get("/admin/").url == "/admin/login/?next=/admin/"
    client.force_login(sara)
    assert client.get("/admin/", follow=True).redirect_chain[-1][0] == "/"

    client.force_login(holding("admin", Role.ADMINISTRATOR))

    page = client.get("/admin/")
    assert page.status_code == 200
    for table in (
        "accounts/user",
        "accounts/grant",
        "audit/entry",
        "axes/accessattempt",
    ):
        assert client.get(f"/admin/{table}/").status_code == 200
    assert client.get(f"/admin/accounts/user/{sara.pk}/change/").status_code == 200
    assert client.get("/admin/auth/group/").status_code == 404


def test_the_back_room_writes_its_corrections_down(client, sara):
    client.force_login(holding("admin", Role.ADMINISTRATOR))

    client.post(
        f"/admin/accounts/user/{sara.pk}/change/",
        {"name": "سارا", "name_en": "", "email": ""},
    )

    entry = Entry.objects.get(act="accounts:user:correct")
    assert entry.after == {"name": "سارا", "is_active": False}
