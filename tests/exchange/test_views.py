"""Loads in the browser, from upload to taking back; the worker runs at once."""

from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from karamad.kernel.identifiers import synthetic
from karamad.registers.credentials.models import Completion
from karamad.registers.exchange.actions import receiving
from karamad.registers.exchange.models import Load, State
from karamad.registers.exchange.views import shown
from karamad.registers.people.models import Person, Unit
from karamad.trust.accounts.permissions import Role
from karamad.trust.audit.models import Entry
from tests import nation

pytestmark = pytest.mark.django_db

GOOD, BAD = synthetic(900_001), "1234567890"


@pytest.fixture(autouse=True)
def at_once(settings: Any, tmp_path: Path) -> None:
    """Let the worker's tasks run where they are asked for; files go to a new folder."""
    settings.TASKS = {
        "default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}
    }
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def khorasan() -> Unit:
    return nation.province("29", "خراسان جنوبی")


@pytest.fixture
def deputy() -> Client:
    return nation.signed_in(Role.NATIONAL_DEPUTY)


def csv(*rows: str) -> bytes:
    return "\n".join(("کد ملی,نام,نام خانوادگي,شهر", *rows)).encode()


def upload(client: Client, content: bytes, kind: str = "people") -> Any:
    file = SimpleUploadedFile("افراد.csv", content)
    return client.post(reverse("exchange:upload"), {"kind": kind, "file": file})


def tried(client: Client, content: bytes, capture: Any, **form: str) -> Load:
    """Upload a file and try it with the columns as they were recognised."""
    assert upload(client, content).status_code == 302
    load = Load.objects.latest("pk")
    page = client.get(reverse("exchange:load", args=[load.pk]))
    fields = {f.html_name: f.value() for _, f in page.context["form"].rows()}
    with capture(execute=True):
        client.post(reverse("exchange:load", args=[load.pk]), {**fields, **form})
    load.refresh_from_db()
    return load


def run(client: Client, load: Load, capture: Any) -> Load:
    with capture(execute=True):
        client.post(reverse("exchange:run", args=[load.pk]))
    load.refresh_from_db()
    return load


def text(client: Client, load: Load, **query: str) -> str:
    answer = client.get(reverse("exchange:load", args=[load.pk]), query)
    return str(answer.content.decode())


def test_a_file_is_tried_written_and_taken_back(
    deputy, django_capture_on_commit_callbacks
):
    capture = django_capture_on_commit_callbacks
    content = csv(f"{GOOD},مریم,کریمی,بیرجند", f"{BAD},علی,احمدی,قاین")

    load = tried(deputy, content, capture)
    assert load.state == State.CHECKED
    assert not Person.objects.exists()
    page = text(deputy, load)
    assert "۱ ردیف آماده است؛ ۱ ردیف باید درست شود" in page
    assert "رقم آخر کد ملی نمی‌خواند" in page
    assert "شهر" in page

    load = run(deputy, load, capture)
    assert load.state == State.DONE
    assert Person.objects.identified_by(GOOD).exists()
    assert "۱ ردیف در دفتر است؛ ۱ ردیف بیرون ماند" in text(deputy, load)

    deputy.post(reverse("exchange:take_back", args=[load.pk]))
    assert not Person.objects.identified_by(GOOD).exists()
    assert "این بارگذاری برگردانده شد" in text(deputy, load)


def test_refused_rows_come_back_as_a_file_to_be_mended(
    deputy, django_capture_on_commit_callbacks
):
    load = tried(
        deputy, csv(f"{BAD},علی,احمدی,قاین"), django_capture_on_commit_callbacks
    )

    answer = deputy.get(reverse("exchange:errors", args=[load.pk]))

    body = b"".join(answer.streaming_content).decode("utf-8-sig")
    assert BAD in body
    assert "error" in body
    assert "nid-checksum" in body


