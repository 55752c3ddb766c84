"""Laws as rows: what every criterion of every law comes to on a day, for the SQL.

A law goes by its place in the list, a criterion by its place in the law and by the bit
of that place. Numbers of hours are in ten-thousandths, so that caps are whole.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_CEILING, Decimal
from functools import singledispatchmethod
from typing import Any, Final

import pyarrow as pa

from karamad.cycle.eligibility.measures.bounds import bounds_of_age, bounds_of_service
from karamad.cycle.eligibility.measures.looks import NEVER, Look, Looks, Measured
from karamad.cycle.eligibility.measures.shapes import SHAPES, Rows, rows_of
from karamad.cycle.eligibility.measures.shelf import (
    CLASSES,
    Shelf,
    equals,
    fine,
    fine_cap,
    hundredths,
)
from karamad.cycle.eligibility.measures.stretches import (
    MOST_STRETCHES,
    edges,
    force_spans,
    stretches,
    stride,
)
from karamad.cycle.eligibility.measures.texts import Keys, Texts, year_edges
from karamad.cycle.eligibility.rules import ResultKind, rank_value
from karamad.kernel.jalali import jalali_year, year_starts
from karamad.registers.competencies.rules import (
    MOST_CRITERIA,
    AgeTerms,
    AppraisalTerms,
    AssessmentTerms,
    CompetencyTerms,
    CourseClass,
    CourseTerms,
    CredentialTerms,
    Criterion,
    Degree,
    DegreeTerms,
    ExamTerms,
    HoursTerms,
    Profile,
    Rank,
    RankTerms,
    ServiceTerms,
    Since,
    SinceEvent,
    Window,
)

_DAY: Final = timedelta(days=1)
CLASSES_A_PART: Final = 8  # a part is a look, and within it a class

_SORT: Final = 3  # of an attribute: what of a person it is about
_DATED: Final = ("course_look", "hours_look")  # part second, days at the end
_NEEDS: Final = {Since.RANK: "needs_rank", Since.APPOINTMENT: "needs_appointment"}


class TooManyCriteria(Exception):
    """A profile has more criteria than can be judged at once; names it."""


@dataclass(frozen=True, slots=True)
class _Asked:
    """A criterion by law, place and bit."""

    law: int
    place: int
    criterion: Criterion
    stride: int

    @property
    def base(self) -> int:
        """To this the key of a course, or a code, is added: the key it is asked by."""
        return self.law * self.stride

    @property
    def head(self) -> tuple[int, int, int]:
        return self.law, self.place, 1 << self.place

    @property
    def window(self) -> Window | None:
        return self.criterion.window


class Terms:
    """The rows of many laws on one day. tables: by name, in the shape of `SHAPES`.

    is_ahead: also criteria that come into force later, and looks that open later.
    Errors: TooManyCriteria.
    """

    def __init__(
        self,
        laws: Sequence[Profile],
        on: date,
        shelf: Shelf,
        *,
        is_ahead: bool = False,
    ) -> None:
        self.on = on
        self.looks = Looks(on)
        self._shelf = shelf
        self._is_ahead = is_ahead
        codes = 2 + sum(len(law.criteria) for law in laws)
        self.stride = stride(shelf.keys.values(), codes)
        self._capped_since: list[date] = []
        self._codes: dict[tuple[str, ...], int] = {}
        self._rows: dict[str, Rows] = {name: [] for name in SHAPES}
        self._code(
            "instrument", ResultKind.RANK.value, ""
        )  # the first: by it ranks are read
        self._rows["rank_word"] = [
            (hundredths(rank_value(rank)), rank.value) for rank in Rank
        ]
        for number, law in enumerate(laws):
            self._add(number, law)
        self.edges = self._edges()
        years = year_edges(self.capped_since, on)
        self._rows["stretch"] = list(stretches(self.edges, years))

    @property
    def capped_since(self) -> date:
        """The first day that a capped criterion looks at."""
        return min(self._capped_since, default=self.on)

    @property
    def texts(self) -> Texts:
        """The measures, as of the day and of these laws."""
        return Texts(self.on, self.keys)

    @property
    def keys(self) -> Keys:
        """How these laws ask for completions."""
        return Keys(self.edges, self.capped_since, self.stride, self._is_ahead)

    def _edges(self) -> list[date]:
        looks = {row[1]: row[-2:] for name in _DATED for row in self._rows[name]}
        return edges(looks.values(), self._capped_since, self.on, MOST_STRETCHES)

    @property
    def tables(self) -> dict[str, pa.Table]:
        return {name: rows_of(name, rows) for name, rows in self._rows.items()}

    def _add(self, number: int, law: Profile) -> None:
        if len(law.criteria) > MOST_CRITERIA:
            raise TooManyCriteria(law.code)
        masks = dict.fromkeys(list(SHAPES["law"])[1:], 0)
        for place, criterion in enumerate(law.criteria):
            asked = _Asked(number, place, criterion, self.stride)
            end = criterion.in_force.end or NEVER
            name = (law.code, criterion.id, end, criterion.id in law.in_tree)
            self._rows["criterion"].append((*asked.head, asked.base, *name))
            if self.on in criterion.in_force:
                masks["force"] |= 1 << place
            elif not self._is_ahead:
                continue
            for mask in self._ask(asked):
                masks[mask] |= 1 << place
        self._rows["law"].append((number, *masks.values()))
        self._rows["force_span"] += force_spans(number, law, self.on)

    def _ask(self, asked: _Asked) -> Iterator[str]:
        """Write the rows of a criterion; yield the masks of its law it stands in."""
        criterion = asked.criterion
        if criterion.is_unset:
            yield "unset"
            return
        if isinstance(criterion.window, SinceEvent):
            yield _NEEDS[criterion.window.event]
            if criterion.window.event is Since.APPOINTMENT:
                self._rows["appointment_term"].append(_appointment(asked))
        if isinstance(criterion.terms, AppraisalTerms):
            yield "appraised"
        if _is_always_met(criterion):
            yield "always"
        self._write(criterion.terms, asked)

    @singledispatchmethod
    def _write(self, terms: Any, asked: _Asked) -> None:
        raise TypeError(f"no rows are known for {terms} of {asked.criterion.id}")

    def _looks(self, window: Window | None) -> tuple[list[Look], bool]:
        """Return the looks of a window, and whether they are steady.

        What is steady opens on the day asked or not at all.
        """
        looks = self.looks.of(window)
        if not self._is_ahead:
            looks = [look for look in looks if look.since == self.on]
        is_steady = all(
            look.since == self.on and look.begin is not Measured.APPOINTMENT
            for look in looks
        )
        return looks, is_steady

    def _part(
        self, asked: _Asked, look: Look, *, is_steady: bool, **columns: Any
    ) -> int:
        """Write down a look of a criterion, and return the part it goes by."""
        part = (len(self._rows["look"]) + 1) * CLASSES_A_PART
        seen = (look.begin, look.since, look.until, look.slide, is_steady)
        rest = [columns.get(name, none) for name, none in _OF_A_LOOK.items()]
        self._rows["look"].append((part, *asked.head, *seen, *rest))
        return part

    # ---- courses and hours ---------------------------------------------------

    @_write.register
    def _course(self, terms: CourseTerms, asked: _Asked) -> None:
        looks, is_steady = self._looks(asked.window)
        since = equals(self._shelf, terms.courses)
        for look in looks:
            part = self._part(asked, look, is_steady=is_steady)
            self._rows["course_look"] += [
                (asked.law, part, key, max(look.first, begin), look.last)
                for key, begin in since.items()
            ]

    @_write.register
    def _hours(self, terms: HoursTerms, asked: _Asked) -> None:
        classes = sum(1 << CLASSES.index(each) for each in terms.classes)
        by_class = bool(terms.class_caps)
        begin = self.looks.begin_of(asked.window)
        self._rows["hours_term"].append((*asked.head[:2], begin))
        looks, is_steady = self._looks(asked.window)
        for look in looks:
            part = self._part(
                asked,
                look,
                is_steady=is_steady and not by_class,
                is_hours=True,
                is_capped=_is_capped(terms),
                by_class=by_class,
                is_always=_is_always_met(asked.criterion),
                minimum=fine(terms.minimum, ROUND_CEILING),
                yearly_cap=fine(terms.yearly_cap),
            )
            row = (asked.law, part, classes, look.first, look.last)
            self._rows["hours_look"].append(row)
        if _is_capped(terms):
            self._capped_since += [look.first for look in looks]
            ordered = (terms.classes or CLASSES) if by_class else CLASSES[:1]
            self._rows["cap"] += [
                (*asked.head[:2], CLASSES.index(each), nth, *_caps_of(terms, each))
                for nth, each in enumerate(ordered)
            ]

    # ---- results ---------------------------------------------------------------

    @_write.register
    def _assessment(self, terms: AssessmentTerms, asked: _Asked) -> None:
        self._result(ResultKind.ASSESSMENT, terms.assessment, terms.minimum, asked)

    @_write.register
    def _competency(self, terms: CompetencyTerms, asked: _Asked) -> None:
        self._result(ResultKind.COMPETENCY, terms.competency, terms.level, asked)

    @_write.register
    def _exam(self, terms: ExamTerms, asked: _Asked) -> None:
        self._result(ResultKind.EXAM, terms.exam, terms.minimum, asked)

    def _result(
        self, kind: ResultKind, code: str, least: Decimal | None, asked: _Asked
    ) -> None:
        key = asked.base + self._code("instrument", kind.value, code)
        looks, is_steady = self._looks(asked.window)
        for look in looks:
            part = self._part(
                asked, look, is_steady=is_steady, minimum=hundredths(least)
            )
            self._see(key, part, look, is_best=kind is ResultKind.EXAM)

    def _see(self, key: int, part: int, look: Look, *, is_best: bool) -> None:
        row = (key, part, look.begin, look.first, look.last, is_best)
        self._rows["result_look"].append(row)

    def _code(self, table: str, *words: str) -> int:
        """Return the number of a word as a fact has it, written down once."""
        code = self._codes.setdefault((table, *words), len(self._codes))
        row = (*words, code)
        if row not in self._rows[table]:
            self._rows[table].append(row)
        return code

    @_write.register
    def _appraisal(self, terms: AppraisalTerms, asked: _Asked) -> None:
        years, minimum = terms.years or 0, terms.minimum or Decimal(0)
        key = asked.base + self._code("instrument", ResultKind.APPRAISAL.value, "")
        now = jalali_year(self.on)
        for year in (now, now + 1) if self._is_ahead else (now,):
            opens_on = self.on if year == now else year_starts(year)
            appraisal = (len(self._rows["look"]) + 1) * CLASSES_A_PART
            for appraised in range(year - years, year):
                last = year_starts(appraised + 1) - _DAY
                look = Look(
                    year_starts(appraised),
                    min(last, self.on),
                    Measured.FIXED,
                    opens_on,
                    year_starts(year + 1),
                    slide=0,
                )
                part = self._part(
                    asked,
                    look,
                    is_steady=False,
                    is_appraisal=True,
                    appraisal=appraisal,
                    minimum=hundredths(minimum * years),
                    years=years,
                )
                self._see(key, part, look, is_best=False)

    # ---- what a person is and holds --------------------------------------------

    @_write.register
    def _credential(self, terms: CredentialTerms, asked: _Asked) -> None:
        key = asked.base + self._code("credential_type", terms.credential)
        self._rows["credential_look"].append((key, *asked.head))

    @_write.register
    def _age(self, terms: AgeTerms, asked: _Asked) -> None:
        years = (
            terms.minimum or 0,
            None if terms.maximum is None else terms.maximum + 1,
        )
        bounds = bounds_of_age(terms, self.on)
        self._attribute(asked, "birth", *bounds, None, *years)

    @_write.register
    def _service(self, terms: ServiceTerms, asked: _Asked) -> None:
        bounds = bounds_of_service(terms, self.on)
        self._attribute(asked, "service", *bounds, None, terms.years or 0, None)

    @_write.register
    def _degree(self, terms: DegreeTerms, asked: _Asked) -> None:
        least = (terms.degree or Degree.NONE).order
        self._attribute(asked, "degree", None, None, least, None, None)

    @_write.register
    def _rank(self, terms: RankTerms, asked: _Asked) -> None:
        least = hundredths(rank_value(terms.rank or Rank.NONE))
        self._attribute(asked, "rank", None, None, least, None, None)

    def _attribute(self, asked: _Asked, *columns: Any) -> None:
        rows = self._rows["attribute_term"]
        is_first = all((row[0], row[_SORT]) != (asked.law, columns[0]) for row in rows)
        rows.append((*asked.head, *columns, is_first))


_OF_A_LOOK: Final = {
    "is_hours": False,
    "is_capped": False,
    "by_class": False,
    "is_appraisal": False,
    "is_always": False,  # met whatever counts; only the evidence looks
    "minimum": 1,  # of courses and results one is enough
    "yearly_cap": None,
    "years": None,
    "appraisal": None,  # the part of the first of the years that are one mean
}


def _is_always_met(criterion: Criterion) -> bool:
    """Test whether nothing at all is enough; rows need not be looked at."""
    terms = criterion.terms
    return isinstance(terms, HoursTerms) and terms.minimum == 0


def _is_capped(terms: HoursTerms) -> bool:
    return terms.yearly_cap is not None or bool(terms.class_caps)


def _caps_of(terms: HoursTerms, course_class: CourseClass | None) -> tuple[int, int]:
    """Return the yearly cap, and that of a class; where no class has one, of all."""
    caps = dict(terms.class_caps)
    own = None if course_class is None else caps.get(course_class)
    return fine_cap(terms.yearly_cap), fine_cap(own)


def _appointment(asked: _Asked) -> tuple[Any, ...]:
    terms, is_always = asked.criterion.terms, _is_always_met(asked.criterion)
    minimum: int | None = 1
    is_capped = False
    if isinstance(terms, HoursTerms) and not is_always:
        minimum, is_capped = fine(terms.minimum, ROUND_CEILING), _is_capped(terms)
    return asked.law, asked.place, minimum, is_capped, is_always
