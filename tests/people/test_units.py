from datetime import date, timedelta

import pytest

from karamad.registers.people import actions
from karamad.registers.people.actions import Refused
from karamad.registers.people.actions.units import UnitDetails
from karamad.registers.people.models import Assignment, Unit, UnitPlace
from karamad.registers.people.models.tree import (
    ancestors_on,
    children_on,
    ids_below_on,
)
from karamad.registers.people.rules import Ground
from karamad.trust.audit.models import Entry
from tests.people.nation import LATER, NOW, START, TODAY, Nation, person, seat, unit

pytestmark = pytest.mark.django_db

YESTERDAY, TOMORROW = TODAY - timedelta(1), TODAY + timedelta(1)


def grounds(refused: pytest.ExceptionInfo[Refused]) -> list[Ground]:
    return [refusal.ground for refusal in refused.value.refusals]


def names(units: list[Unit]) -> list[str]:
    return [each.code for each in units]


def test_a_unit_opens_under_its_parent(nation: Nation):
    assert nation.city_hall.path == (
        f"{nation.ministry.pk}.{nation.khorasan.pk}.{nation.birjand.pk}."
        f"{nation.city_hall.pk}."
    )
    assert nation.city_hall.search_key == "شهرداریبیرجند"
    assert names(ancestors_on(nation.city_hall, TODAY)) == ["MOI", "P29", "C2901"]
    assert Entry.objects.about("unit", "M2901").get().act == "people:unit:open"


def test_a_code_is_taken_once(nation: Nation):
    with pytest.raises(Refused) as refused:
        unit("P29", "دیگر", "province", nation.ministry)

    assert grounds(refused) == [Ground.CODE_TAKEN]


def test_a_unit_opens_under_an_open_parent(nation: Nation):
    actions.close_unit(unit=nation.rasht, on=TODAY, by=None, at=NOW)

    unit("X1", "پیش از بستن", "office", nation.rasht, opened_on=YESTERDAY)
    with pytest.raises(Refused) as refused:
        unit("X2", "روز بستن", "office", nation.rasht, opened_on=TODAY)

    assert grounds(refused) == [Ground.PARENT_CLOSED]


def test_a_renamed_unit_remembers_its_name(nation: Nation):
    details = UnitDetails(name="شهرداری رشت بزرگ", kind="municipality", province="01")

    renamed = actions.correct_unit(
        unit=nation.rasht, details=details, by=None, at=LATER
    )

    former = renamed.former.get()
    assert (former.name, former.recorded_at) == ("شهرداری رشت", NOW)
    assert renamed.search_key == "شهرداریرشتبزرگ"
    assert renamed.recorded_at == LATER
    with pytest.raises(Refused) as refused:
        actions.correct_unit(unit=renamed, details=details, by=None, at=LATER)
    assert grounds(refused) == [Ground.NOTHING_CHANGES]


def test_a_move_leaves_yesterday_as_it_was(nation: Nation):
    actions.move_unit(
        unit=nation.birjand, parent=nation.gilan, from_day=TODAY, by=None, at=NOW
    )

    assert names(ancestors_on(nation.city_hall, YESTERDAY)) == ["MOI", "P29", "C2901"]
    assert names(ancestors_on(nation.city_hall, TODAY)) == ["MOI", "P01", "C2901"]
    assert list(children_on(nation.khorasan, YESTERDAY)) == [nation.birjand]
    assert list(children_on(nation.khorasan, TODAY)) == []
    nation.city_hall.refresh_from_db()
    assert nation.city_hall.path.startswith(f"{nation.ministry.pk}.{nation.gilan.pk}.")
    below = Unit.objects.filter(pk__in=ids_below_on(nation.khorasan, YESTERDAY))
    assert {each.code for each in below} == {"P29", "C2901", "M2901"}
    below = Unit.objects.filter(pk__in=ids_below_on(nation.khorasan, TODAY))
    assert {each.code for each in below} == {"P29"}


def test_a_move_to_come_comes_on_its_day(nation: Nation):
    before = nation.birjand.path

    actions.move_unit(
        unit=nation.birjand, parent=nation.gilan, from_day=TOMORROW, by=None, at=NOW
    )

    nation.birjand.refresh_from_db()
    assert nation.birjand.path == before
    assert actions.refresh_paths(on=TODAY) == 0
    assert actions.refresh_paths(on=TOMORROW) == 2
    nation.city_hall.refresh_from_db()
    assert nation.city_hall.path.startswith(f"{nation.ministry.pk}.{nation.gilan.pk}.")


def test_a_move_corrected_on_the_same_day_supersedes(nation: Nation):
    for parent, moment in ((nation.gilan, NOW), (nation.ministry, LATER)):
        actions.move_unit(
            unit=nation.birjand, parent=parent, from_day=TODAY, by=None, at=moment
        )

    places = UnitPlace.objects.filter(unit=nation.birjand, from_day=TODAY)
    assert places.count() == 2
    assert places.current().get().parent == nation.ministry
    assert places.known_at(NOW).get().parent == nation.gilan


def test_the_tree_does_not_bite_itself(nation: Nation):
    with pytest.raises(Refused) as refused:
        actions.move_unit(
            unit=nation.khorasan,
            parent=nation.city_hall,
            from_day=TODAY,
            by=None,
            at=NOW,
        )

    assert grounds(refused) == [Ground.PARENT_BELOW_ITSELF]