def test_a_column_is_what_the_user_says_it_is(
    deputy, django_capture_on_commit_callbacks
):
    content = f"شناسه,نام,نام خانوادگی\n{GOOD},مریم,کریمی".encode()
    upload(deputy, content)
    load = Load.objects.latest("pk")
    address = reverse("exchange:load", args=[load.pk])

    refused = deputy.post(address, {"column-1": "first_name", "column-2": "last_name"})
    with django_capture_on_commit_callbacks(execute=True):
        given = deputy.post(
            address,
            {
                "column-0": "national_id",
                "column-1": "first_name",
                "column-2": "last_name",
            },
        )

    load.refresh_from_db()
    assert refused.status_code == 422
    assert "کد ملی" in refused.content.decode()
    assert given.status_code == 302
    assert (load.state, load.new) == (State.CHECKED, 1)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "پرونده خالی است"),
        (b"%PDF-1.7 not a table", "جدول نیست"),
        (b"PK\x03\x04 broken", "خوانا نیست"),
    ],
)
def test_what_is_no_table_is_refused_in_words_and_forgotten(deputy, content, words):
    answer = upload(deputy, content)

    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert not Load.objects.exists()


def test_a_profile_is_text_and_a_workbook_is_sent_back_with_that_word(deputy):
    answer = upload(deputy, b"PK\x03\x04\xff\xfe a workbook", kind="profiles")

    assert answer.status_code == 422
    assert "YAML" in answer.content.decode()
    assert "CSV یا XLSX بدهید" not in answer.content.decode()
    assert not Load.objects.exists()


def test_a_profile_that_came_is_not_asked_for_its_columns(deputy):
    upload(deputy, b"code: a\n", kind="profiles")

    page = text(deputy, Load.objects.get())

    assert "ستون‌های پرونده را بازبینی کنید" not in page


def test_missing_columns_are_called_as_the_reader_knows_them(deputy):
    upload(deputy, "کد ملی,شهر\n1,2\n".encode())
    load = Load.objects.get()

    said = deputy.post(
        reverse("exchange:load", args=[load.pk]), {"column-0": "", "column-1": ""}
    )

    assert "کد ملی (national_id)، نام (first_name)" in said.content.decode()


def test_what_failed_when_tried_is_not_shown_as_written(deputy):
    upload(deputy, b"code: a\n", kind="profiles")
    load = Load.objects.get()
    Load.objects.update(state=State.FAILED, fault="file-empty")
    load.refresh_from_db()

    steps, current = shown.steps(load)

    assert steps[current - 1] == "آزمایش"


def test_a_load_put_aside_leaves_nothing(deputy, django_capture_on_commit_callbacks):
    load = tried(deputy, csv(f"{GOOD},مریم,کریمی,"), django_capture_on_commit_callbacks)

    deputy.post(reverse("exchange:remove", args=[load.pk]))

    assert not Load.objects.exists()
    assert not Person.objects.exists()


def test_a_load_whose_file_is_lost_is_put_aside_all_the_same(deputy):
    upload(deputy, csv(f"{GOOD},مریم,کریمی,"))
    load = Load.objects.get()
    receiving.file_of(load).path.unlink()

    assert deputy.post(reverse("exchange:remove", args=[load.pk])).status_code == 302
    assert not Load.objects.exists()


def test_a_second_click_writes_nothing_twice(
    deputy, django_capture_on_commit_callbacks
):
    capture = django_capture_on_commit_callbacks
    load = run(deputy, tried(deputy, csv(f"{GOOD},مریم,کریمی,"), capture), capture)

    again = run(deputy, load, capture)

    assert (again.state, again.new) == (State.DONE, 1)
    assert Person.objects.count() == 1


def test_all_or_nothing_writes_nothing_when_one_row_is_refused(
    deputy, django_capture_on_commit_callbacks
):
    capture = django_capture_on_commit_callbacks
    content = csv(f"{GOOD},مریم,کریمی,", f"{BAD},علی,احمدی,")

    load = run(deputy, tried(deputy, content, capture, all_or_nothing="on"), capture)

    assert load.state == State.FAILED
    assert not Person.objects.exists()


def test_progress_says_how_far_and_shows_the_page_anew_when_done(
    deputy, django_capture_on_commit_callbacks
):
    load = tried(deputy, csv(f"{GOOD},مریم,کریمی,"), django_capture_on_commit_callbacks)
    address = reverse("exchange:progress", args=[load.pk])
    done = deputy.get(address)

    Load.objects.update(state=State.RUNNING, entry=nation.entry(), done=7, share=0.5)
    under_way = deputy.get(address).content.decode()
    Load.objects.update(beat=nation.NOW)
    silent = deputy.get(address).content.decode()

    assert done["HX-Refresh"] == "true"
    assert "۷ ردیف خوانده شد (۵۰٪)" in under_way
    assert "دوباره به کار بیندازید" in silent


