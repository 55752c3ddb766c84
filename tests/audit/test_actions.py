from datetime import UTC, datetime
from typing import Any

import pytest

from karamad.registers.people.models import FormerPost, Level, Post
from karamad.trust.audit import actions
from karamad.trust.audit.models import Entry, Unchangeable

pytestmark = pytest.mark.django_db

MORNING = datetime(2026, 5, 1, 6, tzinfo=UTC)
NOON = datetime(2026, 5, 1, 12, tzinfo=UTC)


def entry(at: datetime) -> Entry:
    return actions.record(
        act="people:post:correct", subject=("post", "GOV"), by=None, at=at
    )


@pytest.fixture
def governor() -> Post:
    return Post.objects.create(
        code="GOV", title="فرماندار", recorded_at=MORNING, entry=entry(MORNING)
    )


def correct(post: Post, **changes: Any) -> bool:
    return actions.correct(
        post,
        former=FormerPost,
        key="post",
        changes=changes,
        entry=entry(NOON),
        at=NOON,
    )


def test_a_correction_keeps_what_the_row_said(governor: Post):
    first_entry = governor.entry

    assert correct(governor, title="فرماندار شهرستان", level=Level.MIDDLE)

    governor.refresh_from_db()
    former = governor.former.get()
    assert (governor.title, governor.level) == ("فرماندار شهرستان", "middle")
    assert governor.recorded_at == NOON
    assert (former.title, former.level) == ("فرماندار", "none")
    assert (former.recorded_at, former.superseded_at) == (MORNING, NOON)
    assert former.entry == first_entry


def test_a_correction_that_changes_nothing_writes_nothing(governor: Post):
    assert not correct(governor, title="فرماندار")

    governor.refresh_from_db()
    assert governor.recorded_at == MORNING
    assert not governor.former.exists()


def test_an_entry_is_written_once():
    written = entry(MORNING)

    with pytest.raises(Unchangeable):
        written.save()
    with pytest.raises(Unchangeable):
        written.delete()
    with pytest.raises(Unchangeable):
        Entry.objects.update(act="other")
    with pytest.raises(Unchangeable):
        Entry.objects.all().delete()