def test_nor_by_a_move_recorded_for_later(nation: Nation):
    actions.move_unit(
        unit=nation.gilan, parent=nation.birjand, from_day=TOMORROW, by=None, at=NOW
    )

    with pytest.raises(Refused) as refused:
        actions.move_unit(
            unit=nation.birjand, parent=nation.rasht, from_day=TODAY, by=None, at=NOW
        )

    assert grounds(refused) == [Ground.PARENT_BELOW_ITSELF]


def test_a_move_to_where_it_stands_is_none(nation: Nation):
    with pytest.raises(Refused) as refused:
        actions.move_unit(
            unit=nation.birjand, parent=nation.khorasan, from_day=TODAY, by=None, at=NOW
        )

    assert grounds(refused) == [Ground.NOTHING_CHANGES]


def test_a_unit_becomes_a_root(nation: Nation):
    actions.move_unit(unit=nation.rasht, parent=None, from_day=TODAY, by=None, at=NOW)

    nation.rasht.refresh_from_db()
    assert nation.rasht.path == f"{nation.rasht.pk}."


def test_a_unit_with_people_does_not_close(nation: Nation):
    seat(person(), nation.mayor, nation.rasht)
    seat(person(), nation.mayor, nation.rasht, from_day=TOMORROW)

    with pytest.raises(Refused) as refused:
        actions.close_unit(unit=nation.rasht, on=TODAY, by=None, at=NOW)

    assert [(r.ground, r.about) for r in refused.value.refusals] == [
        (Ground.HOLDS_PEOPLE, "2")
    ]


def test_a_unit_closes_on_the_day_the_last_post_ends(nation: Nation):
    seat(person(), nation.mayor, nation.rasht, until_day=TODAY)

    closed = actions.close_unit(unit=nation.rasht, on=TODAY, by=None, at=NOW)

    assert Unit.objects.open_on(YESTERDAY).filter(pk=closed.pk).exists()
    assert not Unit.objects.open_on(TODAY).filter(pk=closed.pk).exists()
    assert closed.former.get().closed_on is None


def held(day: date, where: Unit) -> int:
    return Assignment.objects.current().held_on(day).filter(unit=where).count()


def test_merged_units_carry_their_people_over(nation: Nation):
    office = unit("O1", "ادارهٔ آموزش", "office", nation.rasht)
    mayor = seat(person(), nation.mayor, nation.rasht)
    coming = seat(person(), nation.mayor, nation.rasht, from_day=TOMORROW)
    gone = seat(person(), nation.mayor, nation.rasht, until_day=TODAY)

    moved = actions.merge_units(
        unit=nation.rasht, into=nation.city_hall, on=TODAY, by=None, at=LATER
    )

    assert moved == 2
    assert held(YESTERDAY, nation.rasht) == 2
    assert held(TODAY, nation.rasht) == 0
    assert held(YESTERDAY, nation.city_hall) == 0
    assert held(TODAY, nation.city_hall) == 1
    assert held(TOMORROW, nation.city_hall) == 2
    assert Assignment.objects.known_at(NOW).filter(unit=nation.rasht).count() == 3
    for old in (mayor, coming):
        old.refresh_from_db()
        assert old.superseded_at == LATER
    gone.refresh_from_db()
    assert gone.superseded_at is None
    nation.rasht.refresh_from_db()
    assert nation.rasht.merged_into == nation.city_hall
    assert nation.rasht.closed_on == TODAY
    assert names(ancestors_on(office, TODAY)) == ["MOI", "P29", "C2901", "M2901"]
    assert names(ancestors_on(office, YESTERDAY)) == ["MOI", "P01", "M0101"]


def test_a_seat_that_is_there_already_is_not_doubled(nation: Nation):
    who = person()
    seat(who, nation.mayor, nation.rasht)
    seat(who, nation.mayor, nation.city_hall, from_day=TODAY)

    actions.merge_units(
        unit=nation.rasht, into=nation.city_hall, on=TODAY, by=None, at=LATER
    )

    assert held(TODAY, nation.city_hall) == 1
    assert held(YESTERDAY, nation.rasht) == 1


def test_a_unit_is_merged_once(nation: Nation):
    actions.merge_units(
        unit=nation.rasht, into=nation.city_hall, on=TODAY, by=None, at=NOW
    )

    with pytest.raises(Refused) as refused:
        actions.merge_units(
            unit=nation.rasht, into=nation.birjand, on=TODAY, by=None, at=NOW
        )

    assert grounds(refused) == [Ground.ALREADY_CLOSED]


def test_a_unit_is_not_merged_into_what_is_below_it(nation: Nation):
    with pytest.raises(Refused) as refused:
        actions.merge_units(
            unit=nation.birjand, into=nation.city_hall, on=TODAY, by=None, at=NOW
        )

    assert grounds(refused) == [Ground.PARENT_BELOW_ITSELF]


def test_a_unit_without_a_derived_path_has_nothing_below_it(nation: Nation):
    Unit.objects.filter(pk=nation.rasht.pk).update(path="")

    assert not Unit.objects.below([""]).exists()
    assert START < TODAY