def test_a_province_sees_its_loads_and_not_anothers(
    khorasan, django_capture_on_commit_callbacks
):
    officer = nation.signed_in(Role.PROVINCIAL_EXPERT, khorasan)
    fars = nation.signed_in(Role.PROVINCIAL_EXPERT, nation.province("07", "فارس"))
    learner = nation.signed_in(Role.LEARNER)
    load = tried(
        officer, csv(f"{GOOD},مریم,کریمی,"), django_capture_on_commit_callbacks
    )
    address = reverse("exchange:load", args=[load.pk])

    assert officer.get(address).status_code == 200
    assert fars.get(address).status_code == 404
    assert fars.post(reverse("exchange:run", args=[load.pk])).status_code == 404
    assert learner.get(address).status_code == 403
    assert "افراد.csv" in officer.get(reverse("exchange:loads")).content.decode()
    assert "افراد.csv" not in fars.get(reverse("exchange:loads")).content.decode()


def test_who_only_reads_does_not_say_which_column_is_which(khorasan):
    upload(nation.signed_in(Role.PROVINCIAL_EXPERT, khorasan), csv(f"{GOOD},م,ک,"))
    load = Load.objects.latest("pk")
    address = reverse("exchange:load", args=[load.pk])
    auditor = nation.signed_in(Role.AUDITOR)

    page = auditor.get(address)

    assert page.status_code == 200
    assert GOOD not in page.content.decode()
    assert auditor.post(address, {}).status_code == 403
    assert auditor.get(address, {"step": "columns"}).status_code == 200
    load.refresh_from_db()
    assert (load.state, load.columns) == (State.UPLOADED, [])


def test_refused_rows_are_no_way_around_the_mask(
    khorasan, django_capture_on_commit_callbacks
):
    officer = nation.signed_in(Role.PROVINCIAL_EXPERT, khorasan)
    rows = csv(f"{BAD},علی,احمدی,", f"{GOOD},{GOOD},,")
    load = tried(officer, rows, django_capture_on_commit_callbacks)
    errors = reverse("exchange:errors", args=[load.pk])
    auditor = nation.signed_in(Role.AUDITOR)

    page = text(auditor, load)

    assert BAD not in page
    assert GOOD not in page
    assert errors not in page
    assert auditor.get(errors).status_code == 403
    assert BAD in officer.get(errors).getvalue().decode("utf-8-sig")


def test_seeing_all_loads_is_not_working_on_all(
    khorasan, django_capture_on_commit_callbacks
):
    fars = nation.province("07", "فارس")
    officer = nation.signed_in(Role.PROVINCIAL_EXPERT, khorasan)
    load = tried(officer, csv(f"{GOOD},م,ک,"), django_capture_on_commit_callbacks)
    before = load.state
    both = nation.user(Role.AUDITOR)
    nation.grant(both, Role.HR_OFFICER, fars)
    client = Client()
    client.force_login(both, "django.contrib.auth.backends.ModelBackend")

    for name in ("run", "stop", "remove", "take_back"):
        answer = client.post(reverse(f"exchange:{name}", args=[load.pk]))
        assert answer.status_code == 403
    load.refresh_from_db()
    assert load.state == before


def test_national_codes_are_not_offered_to_a_province(khorasan):
    officer = nation.signed_in(Role.PROVINCIAL_EXPERT, khorasan)

    page = officer.get(reverse("exchange:upload"))
    refused = upload(officer, b"code,title\nP1,x", kind="posts")

    offered = [code for code, _ in page.context["form"].fields["kind"].choices]
    assert "people" in offered
    assert "posts" not in offered
    assert refused.status_code == 422


def test_a_register_is_taken_out_and_that_is_on_record(deputy, khorasan):
    nation.course("EL-204", title="انتخابات")

    answer = deputy.get(reverse("exchange:export", args=["courses", "csv"]))

    assert "EL-204" in b"".join(answer.streaming_content).decode("utf-8-sig")
    assert Entry.objects.about("register", "courses").exists()
    assert deputy.get("/loads/exports/people.pdf").status_code == 404
    assert deputy.get("/loads/exports/").status_code == 200


def test_in_english(deputy, django_capture_on_commit_callbacks):
    load = tried(deputy, csv(f"{BAD},علی,احمدی,"), django_capture_on_commit_callbacks)
    deputy.cookies["django_language"] = "en"

    page = text(deputy, load)

    assert "Rows ready: 0; to mend: 1" in page
    assert not Completion.objects.exists()
