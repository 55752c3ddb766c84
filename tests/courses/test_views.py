import pytest
from django.test import Client

from karamad.registers.courses import actions
from karamad.registers.courses.models import Accreditation, Course, Provider
from karamad.trust.accounts.permissions import Role
from tests import nation

pytestmark = pytest.mark.django_db

FORM = {
    "code": "EL-204",
    "title": "آموزش انتخابات",
    "hours": "۱۷٫۵",
    "course_class": "job",
    "creditable_from": "۱۴۰۴/۰۱/۰۱",
}


@pytest.fixture
def deputy() -> Client:
    return nation.signed_in(Role.NATIONAL_DEPUTY)


@pytest.fixture
def learner() -> Client:
    return nation.signed_in(Role.LEARNER)


def text(client: Client, address: str, **query: str) -> str:
    answer = client.get(address, query)
    assert answer.status_code == 200
    return str(answer.content.decode())


def test_a_course_is_added_with_any_digits_and_only_once(deputy):
    first = deputy.post("/courses/new/", FORM)
    second = deputy.post("/courses/new/", FORM)

    course = Course.objects.get(code="EL-204")
    assert (first.status_code, second.status_code) == (302, 422)
    assert str(course.hours) == "17.50"


def test_unknown_hours_are_said_and_found(deputy):
    nation.course("A", title="بی‌ساعت", hours=None)
    nation.course("B", title="باساعت", hours=8)

    page = text(deputy, "/courses/", hours="unset")

    assert "بی‌ساعت" in page
    assert "باساعت" not in page


def test_a_course_says_whether_it_counts_on_the_day_asked(deputy):
    deputy.post("/courses/new/", FORM)
    address = f"/courses/course/{Course.objects.get(code='EL-204').pk}/"

    assert "قابل احتساب نیست" in text(deputy, address, as_of="1403/12/30")
    assert "قابل احتساب است" in text(deputy, address, as_of="1404/01/01")


def test_an_equivalent_that_is_unknown_is_named(deputy):
    answer = deputy.post("/courses/new/", {**FORM, "equivalent_to": "X-1|X-2"})

    assert answer.status_code == 422
    assert "X-1، X-2" in answer.content.decode()


def test_a_correction_keeps_what_the_form_does_not_show(deputy):
    course = nation.course("A", title="الف", audience="بخشدار")
    other = nation.course("B", title="ب")
    actions.set_equivalents(course=course, of=[other], by=None, at=nation.NOW)

    page = text(deputy, f"/courses/course/{course.pk}/edit/")
    answer = deputy.post(
        f"/courses/course/{course.pk}/edit/",
        {"title": "الف تازه", "equivalent_to": "B"},
    )

    course.refresh_from_db()
    assert 'value="B"' in page
    assert answer.status_code == 302
    assert (course.title, course.audience) == ("الف تازه", "بخشدار")
    assert "الف" in text(deputy, f"/courses/course/{course.pk}/")


def test_a_provider_without_authority_is_doubted(deputy):
    provider = nation.provider("UNI", kind="university")
    course = nation.course("A", scope="specialised", provider=provider)
    address = f"/courses/course/{course.pk}/"
    assert "دورهٔ تخصصی را دستگاه" in text(deputy, address)

    deputy.post(f"/courses/providers/{provider.pk}/", {"domain": "بحران"})

    assert "دورهٔ تخصصی را دستگاه" not in text(deputy, address)
    row = Accreditation.objects.current().get()
    deputy.post(f"/courses/providers/{provider.pk}/accreditation/{row.pk}/end/")
    assert "برقرار نیست" in text(deputy, address)


def test_providers_are_added_corrected_and_found(deputy):
    added = deputy.post("/courses/providers/new/", {"code": "UNI", "name": "دانشگاه"})
    provider = Provider.objects.get(code="UNI")
    deputy.post(f"/courses/providers/{provider.pk}/edit/", {"name": "دانشکده"})

    assert added.status_code == 302
    assert "دانشکده" in text(deputy, "/courses/providers/", q="دانشکده")
    assert "مجری‌ای نیست" in text(deputy, "/courses/providers/", q="نبود")


def test_the_reader_reads_and_does_not_write(learner):
    course, provider = nation.course(), nation.provider()

    assert "دورهٔ تازه" not in text(learner, "/courses/")
    assert "تصحیح دوره" not in text(learner, f"/courses/course/{course.pk}/")
    assert learner.get(f"/courses/course/{course.pk}/edit/").status_code == 403
    address = f"/courses/providers/{provider.pk}/"
    learner.post(address, {"domain": "بحران"})
    assert not Accreditation.objects.exists()


def test_the_list_asks_no_more_when_it_is_longer(deputy, django_assert_max_num_queries):
    for _ in range(30):
        nation.course(provider=nation.provider())

    with django_assert_max_num_queries(10):
        deputy.get("/courses/")


def test_in_english(deputy):
    nation.course("A", title="الف", title_en="Alpha")
    deputy.cookies["django_language"] = "en"

    assert "Alpha" in text(deputy, "/courses/")
