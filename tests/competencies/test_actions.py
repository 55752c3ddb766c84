from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from karamad.registers.competencies import actions, rules
from karamad.registers.competencies.actions import Standing
from karamad.registers.competencies.models import Edition, Profile
from karamad.trust.audit.models import Entry

pytestmark = pytest.mark.django_db

MORNING = datetime(2026, 5, 1, 6, tzinfo=UTC)
NOON = datetime(2026, 5, 1, 12, tzinfo=UTC)

TEXT = """
profile: base-manager
title: {fa: مدیر پایه, en: Base-level manager}
applies_to: {posts: [MGR-BASE-01], level: base, managerial: 1, unit_grade: [1, 12]}
criteria:
  - id: assessed
    kind: assessment
    assessment: GENERAL-COMPETENCE
    minimum: 62.5
    window: {years: 3}
    source: {document: "42570", article: "2", status: unconfirmed}
    in_force: {from: 1404-05-15}
  - id: hours-last-year
    kind: hours
    minimum: 60
    classes: [managers, job]
    yearly_cap: 90
    class_caps: {job: 40, managers: 300}
    window: {jalali_year: previous}
    source: {document: "200/90/31146", status: confirmed}
  - id: type-2
    kind: hours
    minimum: null
    window: {from: 1380-01-01, until: 1390-01-01}
    source: {document: "105/22554"}
  - id: age-ceiling
    kind: age
    maximum: 45
    source: {document: "226725", status: confirmed}
    in_force: {from: 1398-04-31, until: 1399-07-29}
verdict: {all: [assessed, {any: [hours-last-year, type-2]}, age-ceiling]}
"""


@pytest.fixture
def profile() -> rules.Profile:
    return actions.profile_from_text(TEXT)


def changed(profile: rules.Profile) -> rules.Profile:
    return actions.profile_from_text(TEXT.replace("minimum: 60", "minimum: 61"))


def save(profile: rules.Profile, at: datetime = MORNING) -> actions.Saved:
    return actions.save_edition(profile, by=None, at=at)


def test_what_is_saved_is_read_back_whole(profile: rules.Profile):
    save(profile)

    edition = Edition.objects.of("base-manager").newest().with_criteria().get()

    assert actions.profile_of(edition) == profile
    assert (edition.number, edition.title) == (1, "مدیر پایه")


def test_reading_an_edition_asks_the_criteria_once(profile: rules.Profile):
    save(profile)
    edition = Edition.objects.newest().with_criteria().get()

    with CaptureQueriesContext(connection) as queries:
        actions.profile_of(edition)

    assert len(queries) == 0


def test_saving_the_same_content_makes_no_edition(profile: rules.Profile):
    save(profile)
    reordered = actions.profile_from_text(
        TEXT.replace('document: "226725"', "document: 226725").replace(
            "1404-05-15", "'1404/5/15'"
        )
    )

    saved = save(reordered, NOON)

    assert saved.standing is Standing.SAME
    assert saved.edition.number == 1
    assert Edition.objects.count() == 1
    assert Entry.objects.count() == 1


def test_changed_content_is_the_next_edition_and_the_old_one_stays(
    profile: rules.Profile,
):
    save(profile)

    saved = save(changed(profile), NOON)

    assert (saved.edition.number, saved.standing) == (2, Standing.CHANGED)
    first, second = Edition.objects.order_by("number").with_criteria()
    assert actions.profile_of(first) == profile
    assert actions.profile_of(second) == changed(profile)
    assert Entry.objects.latest_first().first().after == {"edition": 2}


def test_going_back_to_an_older_content_is_a_third_edition(profile: rules.Profile):
    save(profile)
    save(changed(profile), NOON)

    saved = save(profile, NOON)

    assert saved.edition.number == 3


def test_the_newest_as_known_at_a_moment(profile: rules.Profile):
    save(profile)
    save(changed(profile), NOON)
    before, after = NOON - timedelta(microseconds=1), NOON

    assert Edition.objects.newest(known_at=before).get().number == 1
    assert Edition.objects.newest(known_at=after).get().number == 2
    assert not Edition.objects.newest(known_at=MORNING - timedelta(days=1)).exists()


def test_standing_is_told_without_writing(profile: rules.Profile):
    assert actions.standing_of(profile) is Standing.NEW
    assert not Profile.objects.exists()

    save(profile)

    assert actions.standing_of(profile) is Standing.SAME
    assert actions.standing_of(changed(profile)) is Standing.CHANGED


def test_a_load_writes_editions_under_its_own_entry(profile: rules.Profile):
    entry = Entry.objects.create(
        at=MORNING, act="exchange:load:commit", subject_kind="load", subject_key="1"
    )

    saved = actions.save_edition(profile, by=None, at=MORNING, entry=entry)

    assert saved.edition.entry == entry
    assert Entry.objects.count() == 1
