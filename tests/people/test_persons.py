from dataclasses import replace
from datetime import date, timedelta

import pytest

from karamad.kernel.identifiers import NationalId, synthetic_foreign
from karamad.registers.people import actions
from karamad.registers.people.actions import Refused, persons
from karamad.registers.people.actions.assignments import Seat
from karamad.registers.people.actions.persons import PersonDetails
from karamad.registers.people.actions.posts import PostDetails
from karamad.registers.people.models import Assignment, NameKey, Person, PersonMerge
from karamad.registers.people.rules import Ground
from karamad.trust.audit.models import Entry
from tests.people.nation import (
    LATER,
    NOW,
    START,
    TODAY,
    Nation,
    national_id,
    person,
    seat,
)

pytestmark = pytest.mark.django_db

YESTERDAY, TOMORROW = TODAY - timedelta(1), TODAY + timedelta(1)
AHMADI = PersonDetails("زهرا", "احمدی", birth_date=date(1990, 1, 1))


def grounds(refused: pytest.ExceptionInfo[Refused]) -> list[Ground]:
    return [refusal.ground for refusal in refused.value.refusals]


def test_a_person_is_recorded_and_found_by_name_and_id(nation: Nation):
    known = national_id()

    who = actions.create_person(
        national_id=known, details=AHMADI, home_unit=nation.rasht, by=None, at=NOW
    )

    assert Person.objects.identified_by(known.digits).get() == who
    assert Person.objects.named("زهر", "اهمدی").get() == who
    assert not Person.objects.named("زهرا", "رضا").exists()
    assert who.national_id == known.digits
    written = str(list(Entry.objects.values()))
    assert known.digits not in written


def test_an_id_is_recorded_once():
    known = national_id()
    for _ in range(1):
        actions.create_person(
            national_id=known, details=AHMADI, home_unit=None, by=None, at=NOW
        )

    with pytest.raises(Refused) as refused:
        actions.create_person(
            national_id=known, details=AHMADI, home_unit=None, by=None, at=NOW
        )

    assert grounds(refused) == [Ground.ID_TAKEN]


def test_a_foreigner_has_twelve_digits():
    who = actions.create_person(
        national_id=NationalId(synthetic_foreign(7)),
        details=AHMADI,
        home_unit=None,
        by=None,
        at=NOW,
    )

    assert who.foreigner


def test_a_correction_keeps_the_former_state_and_names_anew():
    who = person(birth_date=date(1990, 1, 1))
    details = replace(AHMADI, last_name="صادقی", mobile="09120000000")

    actions.correct_person(person=who, details=details, by=None, at=LATER)

    who.refresh_from_db()
    former = who.former.get()
    assert (former.last_name, former.recorded_at) == ("احمدی", NOW)
    assert former.superseded_at == LATER
    assert Person.objects.named("سادق").get() == who
    assert not Person.objects.named("احمدی").exists()
    entry = Entry.objects.about("person", who.pk).get()
    assert entry.before == {"last_name": "احمدی", "mobile": ""}


def test_a_correction_of_nothing_is_refused():
    who = person(birth_date=date(1990, 1, 1))

    with pytest.raises(Refused) as refused:
        actions.correct_person(person=who, details=AHMADI, by=None, at=LATER)

    assert grounds(refused) == [Ground.NOTHING_CHANGES]


def test_an_id_is_corrected_and_the_former_one_kept():
    who = person()
    wrong, right, righter = who.national_id, national_id(), national_id()

    for moment, known in ((LATER, right), (LATER + timedelta(1), righter)):
        actions.correct_national_id(person=who, national_id=known, by=None, at=moment)

    assert Person.objects.identified_by(righter.digits).get() == who
    assert not Person.objects.identified_by(wrong).exists()
    first, second = who.former_identities.order_by("recorded_at")
    assert (first.national_id, second.national_id) == (wrong, right.digits)
    assert (first.recorded_at, first.superseded_at) == (NOW, LATER)
    assert second.recorded_at == LATER
    assert wrong not in str(list(Entry.objects.values()))


def test_an_id_of_another_is_refused():
    who, other = person(), person()

    with pytest.raises(Refused) as refused:
        actions.correct_national_id(
            person=who, national_id=NationalId(other.national_id), by=None, at=LATER
        )

    assert grounds(refused) == [Ground.ID_TAKEN]
    with pytest.raises(Refused) as refused:
        actions.correct_national_id(
            person=who, national_id=NationalId(who.national_id), by=None, at=LATER
        )
    assert grounds(refused) == [Ground.NOTHING_CHANGES]


