"""Everyone's standing from the extract: what the rules write, kept till it changes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from io import StringIO
from pathlib import Path
from random import Random
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from karamad.cycle.eligibility.actions import standing as standings
from karamad.cycle.eligibility.actions.laws import laws
from karamad.cycle.eligibility.actions.standing import (
    Asked,
    NoExtract,
    Standing,
    stand,
)
from karamad.kernel.identifiers import synthetic
from karamad.lake.engines.duck import Duck
from karamad.lake.extracting import extract
from karamad.lake.shelf import newest
from karamad.lake.slices import slices
from karamad.registers.competencies.actions import save_edition
from karamad.registers.competencies.models import Edition
from karamad.registers.competencies.rules import MOST_CRITERIA
from karamad.registers.people.actions import merge_persons
from karamad.registers.people.models import Person, Post, Unit
from tests import nation
from tests.eligibility import evidence
from tests.lake.conftest import home, registers, small_parts  # noqa: F401 - fixtures

ON = date(2026, 5, 1)
PROFILES = (
    """
profile: base-manager
title: {fa: مدیر پایه}
applies_to: {level: base}
criteria:
  - {id: course, kind: course, courses: [A, B], window: {years: 3},
     source: {document: "1"}}
  - {id: hours, kind: hours, minimum: 30, window: {years: 2}, source: {document: "2"}}
  - {id: age, kind: age, minimum: 18, maximum: 45, source: {document: "3"}}
  - {id: new, kind: course, courses: [C], window: {since: appointment},
     source: {document: "4"}, in_force: {from: 1405-06-01}}
verdict: {all: [age, {any: [course, hours]}, new]}
""",
    """
profile: contractual
title: {fa: پیمانی}
applies_to: {employment: [contractual], unit_kind: [office]}
criteria:
  - {id: exam, kind: exam, exam: LAW, minimum: 60, source: {document: "5"}}
  - {id: degree, kind: degree, degree: bachelor, source: {document: "6"}}
""",
)


@pytest.fixture
def crew(registers: Path) -> list[Person]:  # noqa: F811
    """Thirty people of all sorts, two records merged, two retired."""
    dice = Random(5)  # noqa: S311 - nothing secret
    for profile in PROFILES:
        evidence.profile(profile)
    units = [nation.unit(f"U{n}", kind=("office", "county")[n % 2]) for n in range(3)]
    posts = [nation.post("LEAD", level="base", managerial=True), nation.post("CLERK")]
    courses = [nation.course(code, hours=Decimal(20)) for code in "ABC"]
    people = [
        nation.person(
            national_id=synthetic(700 + number),
            birth_date=dice.choice((None, ON - timedelta(days=365 * 44 + number))),
            degree=dice.choice(("", "diploma", "master")),
            employment=dice.choice(("", "contractual", "official")),
            retired_on=date(2026, 1, 1) if number % 15 == 7 else None,
        )
        for number in range(30)
    ]
    for person in people[:27]:
        for post in posts[: dice.randrange(1, 3)]:
            nation.assignment(person, post, dice.choice(units))
        for course in dice.sample(courses, dice.randrange(4)):
            day = ON - timedelta(days=dice.randrange(1500))
            evidence.completion(person, course, day)
        if dice.random() < 0.6:
            evidence.result(person, "LAW", ON, dice.choice((None, 50, 70)))
    return people


def judged(path: Path, **options: Any) -> str:
    call_command("judge", as_of="1405-02-11", out=path, stderr=StringIO(), **options)
    return path.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "options",
    [
        {},
        {"unit": "U1"},
        {"profile": "contractual", "everyone": True},
        {"considered": True},
        {"considered": True, "unit": "U1"},
    ],
)
def test_everyone_at_once_writes_what_the_rules_write(
    crew: list[Person], tmp_path: Path, options: dict[str, Any]
):
    consider(crew)
    by_rules = judged(tmp_path / "rules.csv", engine="rules", **options)

    at_once = judged(tmp_path / "duckdb.csv", engine="duckdb", **options)

    assert at_once == by_rules
    assert at_once.count("\n") > 5


@pytest.mark.parametrize(
    "options",
    [{}, {"gregorian": True}, {"profile": "contractual", "everyone": True}],
)
def test_findings_with_their_evidence_are_written_as_the_rules_write_them(
    crew: list[Person],
    tmp_path: Path,
    options: dict[str, Any],
):
    told = [tmp_path / "rules.csv", tmp_path / "duckdb.csv"]
    exempt(crew)

    by_rules = judged(tmp_path / "v1.csv", engine="rules", findings=told[0], **options)
    at_once = judged(tmp_path / "v2.csv", findings=told[1], **options)

    assert at_once == by_rules
    written = told[0].read_text(encoding="utf-8")
    assert told[1].read_text(encoding="utf-8") == written
    assert "completion:" in written or options.get("everyone")
    assert "exemption:70@" in written
    assert "result:LAW@" in written


@pytest.fixture
def cut(
    small_parts: Callable[[str, int], None],  # noqa: F811
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Let an engine hold eight people; thirty are four slices."""
    monkeypatch.setattr(Duck, "people_at_a_time", 8)


