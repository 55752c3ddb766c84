from datetime import date, timedelta
from decimal import Decimal

import pytest

from karamad.registers.courses import actions
from karamad.registers.courses.models import Accreditation, Equivalence
from karamad.trust.audit.models import Entry
from tests import nation

pytestmark = pytest.mark.django_db

LATER = nation.NOW + timedelta(hours=1)
DAY = date(2024, 3, 20)


def test_a_code_is_used_once():
    actions.add_course(code="C1", facts={"title": "بحران"}, by=None, at=nation.NOW)

    with pytest.raises(actions.CodeTaken):
        actions.add_course(code=" C1 ", facts={"title": "سیل"}, by=None, at=LATER)


def test_hours_fixed_later_leave_the_former_record():
    course = nation.course("C1", hours=None)

    assert actions.correct_course(
        course=course, facts={"hours": Decimal(16)}, by=None, at=LATER
    )

    course.refresh_from_db()
    assert course.hours == 16
    assert course.former.get().hours is None
    written = Entry.objects.latest_first().first()
    assert written is not None
    assert (written.before, written.after) == ({"hours": None}, {"hours": "16"})


def test_a_renamed_course_is_found_by_its_new_name():
    course = nation.course("C1", title="بحران")

    actions.correct_course(course=course, facts={"title": "سیل"}, by=None, at=LATER)

    course.refresh_from_db()
    assert course.search_key == "سیل"


def test_a_correction_that_changes_nothing_writes_nothing():
    course = nation.course("C1", hours=None)

    assert not actions.correct_course(
        course=course, facts={"hours": None}, by=None, at=LATER
    )
    assert not course.former.exists()


@pytest.mark.parametrize("end", [DAY, DAY - timedelta(days=1)])
def test_a_course_retires_after_it_begins_to_count(end):
    course = nation.course("C1", creditable_from=DAY)

    with pytest.raises(actions.EndsBeforeItStarts):
        actions.correct_course(
            course=course, facts={"creditable_until": end}, by=None, at=LATER
        )


def test_equivalences_left_out_are_superseded_not_lost():
    course, first, second = nation.course(), nation.course(), nation.course()
    actions.set_equivalents(course=course, of=[first], by=None, at=nation.NOW)

    actions.set_equivalents(course=course, of=[second, course], by=None, at=LATER)

    assert [row.of for row in Equivalence.objects.current()] == [second]
    assert [row.of for row in Equivalence.objects.known_at(nation.NOW)] == [first]


def test_the_same_equivalences_write_nothing():
    course, first = nation.course(), nation.course()
    actions.set_equivalents(course=course, of=[first], by=None, at=nation.NOW)
    said = Entry.objects.count()

    actions.set_equivalents(course=course, of=[first], by=None, at=LATER)

    assert Entry.objects.count() == said


def test_an_accreditation_ends_and_the_former_record_stays():
    provider = nation.provider()
    row = actions.accredit(
        provider=provider,
        domain="بحران",
        from_day=DAY,
        until_day=None,
        by=None,
        at=nation.NOW,
    )

    ended = actions.end_accreditation(
        accreditation=row, until_day=DAY + timedelta(days=1), by=None, at=LATER
    )

    current = Accreditation.objects.current()
    assert list(current) == [ended]
    assert current.held_on(DAY).exists()
    assert not current.held_on(DAY + timedelta(days=1)).exists()
    assert Accreditation.objects.known_at(nation.NOW).get() == row


def test_an_accreditation_does_not_end_before_it_starts():
    row = actions.accredit(
        provider=nation.provider(),
        domain="بحران",
        from_day=DAY,
        until_day=None,
        by=None,
        at=nation.NOW,
    )

    with pytest.raises(actions.EndsBeforeItStarts):
        actions.end_accreditation(accreditation=row, until_day=DAY, by=None, at=LATER)


def test_a_provider_is_corrected_with_its_former_record():
    provider = nation.provider("UNI", name="دانشگاه", kind="university")

    assert actions.correct_provider(
        provider=provider, facts={"kind": "agency"}, by=None, at=LATER
    )
    assert not actions.correct_provider(
        provider=provider, facts={"kind": "agency"}, by=None, at=LATER
    )
    assert provider.former.get().kind == "university"
    with pytest.raises(actions.CodeTaken):
        actions.add_provider(code="UNI", facts={"name": "دیگر"}, by=None, at=LATER)