def serving(day: date) -> int:
    return Person.objects.serving_on(day).count()


def test_the_retired_leave_the_counts_from_the_day(nation: Nation):
    who = person()
    held = seat(who, nation.mayor, nation.rasht)

    ended = actions.retire(person=who, on=TODAY, with_seats=True, by=None, at=NOW)

    assert ended == 1
    assert (serving(YESTERDAY), serving(TODAY)) == (1, 0)
    held.refresh_from_db()
    assert held.superseded_at == NOW
    assert Assignment.objects.current().get(person=who).until_day == TODAY


def test_a_retired_councillor_keeps_his_seat(nation: Nation):
    who = person()
    seat(who, nation.mayor, nation.rasht)

    assert not actions.retire(person=who, on=TODAY, with_seats=False, by=None, at=NOW)

    assert Assignment.objects.current().get(person=who).until_day is None


def test_death_ends_every_post(nation: Nation):
    who = person()
    seat(who, nation.mayor, nation.rasht)
    seat(who, nation.governor, nation.birjand, from_day=TOMORROW)

    assert actions.record_death(person=who, on=TODAY, by=None, at=NOW) == 2

    assert (serving(YESTERDAY), serving(TODAY)) == (1, 0)
    assert not Assignment.objects.current().held_on(TOMORROW).exists()
    with pytest.raises(Refused) as refused:
        seat(who, nation.mayor, nation.rasht, from_day=TODAY)
    assert grounds(refused) == [Ground.PERSON_DEAD]


def test_nobody_dies_tomorrow():
    with pytest.raises(Refused) as refused:
        actions.record_death(person=person(), on=TOMORROW, by=None, at=NOW)

    assert grounds(refused) == [Ground.DIED_IN_FUTURE]


def test_a_retirement_by_mistake_is_taken_back():
    who = person()
    actions.retire(person=who, on=TODAY, with_seats=True, by=None, at=NOW)

    actions.retract_end(person=who, by=None, at=LATER)

    assert serving(TODAY) == 1
    with pytest.raises(Refused) as refused:
        actions.retract_end(person=who, by=None, at=LATER)
    assert grounds(refused) == [Ground.NOTHING_CHANGES]


# ---- merging


def test_merged_records_are_one_human_being_and_come_apart_again():
    who, double, third = person(), person(), person()
    actions.merge_persons(person=third, into=double, by=None, at=NOW)

    actions.merge_persons(person=double, into=who, by=None, at=NOW)

    who.refresh_from_db()
    assert who.record_ids() == (who.pk, double.pk, third.pk)
    assert Person.objects.unmerged().get() == who

    apart = actions.take_apart(person=double, by=None, at=LATER)

    assert apart.record_ids() == (double.pk, third.pk)
    assert who.record_ids() == (who.pk,)
    assert PersonMerge.objects.known_at(NOW).count() == 2
    assert PersonMerge.objects.current().get().person == third


def test_a_merged_record_is_not_merged_again():
    who, double, other = person(), person(), person()
    actions.merge_persons(person=double, into=who, by=None, at=NOW)

    for first, second in ((double, other), (other, double)):
        with pytest.raises(Refused) as refused:
            actions.merge_persons(person=first, into=second, by=None, at=NOW)
        assert grounds(refused) == [Ground.ALREADY_MERGED]
    with pytest.raises(Refused) as refused:
        actions.merge_persons(person=who, into=who, by=None, at=NOW)
    assert grounds(refused) == [Ground.SAME_RECORD]
    with pytest.raises(Refused) as refused:
        actions.take_apart(person=who, by=None, at=NOW)
    assert grounds(refused) == [Ground.NOT_MERGED]


# ---- assignments


def test_an_assignment_is_corrected_by_a_new_row(nation: Nation):
    old = seat(person(), nation.mayor, nation.rasht)

    new = actions.correct_assignment(
        assignment=old,
        seat=Seat(nation.mayor, nation.city_hall, START, kind="acting"),
        by=None,
        at=LATER,
    )

    assert Assignment.objects.current().get() == new
    assert Assignment.objects.known_at(NOW).get() == old
    assert new.unit == nation.city_hall
    with pytest.raises(Refused) as refused:
        actions.correct_assignment(
            assignment=new,
            seat=Seat(nation.mayor, nation.city_hall, START, kind="acting"),
            by=None,
            at=LATER,
        )
    assert grounds(refused) == [Ground.NOTHING_CHANGES]


