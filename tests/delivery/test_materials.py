"""Material of a course: published, renewed, withdrawn; and who is let to it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.html import strip_tags

from karamad.cycle.delivery.actions import handing
from karamad.cycle.delivery.actions.handing import NotForTheRun
from karamad.cycle.delivery.models import GivenVersion, Run
from karamad.cycle.delivery.rules.materials import Basis
from karamad.registers.courses.actions import materials as acts
from karamad.registers.courses.actions.materials import (
    BadFile,
    NothingNew,
    TooLarge,
    Wish,
)
from karamad.registers.courses.models import (
    FormerMaterial,
    Material,
    MaterialVersion,
    MaterialWithdrawal,
)
from karamad.registers.people.models import Person
from karamad.trust.accounts.models import User
from karamad.trust.accounts.permissions import Role
from karamad.trust.audit.models import Entry
from tests.delivery import campus
from tests.delivery.campus import FIRST_DAY, Campus
from tests.nation import course, province, signed_in, user

pytestmark = pytest.mark.django_db

AT = datetime(2026, 5, 2, 6, tzinfo=UTC)
DAY = timedelta(days=1)
PAPER = b"%PDF-1.7\n% a paper\n%%EOF"
PAGE = b"<!DOCTYPE html><script>fetch('/people/')</script>"


@pytest.fixture(autouse=True)
def home(settings: Any, tmp_path: Path) -> Iterator[Path]:
    settings.MEDIA_ROOT = tmp_path
    with time_machine.travel(AT, tick=False):
        yield tmp_path


@pytest.fixture
def at(db: None) -> Campus:
    return campus.campus()


def file(content: bytes = PAPER, name: str = "جزوه.pdf") -> acts.Content:
    return acts.file_content(name, [content[:7], content[7:]])


def added(at: Campus, content: acts.Content | None = None, **wish: Any) -> Material:
    version = acts.add_material(
        course=at.course,
        wish=Wish(**{"title": "جزوه", **wish}),
        content=content or file(),
        by=None,
        at=AT,
    )
    return version.material


def renewed(row: Material, content: acts.Content, at: datetime = AT) -> MaterialVersion:
    return acts.publish(material=row, content=content, by=None, at=at)


def only(run: Run, on: date) -> handing.Handout:
    (found,) = handing.handouts(Run.objects.get(pk=run.pk), on=on)
    return found


# ---- what is kept -------------------------------------------------------------------


def test_a_file_lies_in_the_home_under_the_name_of_its_content(at, home):
    row = added(at)

    version = row.versions.get()
    digest = hashlib.sha256(PAPER).hexdigest()
    kept = home / "materials" / digest[:2] / digest
    assert kept.read_bytes() == PAPER
    assert kept.stat().st_mode & 0o077 == 0
    assert (version.number, version.media, version.size) == (1, "pdf", len(PAPER))
    assert Entry.objects.filter(act="courses:material:add").count() == 1


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("جزوهٔ درس.docx", "جزوهٔ درس.pdf"),
        ("../../etc/passwd", "passwd.pdf"),
        ("a\u202egpj.pdf", "a gpj.pdf"),
        ('b"\r\nX: y.pdf', "b X y.pdf"),
        ("...pdf", hashlib.sha256(PAPER).hexdigest()[:8] + ".pdf"),
    ],
)
def test_a_name_is_kept_and_its_ending_comes_from_the_content(at, name, kept):
    assert file(name=name).name == kept


def test_of_a_file_refused_nothing_stays(at, home, settings):
    settings.LARGEST_MATERIAL = 20

    with pytest.raises(TooLarge):
        file()
    with pytest.raises(BadFile):
        file(b"MZ\x90")

    assert [each for each in home.rglob("*") if each.is_file()] == []


def test_the_same_file_is_kept_once_for_many(at, home):
    added(at)
    added(at, title="همان")

    assert len([each for each in home.rglob("*") if each.is_file()]) == 1


def test_what_is_there_already_is_no_new_version(at):
    row = added(at)
    link = acts.link_content("https://example.ir/a")
    renewed(row, link)

    with pytest.raises(NothingNew):
        renewed(row, link)
    assert renewed(row, file()).number == 3


def test_a_correction_keeps_what_was_said(at):
    row = added(at)

    wish = Wish(title="جزوهٔ نو", unit=at.province)
    changed = acts.correct_material(material=row, wish=wish, by=None, at=AT + DAY)
    again = acts.correct_material(material=row, wish=wish, by=None, at=AT + DAY)

    assert (changed, again) == (True, False)
    assert FormerMaterial.objects.get().title == "جزوه"


@pytest.mark.parametrize(
    "facts",
    [
        {"link": "", "sha256": ""},
        {
            "link": "https://a.ir",
            "sha256": "a",
            "media": "pdf",
            "mime": "a",
            "name": "a",
        },
        {"sha256": "a", "media": "", "mime": "a", "name": "a"},
        {"number": 1, "link": "https://a.ir"},
    ],
)
def test_a_version_is_a_file_that_says_what_it_is_or_a_link(at, facts):
    row = added(at)
    facts = {"number": 2, "recorded_at": AT, "entry": row.entry, **facts}

    with pytest.raises(IntegrityError), transaction.atomic():
        MaterialVersion.objects.create(material=row, **facts)


# ---- what a run takes ---------------------------------------------------------------


def test_a_run_keeps_its_version_and_the_page_says_who_used_which(at):
    before = campus.run(at, day=AT.date() + DAY)
    after = campus.run(at, day=AT.date() + 9 * DAY)
    row = added(at)
    renewed(row, acts.link_content("https://example.ir/"), AT + 5 * DAY)
    on = AT.date() + 10 * DAY

    assert (only(before, on).version.number, only(before, on).basis) == (
        1,
        Basis.OPENING,
    )
    assert only(before, on).newer.number == 2
    assert only(after, on).version.number == 2
    runs = Run.objects.select_related("unit").order_by("pk")
    used = handing.uses(row, runs, on=on)
    assert [(each.run, each.number) for each in used] == [(before, 1), (after, 2)]


@pytest.mark.parametrize(("days", "begun"), [(-1, False), (0, False), (1, True)])
def test_on_its_first_day_a_run_does_not_keep_its_version_yet(at, days, begun):
    run = campus.run(at, day=AT.date() + DAY)
    row = added(at)
    on = run.first_day + days * DAY

    (use,) = handing.uses(row, [run], on=on)

    assert use.begun is begun
    assert only(run, on).basis == (Basis.OPENING if begun else Basis.CURRENT)


def test_a_run_takes_what_is_for_its_unit_and_above(at):
    elsewhere = province("02", "گیلان")
    run = campus.run(at, unit=at.office)
    added(at, title="همه")
    added(at, title="استان", unit=at.province)
    added(at, title="گیلان", unit=elsewhere)

    found = handing.handouts(run, on=AT.date())

    assert [each.material.title for each in found] == ["همه", "استان"]


def test_an_officer_gives_a_run_another_version_and_takes_that_back(at):
    run, row = campus.run(at, day=AT.date()), added(at)
    newer = renewed(row, acts.link_content("https://example.ir/"), AT + 2 * DAY)
    later = AT.date() + 3 * DAY
    by = user(Role.PROVINCIAL_EXPERT, at.province)

    assert handing.give(run=run, version=newer, by=by, at=AT + 2 * DAY)
    assert handing.give(run=run, version=newer, by=by, at=AT + 2 * DAY) is None
    assert only(run, later).version == newer
    assert handing.leave(run=run, material=row, by=by, at=AT + 3 * DAY)
    assert not handing.leave(run=run, material=row, by=by, at=AT + 3 * DAY)
    assert only(run, later).version.number == 1
    assert GivenVersion.objects.count() == 1


def test_nothing_of_another_course_or_unit_is_given(at):
    run, by = campus.run(at), user(Role.PROVINCIAL_EXPERT, at.province)
    other = at._replace(course=course())
    gilan = added(at, unit=province("02", "گیلان"))
    withdrawn = added(at, title="کنار")
    acts.withdraw(material=withdrawn, numbers=[1], reason="کهنه", by=None, at=AT)

    for row in (added(other), gilan, withdrawn):
        with pytest.raises(NotForTheRun):
            handing.give(run=run, version=row.versions.get(), by=by, at=AT)


def test_what_is_withdrawn_is_given_to_nobody_and_comes_back(at):
    run, row = campus.run(at), added(at)

    gone = acts.withdraw(material=row, numbers=[1, 7], reason="نادرست", by=None, at=AT)
    twice = acts.withdraw(material=row, numbers=[1], reason="نادرست", by=None, at=AT)
    withdrawn = only(run, AT.date())
    back = acts.take_back(material=row, numbers=[1], by=None, at=AT + DAY)

    assert (gone, twice, back) == (1, 0, 1)
    assert (withdrawn.version, withdrawn.reason) == (None, "نادرست")
    assert only(run, AT.date()).version.number == 1
    assert MaterialWithdrawal.objects.get().superseded_at == AT + DAY


# ---- who is let to it ---------------------------------------------------------------


def learner(at: Campus, run: Run | None = None, state: str = "placed") -> Client:
    """A client of somebody of the office, in the run or not."""
    client = signed_in(Role.LEARNER, at.office)
    someone = campus.servant(at)
    Person.objects.filter(pk=someone.pk).update(account=User.objects.latest("pk"))
    if run is not None:
        campus.enrolment(run, someone, state)
    return client


def door(run: Run, version: MaterialVersion) -> str:
    return f"/runs/{run.pk}/materials/{version.pk}/"


def statuses(client: Client, run: Run, version: MaterialVersion) -> set[int]:
    address = door(run, version)
    answers = [client.get(address), client.get(f"{address}file/")]
    for answer in answers:
        list(answer)  # to its end, as a browser reads it
    return {answer.status_code for answer in answers}


def test_who_has_a_place_reads_and_who_could_only_ask_does_not(at):
    run, version = campus.run(at), added(at).versions.get()

    assert statuses(learner(at, run), run, version) == {200}
    assert statuses(learner(at), run, version) == {404}
    for state in ("asked", "waiting", "withdrawn", "declined", "released", "moved"):
        assert statuses(learner(at, run, state), run, version) == {404}
    assert statuses(Client(), run, version) == {302}


def test_a_learner_reads_after_the_end(at):
    run, version = campus.run(at), added(at).versions.get()
    reader = learner(at, run)
    Run.objects.filter(pk=run.pk).update(closed_on=FIRST_DAY + DAY)

    with time_machine.travel(AT + 400 * DAY, tick=False):
        reader.force_login(User.objects.latest("pk"))
        assert statuses(reader, run, version) == {200}


def test_who_teaches_reads_as_long_as_he_teaches(at):
    run, version = campus.run(at), added(at).versions.get()
    client = signed_in(Role.LEARNER, at.office)
    someone = campus.servant(at)
    Person.objects.filter(pk=someone.pk).update(account=User.objects.latest("pk"))
    taught = campus.session(run, hour=12, instructor=campus.instructor(someone))

    assert statuses(client, run, version) == {200}
    taught.cancelled_at = AT
    taught.save()
    assert statuses(client, run, version) == {404}


@pytest.mark.parametrize(
    ("role", "status"),
    [
        (Role.PROVINCIAL_EXPERT, 200),
        (Role.HR_OFFICER, 200),
        (Role.AUDITOR, 200),
        (Role.SUPERVISOR, 403),  # sees no runs
        (Role.OBSERVER, 403),
    ],
)
def test_officers_of_the_province_read_by_their_role(at, role, status):
    run, version = campus.run(at), added(at).versions.get()

    assert statuses(signed_in(role, at.province), run, version) == {status}


def test_the_door_of_a_run_opens_what_this_run_takes_and_nothing_else(at):
    run, row = campus.run(at, day=AT.date()), added(at)
    old = row.versions.get()
    newer = renewed(row, file(b"%PDF-1.4 newer"), AT + 2 * DAY)
    other = added(at._replace(course=course())).versions.get()
    reader = learner(at, run)

    with time_machine.travel(AT + 3 * DAY, tick=False):
        reader.force_login(User.objects.latest("pk"))
        assert statuses(reader, run, old) == {200}
        assert statuses(reader, run, newer) == {404}
        assert statuses(reader, run, other) == {404}
        acts.withdraw(
            material=row, numbers=[1, 2], reason="؟", by=None, at=AT + 3 * DAY
        )
        assert statuses(reader, run, old) == {404}


def test_a_learner_has_no_other_door(at):
    run, row = campus.run(at), added(at)
    reader = learner(at, run)

    for path in ("", "versions/1/", "versions/1/file/"):
        assert reader.get(f"/courses/materials/{row.pk}/{path}").status_code == 403
    assert reader.get(f"/courses/course/{at.course.pk}/materials/").status_code == 403


def test_a_withdrawn_version_is_seen_by_its_keepers_alone(at):
    row = added(at, unit=at.province)
    acts.withdraw(material=row, numbers=[1], reason="؟", by=None, at=AT)
    address = f"/courses/materials/{row.pk}/versions/1/"

    keeper = signed_in(Role.PROVINCIAL_EXPERT, at.province)
    assert keeper.get(address).status_code == 200
    assert signed_in(Role.AUDITOR, at.province).get(address).status_code == 404


# ---- what is sent -------------------------------------------------------------------


def test_a_paper_opens_in_the_window_and_is_saved_when_asked(at):
    run, version = campus.run(at), added(at).versions.get()
    reader, address = learner(at, run), door(run, version) + "file/"

    opened, saved = reader.get(address), reader.get(address, {"save": "1"})
    part = reader.get(address, headers={"Range": "bytes=0-4"})

    assert b"".join(opened) == PAPER
    assert opened["Content-Type"] == "application/pdf"
    assert opened["Content-Disposition"].startswith("inline")
    assert saved["Content-Disposition"].startswith("attachment")
    assert (part.status_code, b"".join(part)) == (206, PAPER[:5])
    assert "sandbox" not in opened["Content-Security-Policy"]
    list(saved)


@pytest.mark.parametrize("content", [PAGE, b"<svg onload='alert(1)'></svg>"])
def test_what_a_browser_would_run_is_only_ever_saved(at, content):
    row = added(at, file(content, "a.png"))
    run = campus.run(at)
    version = row.versions.get()

    answer = learner(at, run).get(door(run, version) + "file/")

    list(answer)
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["Content-Security-Policy"].endswith("sandbox")
    assert answer["X-Content-Type-Options"] == "nosniff"


def test_the_phone_reads_the_size_before_it_downloads(at):
    run, version = campus.run(at), added(at, file(PAPER + bytes(3_000_000)))
    reader = learner(at, run)

    listed = text(reader.get(f"/runs/{run.pk}/"))
    shown = text(reader.get(door(run, version.versions.get())))

    assert "PDF، ۲٫۹ مگابایت" in listed
    assert "بارگیری (۲٫۹ مگابایت)" in shown


def test_a_run_shows_nothing_to_who_has_no_place(at):
    run = campus.run(at)
    added(at, title="جزوهٔ پنهان")

    assert "جزوهٔ پنهان" not in text(learner(at).get(f"/runs/{run.pk}/"))
    assert "جزوهٔ پنهان" in text(learner(at, run).get(f"/runs/{run.pk}/"))


# ---- the keepers' pages -------------------------------------------------------------


def text(answer: Any) -> str:
    return " ".join(strip_tags(answer.content.decode()).split())


@pytest.fixture
def expert(at: Campus) -> Client:
    return signed_in(Role.PROVINCIAL_EXPERT, at.province)


def sent(client: Client, at: Campus, **facts: Any) -> Any:
    upload = SimpleUploadedFile("a.pdf", facts.pop("content", PAPER))
    posted = {"title": "جزوه", "unit": at.province.code, "file": upload, **facts}
    return client.post(f"/courses/course/{at.course.pk}/materials/new-file/", posted)


def test_an_expert_adds_a_file_and_a_link_for_his_province(at, expert):
    form = expert.get(f"/courses/course/{at.course.pk}/materials/new-file/")
    answer = sent(expert, at)
    linked = expert.post(
        f"/courses/course/{at.course.pk}/materials/new-link/",
        {"title": "فیلم", "unit": at.province.code, "link": "https://example.ir/f"},
    )

    assert f'value="{at.province.name}"' in form.content.decode()
    assert (answer.status_code, linked.status_code) == (302, 302)
    listed = text(expert.get(f"/courses/course/{at.course.pk}/materials/"))
    assert "۲ محتوا در این دوره" in listed
    assert "پیوند به example.ir" in listed


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "خالی است"),
        (b"MZ\x90\0", "پیدا نیست که چیست"),
        (b"x" * 200, "بزرگ‌تر است"),
    ],
)
def test_a_file_not_taken_says_why(at, expert, settings, content, words):
    settings.LARGEST_MATERIAL = 100

    answer = sent(expert, at, content=content)

    assert answer.status_code == 422
    assert words in text(answer)
    assert not Material.objects.exists()


@pytest.mark.parametrize(
    ("link", "words"),
    [
        ("javascript:alert(1)", "آغاز می‌شود"),
        ("data:text/html,x", "آغاز می‌شود"),
        ("//example.ir", "آغاز می‌شود"),
        ("https://user:secret@example.ir/", "گذرواژه"),
        ("https:///x", "نشانی کامل"),
        ("https://[::1", "نشانی کامل"),
        ("", "خالی است"),
    ],
)
def test_a_link_is_of_the_web(at, expert, link, words):
    answer = expert.post(
        f"/courses/course/{at.course.pk}/materials/new-link/",
        {"title": "فیلم", "unit": at.province.code, "link": link},
    )

    assert answer.status_code == 422
    assert words in text(answer)


def test_an_expert_hands_out_in_his_province_alone(at, expert):
    gilan, everyone = added(at, unit=province("02", "گیلان")), added(at, title="همه")

    for unit in ("", "02"):
        assert sent(expert, at, unit=unit).status_code == 422
    assert expert.get(f"/courses/materials/{gilan.pk}/").status_code == 404
    assert expert.get(f"/courses/materials/{everyone.pk}/").status_code == 200
    for row in (gilan, everyone):
        for path in ("edit/", "new-file/", "versions/1/withdraw/"):
            assert expert.get(f"/courses/materials/{row.pk}/{path}").status_code == 404


def test_the_nation_hands_out_to_everyone(at):
    answer = sent(signed_in(Role.NATIONAL_DEPUTY), at, unit="")

    assert answer.status_code == 302
    assert Material.objects.get().unit is None


def test_a_version_is_renewed_withdrawn_and_taken_back_on_its_page(at, expert):
    sent(expert, at)
    row = Material.objects.get()
    page = f"/courses/materials/{row.pk}/"

    same = expert.post(f"{page}new-file/", {"file": SimpleUploadedFile("b", PAPER)})
    expert.post(f"{page}new-link/", {"link": "https://example.ir/", "note": "صوتی"})
    expert.post(f"{page}versions/2/withdraw/", {"which": "one", "reason": "خراب است"})

    assert same.status_code == 422
    shown = text(expert.get(page))
    assert "نسخهٔ ۲ کنار گذاشته شد" in shown
    assert "خراب است" in shown
    expert.post(f"{page}versions/2/take-back/")
    assert "کنار گذاشته شد" not in text(expert.get(page))
    expert.post(f"{page}versions/2/withdraw/", {"which": "all", "reason": "پایان"})
    assert MaterialWithdrawal.objects.current().count() == 2


def test_an_officer_gives_a_run_the_newer_version_on_its_page(at, expert):
    sent(expert, at)
    row = Material.objects.get()
    run = campus.run(at, day=AT.date() + DAY)
    newer = renewed(row, acts.link_content("https://example.ir/"), AT + 3 * DAY)

    with time_machine.travel(AT + 4 * DAY, tick=False):
        expert.force_login(User.objects.latest("pk"))
        assert "نسخهٔ ۲ را بده" in text(expert.get(f"/runs/{run.pk}/"))
        expert.post(f"/runs/{run.pk}/materials/{newer.pk}/give/")
        given = text(expert.get(f"/runs/{run.pk}/"))
        expert.post(f"/runs/{run.pk}/materials/of/{row.pk}/take-back/")
        back = text(expert.get(f"/runs/{run.pk}/"))

    assert "کارشناس این نسخه را به این اجرا داده است" in given
    assert "نسخهٔ روز آغاز این اجرا" in back


def asked(client: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return len(queries)


def test_pages_ask_no_more_for_many_than_for_few(at, expert):
    run = campus.run(at)
    for number in range(2):
        added(at, title=f"جزوهٔ {number}")
    row = Material.objects.first()
    pages = [
        f"/courses/course/{at.course.pk}/materials/",
        f"/courses/materials/{row.pk}/",
        f"/runs/{run.pk}/",
    ]
    few = [asked(expert, page) for page in pages]

    for number in range(9):
        added(at, title=f"جزوهٔ دیگر {number}")
        renewed(row, acts.link_content(f"https://example.ir/{number}"))
        campus.run(at)

    assert [asked(expert, page) for page in pages] == few


def test_what_is_neither_file_nor_link_is_no_page(at):
    row = added(at)
    deputy = signed_in(Role.NATIONAL_DEPUTY)

    for address in (f"course/{at.course.pk}/new-x/", f"{row.pk}/new-x/"):
        assert deputy.get(f"/materials/{address}").status_code == 404
