"""A third hand: plain pandas over the Parquet files comes to the same verdicts.

It shares no line with the judge: files are read as anybody may read them, the Jalali
calendar is persiantools', and each condition is one expression over columns.
"""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from random import Random

import pandas as pd
import pytest
from django.utils import timezone
from persiantools.jdatetime import JalaliDate

from karamad.cycle.eligibility.actions.standing import Asked, stand
from karamad.kernel.identifiers import synthetic
from karamad.lake.extracting import extract
from karamad.lake.shelf import Lake, newest
from karamad.registers.people.models import Person
from tests import nation
from tests.eligibility import evidence
from tests.lake.conftest import home, registers  # noqa: F401 - fixtures

ON = date(2026, 5, 1)  # 1405-02-11
PEOPLE = 100
PROFILE = """
profile: base-manager
title: {fa: مدیر پایه}
applies_to: {posts: [LEAD]}
criteria:
  - {id: course, kind: course, courses: [A, B], window: {years: 3},
     source: {document: "1"}}
  - {id: hours, kind: hours, minimum: 30, window: {jalali_year: previous},
     source: {document: "2"}}
  - {id: service, kind: service, years: 5, source: {document: "3"}}
  - {id: age, kind: age, minimum: 25, maximum: 50, source: {document: "4"}}
"""
MET, UNKNOWN, UNMET = 2, 1, 0
VERDICTS = {MET: "eligible", UNKNOWN: "undetermined", UNMET: "not_eligible"}


@pytest.fixture
def crew(registers: Path) -> list[Person]:  # noqa: F811
    """People with days on and around every boundary; some records merged, some bare."""
    dice = Random(11)  # noqa: S311 - nothing secret
    evidence.profile(PROFILE)
    unit, post = nation.unit("U1"), nation.post("LEAD")
    courses = [nation.course(code, hours=hours) for code, hours in catalogue()]
    people = [
        nation.person(
            national_id=synthetic(3000 + number),
            birth_date=years_ago(dice, (25, 30, 40, 50, 51)),
            service_start=years_ago(dice, (0, 4, 5, 5, 12, 20)),
        )
        for number in range(PEOPLE)
    ]
    for person in people:
        nation.assignment(person, post, unit)
        for course in dice.sample(courses, 2):
            evidence.completion(
                person,
                course,
                years_ago(dice, (0, 1, 2, 3)) or ON,
                hours=dice.choice((None, None, Decimal(12), Decimal("29.99"))),
                passed=dice.random() < 0.85,
                revoked_on=dice.choice((None, None, None, ON, ON + timedelta(days=1))),
            )
    for gone, kept in zip(people[::20], people[1::20], strict=True):
        Person.objects.filter(pk=gone.pk).update(merged_into=kept)
    return people


def catalogue() -> list[tuple[str, Decimal | None]]:
    return [("A", Decimal(20)), ("B", Decimal(30)), ("C", None), ("D", Decimal(40))]


def years_ago(dice: Random, years: tuple[int, ...]) -> date | None:
    """Return a day on, or beside, an anniversary of the day asked; or none."""
    if dice.random() < 0.08:
        return None
    day = JalaliDate(1405 - dice.choice(years), 2, 11).to_gregorian()
    day += timedelta(days=dice.choice((-200, -40, -1, 0, 1)))
    return min(day, ON)


def test_pandas_over_the_files_comes_to_the_same_verdicts(crew: list[Person]):
    extract(clock=timezone.now)
    lake = newest()
    assert lake is not None

    standing = stand(Asked(ON))

    judged = dict(
        zip(
            standing.verdict["person"].to_pylist(),
            standing.verdict["verdict"].to_pylist(),
            strict=True,
        )
    )
    assert judged == by_pandas(lake)
    assert len(judged) == PEOPLE - len(crew[::20])
    assert set(judged.values()) == set(VERDICTS.values())


# ---- the third hand ---------------------------------------------------------------


def by_pandas(lake: Lake) -> dict[int, str]:
    """Return the verdict of everyone who holds the post, by person."""
    # His own record first: what it says counts before what a merged one says.
    people = rows(lake, "person").set_index("person")
    people = people.sort_values("merged_into", na_position="first", kind="stable")
    into = people["merged_into"].dropna().astype(int).to_dict()
    done = completions(lake, into)
    serving = rows(lake, "assignment")["person"].replace(into).unique()
    found = pd.DataFrame(index=pd.Index(serving))
    found["course"] = course(done).reindex(found.index, fill_value=UNMET)
    found["hours"] = hours(done).reindex(found.index, fill_value=UNMET)
    for name in ("service_start", "birth_date"):
        said = people.groupby(people.index.to_series().replace(into))[name].first()
        years = said.dropna().map(completed_years)
        found[name] = years.reindex(found.index)
    found["service"] = bounded(found["service_start"], 5, 200)
    found["age"] = bounded(found["birth_date"], 25, 50)
    lowest = found[["course", "hours", "service", "age"]].min(axis=1)
    return {person: VERDICTS[int(truth)] for person, truth in lowest.items()}


def rows(lake: Lake, table: str) -> pd.DataFrame:
    return pd.concat([pd.read_parquet(path) for path in lake.paths(table)])


def completions(lake: Lake, into: dict[int, int]) -> pd.DataFrame:
    """Return what was passed and stands, one row a person, course and day."""
    done = rows(lake, "completion").merge(rows(lake, "course"), on="course")
    done["person"] = done["person"].replace(into)
    done["hours"] = done["hours_x"].combine_first(done["hours_y"]).astype(float)
    stands = done["revoked_on"].isna() | (done["revoked_on"] > ON)
    done = done[done["passed"] & stands & (done["completed_on"] <= ON)]
    done = done.sort_values("hours", ascending=False, na_position="last")
    return done.drop_duplicates(["person", "course", "completed_on"])


def course(done: pd.DataFrame) -> pd.Series:
    since = JalaliDate(1402, 2, 11).to_gregorian()
    counts = done["code"].isin(["A", "B"]) & (done["completed_on"] > since)
    return done[counts].groupby("person").size().clip(upper=1) * MET


def hours(done: pd.DataFrame) -> pd.Series:
    year = done["completed_on"].map(lambda day: JalaliDate.to_jalali(day).year)
    last = done[year == 1404].groupby("person")["hours"]
    enough, open_ = last.sum() >= 30, last.apply(lambda each: each.isna().any())
    return open_.map({True: UNKNOWN, False: UNMET}).where(~enough, MET)


def completed_years(since: date) -> int:
    """Return whole Jalali years; the day asked is no last day of Esfand."""
    began, now = JalaliDate.to_jalali(since), JalaliDate.to_jalali(ON)
    return now.year - began.year - ((now.month, now.day) < (began.month, began.day))


def bounded(years: pd.Series, low: int, high: int) -> pd.Series:
    within = years.between(low, high).map({True: MET, False: UNMET})
    return within.where(years.notna(), UNKNOWN)