def test_an_assignment_ends_on_a_day(nation: Nation):
    old = seat(person(), nation.mayor, nation.rasht)

    new = actions.end_assignment(assignment=old, until_day=TODAY, by=None, at=LATER)

    assert Assignment.objects.current().held_on(YESTERDAY).get() == new
    assert not Assignment.objects.current().held_on(TODAY).exists()
    for day, ground in (
        (TODAY, Ground.NOTHING_CHANGES),
        (START, Ground.ENDS_BEFORE_START),
    ):
        with pytest.raises(Refused) as refused:
            actions.end_assignment(assignment=new, until_day=day, by=None, at=LATER)
        assert grounds(refused) == [ground]
    with pytest.raises(Refused) as refused:
        actions.end_assignment(assignment=old, until_day=TOMORROW, by=None, at=LATER)
    assert grounds(refused) == [Ground.ALREADY_RECORDED]


def test_an_assignment_that_never_was_is_withdrawn(nation: Nation):
    old = seat(person(), nation.mayor, nation.rasht)

    actions.withdraw_assignment(assignment=old, by=None, at=LATER)

    assert not Assignment.objects.current().exists()
    assert Assignment.objects.known_at(NOW).get() == old


def test_the_same_seat_is_recorded_once(nation: Nation):
    who = person()
    seat(who, nation.mayor, nation.rasht)

    with pytest.raises(Refused) as refused:
        seat(who, nation.mayor, nation.rasht)

    assert grounds(refused) == [Ground.ALREADY_RECORDED]


# ---- posts and derived values


def test_a_post_is_corrected_and_remembers(nation: Nation):
    actions.correct_post(
        post=nation.mayor,
        details=PostDetails("شهردار کلان‌شهر", managerial=True),
        by=None,
        at=LATER,
    )

    nation.mayor.refresh_from_db()
    assert nation.mayor.former.get().title == "شهردار"
    assert nation.mayor.search_key == "شهردارکلانشهر"
    for details, ground in (
        (PostDetails(" "), Ground.NAME_MISSING),
        (PostDetails("شهردار کلان‌شهر", managerial=True), Ground.NOTHING_CHANGES),
    ):
        with pytest.raises(Refused) as refused:
            actions.correct_post(post=nation.mayor, details=details, by=None, at=LATER)
        assert grounds(refused) == [ground]


def test_a_post_has_a_title_and_a_code_of_its_own(nation: Nation):
    for code, title, ground in (
        ("MAYOR", "دیگر", Ground.CODE_TAKEN),
        ("NEW", "", Ground.NAME_MISSING),
    ):
        with pytest.raises(Refused) as refused:
            actions.create_post(code=code, details=PostDetails(title), by=None, at=NOW)
        assert grounds(refused) == [ground]


def test_names_are_rebuilt_at_will():
    who = person()
    before = set(NameKey.objects.values_list("name", "key"))
    NameKey.objects.all().delete()
    Person.objects.update(sort_key="")

    assert actions.rebuild_names() == 1

    assert set(NameKey.objects.values_list("name", "key")) == before
    who.refresh_from_db()
    assert who.sort_key


def test_names_rebuilt_lose_the_keys_they_no_longer_have():
    who = person()
    before = set(NameKey.objects.values_list("name", "key"))
    NameKey.objects.create(name=who.last_name, key="of-an-older-spelling")

    actions.rebuild_names()

    assert set(NameKey.objects.values_list("name", "key")) == before


def test_a_name_recorded_while_names_are_rebuilt_keeps_its_keys(monkeypatch):
    person()
    order = persons._sort_key

    def meanwhile(who: Person) -> str:
        persons._write_names(["نویافته"])
        return order(who)

    monkeypatch.setattr(persons, "_sort_key", meanwhile)

    actions.rebuild_names()

    assert NameKey.objects.filter(name="نویافته").exists()


def test_those_of_more_keys_than_a_database_takes_values(nation: Nation) -> None:
    first, second, _ = (person() for _ in range(3))
    keys = [first.pk, *range(10**9, 10**9 + 300_000), second.pk]

    found = Person.objects.with_keys(keys)

    assert set(found) == {first, second}
    assert found.filter(pk=first.pk).count() == 1
    assert not Person.objects.with_keys([]).exists()