@pytest.mark.parametrize("options", [{}, {"profile": "contractual", "everyone": True}])
def test_a_nation_is_judged_in_slices_as_it_is_as_a_whole(
    crew: list[Person], cut: None, tmp_path: Path, options: dict[str, Any]
):
    exempt(crew)
    for one, other in ((1, 20), (20, 9), (25, 2), (3, 4), (28, 16)):
        merge_persons(person=crew[one], into=crew[other], by=None, at=timezone.now())
    told = [tmp_path / "rules.csv", tmp_path / "slices.csv"]
    by_rules = judged(tmp_path / "v1.csv", engine="rules", findings=told[0], **options)

    in_slices = judged(tmp_path / "v2.csv", findings=told[1], **options)
    without = judged(tmp_path / "v3.csv", **options)

    assert len(list(slices(newest(), 8))) >= 4
    assert in_slices == without == by_rules
    assert told[1].read_text("utf-8") == told[0].read_text("utf-8")


def test_nobody_asked_about_is_an_empty_file(crew: list[Person], tmp_path: Path):
    nation.unit("EMPTY")
    told = tmp_path / "f.csv"

    written = judged(tmp_path / "v.csv", findings=told, unit="EMPTY")

    assert written.count("\n") == told.read_text(encoding="utf-8").count("\n") == 1


def test_findings_without_any_evidence_are_written(
    registers: Path,  # noqa: F811
    tmp_path: Path,
):
    evidence.profile(PROFILES[1])
    bare = nation.person(national_id=synthetic(699), employment="contractual")
    nation.assignment(bare, nation.post("CLERK"), nation.unit("U1", kind="office"))
    told = tmp_path / "f.csv"

    judged(tmp_path / "v.csv", findings=told)

    rows = [row.split(",") for row in told.read_text(encoding="utf-8").splitlines()]
    assert [row[6:12] for row in rows[1:]] == [
        ["exam", "unmet", "", "60", "", ""],
        ["degree", "unknown", "", "bachelor", "", ""],
    ]


def consider(crew: list[Person]) -> None:
    """Consider all for a post at two units and some for another; some hold it."""
    lead, clerk = Post.objects.get(code="LEAD"), Post.objects.get(code="CLERK")
    units = Unit.objects.filter(code__startswith="U").order_by("code")
    for number, person in enumerate(crew):
        for unit in (units[number % 3], units[(number + 1) % 3]):
            evidence.candidacy(person, lead, unit)
        over = ON if number % 2 else ON + timedelta(days=1)
        evidence.candidacy(person, clerk, units[1], until_day=over)


def test_who_is_considered_is_judged_for_that_seat_alone(
    crew: list[Person], tmp_path: Path
):
    consider(crew)
    free = crew[28]  # holds no post

    written = judged(tmp_path / "v.csv", considered=True)

    mine = [row for row in written.splitlines() if row.startswith(free.national_id)]
    leading = [row.split(",")[1:4] for row in mine if "base-manager" in row]
    assert leading == [["LEAD", unit, "base-manager"] for unit in ("U1", "U2")]
    rows = [row.split(",")[:3] for row in written.splitlines()[1:]]
    held = [row.split(",")[:3] for row in judged(tmp_path / "h.csv").splitlines()[1:]]
    assert not any(row in held for row in rows)


