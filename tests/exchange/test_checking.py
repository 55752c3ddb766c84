"""Rows checked side by side become what each becomes by itself."""

from __future__ import annotations

from datetime import date
from operator import attrgetter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from karamad.kernel.identifiers import synthetic, synthetic_foreign
from karamad.kernel.sealing import Keys, Seal
from karamad.registers.exchange.checking import Checker, Line, Terms
from karamad.registers.exchange.rules.faults import Code
from karamad.registers.exchange.rules.kinds import KINDS
from karamad.registers.exchange.sources import FIRST, sizes
from karamad.registers.exchange.writing.rows import Row

TODAY = date(2026, 2, 1)
KEYS = Keys(bytes(range(32)), b"index")
# What any column may have in it: good for one, a fault in another.
CELLS = (
    "",
    " ",
    "-",
    synthetic(3),
    synthetic(3).lstrip("0"),
    synthetic_foreign(4),
    "12",
    "علي",
    "رضایی",
    "K-1",
    "ك-۲",
    "a|b",
    "1404-02-11",
    "1404/02/10",
    "1404/2/31",
    "2999-01-01",
    "12.505",
    "1",
    "بله",
    "مرد",
    "exam",
    "آزمون",
    "#REF!",
    "x" * 6_000,
)
SPANNED = (synthetic(1), "P-1", "U-1", "1404-02-11")


def checker(kind: str) -> Checker:
    names = KINDS[kind].names
    places = {name: place for place, name in enumerate(names)}
    return Checker(Terms(kind, places, len(names), TODAY, KEYS))


def assignment(until: str) -> list[str]:
    names = KINDS["assignments"].names
    said = dict(zip(("national_id", "post", "unit", "from"), SPANNED, strict=True))
    return [{**said, "until": until}.get(name, "") for name in names]


def plain(row: Row) -> tuple[object, ...]:
    """Return what a row says, a sealed id opened: no two seals are alike."""
    seal = Seal(KEYS)
    derived = [seal.decrypt(v) if isinstance(v, bytes) else v for v in row.derived]
    return row.number, row.cells, row.said, row.mended, derived


@pytest.mark.parametrize("kind", KINDS)
@given(data=st.data())
def test_many_rows_become_what_each_becomes_alone(kind: str, data: st.DataObject):
    check = checker(kind)
    cells = st.lists(
        st.sampled_from(CELLS), min_size=check.width - 2, max_size=check.width + 2
    )
    rows = data.draw(st.lists(cells, min_size=1, max_size=5))
    lines: list[Line] = list(enumerate(rows, start=2))

    columns, refused = check.check_all(lines)

    alone = [check.check(*line) for line in lines]
    good = [each.row for each in alone if each.row and not each.refusals]
    abreast = sorted(columns.rows(), key=attrgetter("number"))
    assert [plain(row) for row in abreast] == [plain(row) for row in good]
    assert [(e.row and e.row.cells, e.refusals) for e in refused] == [
        (e.row and e.row.cells, e.refusals) for e in alone if e.row and e.refusals
    ]


def test_a_file_of_good_rows_is_told_from_one_with_a_fault_in_each_row():
    """The generated rows above must not all be of one sort."""
    check = checker("assignments")
    good, late = assignment("1404-02-12"), assignment("1404-02-11")

    columns, refused = check.check_all([(2, good), (3, late), (4, good)])

    assert columns.numbers == [2, 4]
    assert [row.cells for row in columns.rows()] == [good, good]
    ((reason,),) = (each.refusals for each in refused)
    assert (reason.row, reason.code) == (3, Code.ENDS_BEFORE_START)


def test_a_mended_row_among_others_is_the_one_that_is_marked():
    check = checker("assignments")
    whole, cut = assignment(""), assignment("")
    body = next(synthetic(n) for n in range(1_000_000) if synthetic(n).startswith("0"))
    cut[KINDS["assignments"].names.index("national_id")] = body.lstrip("0")

    columns, _ = check.check_all([(2, whole), (3, cut), (4, whole)])

    assert [row.mended for row in columns.rows()] == [False, True, False]
    assert columns.rows()[1].said[0] == body


def someone(number: int, first: str, last: str) -> list[str]:
    names = KINDS["people"].names
    said = {"national_id": synthetic(number), "first_name": first, "last_name": last}
    return [said.get(name, "") for name in names]


def test_people_go_by_the_alphabet_each_with_what_is_his():
    check = checker("people")
    lines = [
        (2, someone(1, "علی", "یزدی")),
        (3, someone(2, "علی", "آبادی")),
        (4, someone(3, "", "بی‌نام")),
        (5, someone(4, "آرش", "پارسا")),
    ]

    columns, refused = check.check_all(lines)

    assert columns.numbers == [3, 5, 2]
    alone = check.check(*lines[1]).row
    assert alone
    assert plain(columns.rows()[0]) == plain(alone)
    assert [row.cells for row in columns.rows()] == [lines[n][1] for n in (1, 3, 0)]
    assert [each.row and each.row.number for each in refused] == [4]


def test_people_of_whom_one_comes_twice_go_as_the_file_has_them():
    lines = [(2, someone(1, "علی", "یزدی")), (3, someone(1, "علی", "آبادی"))]

    columns, _ = checker("people").check_all(lines)

    assert columns.numbers == [2, 3]


def test_the_first_batches_are_small_and_none_is_larger_than_asked():
    asked = sizes(10 * FIRST)
    at_once = sizes(None)
    small = sizes(FIRST // 2)

    assert [next(asked) for _ in range(6)] == [
        FIRST, 2 * FIRST, 4 * FIRST, 8 * FIRST, 10 * FIRST, 10 * FIRST
    ]  # fmt: skip
    assert next(at_once) is None
    assert next(small) == FIRST // 2