def exempt(crew: list[Person]) -> None:
    """Free some of a condition by a paper; and some by two."""
    edition = Edition.objects.get(profile__code="contractual")
    for person in crew[::3]:
        evidence.exemption(person, edition, "exam", document="70", from_day=ON)
    for person in crew[::6]:
        began = ON - timedelta(days=9)
        evidence.exemption(person, edition, "exam", document="69", from_day=began)


def test_a_profile_kept_with_too_many_criteria_is_left_to_the_rules(
    crew: list[Person], tmp_path: Path
):
    kept = laws()["contractual"].profile
    one = kept.criteria[0]
    many = tuple(replace(one, id=f"c{place}") for place in range(MOST_CRITERIA + 1))
    save_edition(replace(kept, criteria=many), by=None, at=timezone.now())

    with pytest.raises(CommandError, match=r"contractual.*--engine rules"):
        judged(tmp_path / "duckdb.csv", engine="duckdb")

    assert not list(tmp_path.glob("*.csv"))
    assert "contractual,2" in judged(tmp_path / "rules.csv", engine="rules")


def test_without_an_extract_nobody_stands_anywhere(registers: Path):  # noqa: F811
    with pytest.raises(NoExtract):
        stand(Asked(ON))


def test_only_those_who_changed_are_judged_again(
    crew: list[Person], monkeypatch: pytest.MonkeyPatch
):
    asked_of: list[Any] = []
    judge = standings._judged

    def seen(asked: Any, by: Any, lake: Any, people: Any, address: Any) -> Any:
        asked_of.append(people)
        return judge(asked, by, lake, people, address)

    monkeypatch.setattr(standings, "_judged", seen)
    asked = Asked(ON, with_findings=True)
    extract(clock=timezone.now)
    first = stand(asked)
    again = stand(asked)
    person = Person.objects.get(pk=who_failed(first, "exam"))
    evidence.result(person, "LAW", ON - timedelta(days=9), 99, at=timezone.now())
    extract(clock=timezone.now)

    later = stand(asked)

    assert asked_of == [None, {person.pk}]
    assert in_order(again.verdict) == in_order(first.verdict) != in_order(later.verdict)
    lake = standings.newest()
    assert lake is not None
    anew = judge(asked, tuple(laws().values()), lake, None, None)
    assert in_order(later.verdict) == in_order(anew[0])
    assert in_order(later.finding) == in_order(anew[1])


def who_failed(standing: Standing, criterion: str) -> int:
    return next(
        row["person"]
        for row in standing.finding.to_pylist()
        if row["criterion"] == criterion and row["outcome"] == "unmet"
    )


def in_order(table: Any) -> list[Any]:
    return sorted(map(repr, table.to_pylist()))


def test_of_an_extract_that_is_named(crew: list[Person]):
    """Who counts by one copy is not given another that came meanwhile."""
    before = extract(clock=timezone.now).lake
    nation.assignment(crew[0], nation.post("GUARD"), nation.unit("U9"))
    evidence.profile(
        "profile: guard\ntitle: {fa: نگهبان}\napplies_to: {posts: [GUARD]}\n"
        "criteria: [{id: age, kind: age, minimum: 18, source: {document: '7'}}]"
    )
    extract(clock=timezone.now)

    then, now = stand(Asked(ON), lake=before), stand(Asked(ON))

    assert then.moment < now.moment
    assert "guard" not in then.verdict["profile"].to_pylist()
    assert "guard" in now.verdict["profile"].to_pylist()


def test_what_is_asked_once_is_not_kept(crew: list[Person], settings: Any):
    extract(clock=timezone.now)

    once = stand(Asked(ON, once=True))

    assert not (Path(settings.HOME) / "standing").exists()
    assert once.verdict.sort_by("person").num_rows == stand(Asked(ON)).verdict.num_rows
    assert (Path(settings.HOME) / "standing").exists()
