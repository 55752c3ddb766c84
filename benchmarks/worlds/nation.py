"""A synthetic nation as the lake keeps one, made by seed with numpy: for benchmarks.

Forty posts, each with a law of its own that asks ten things, four or five of them
courses; all eleven kinds and every sort of window are in the mix.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from karamad.kernel.jalali import parse_day
from karamad.registers.competencies.rules import Profile, read_profile

ON = parse_day("1405-02-11")
PEOPLE_A_PART = 8_192
COMPLETIONS_EACH = 23.4
LAWS, COURSES, UNITS = 40, 400, 900
DEGREES = np.array(["diploma", "associate", "bachelor", "master", "doctorate"])
EMPLOYMENTS = np.array(["official", "contractual", "fixed_term"])
AMOUNT = pa.decimal128(7, 2)
TODAY = (ON - date(1970, 1, 1)).days

Table = dict[str, Any]


# ---- laws -----------------------------------------------------------------------


def laws() -> list[Profile]:
    return [law(number) for number in range(LAWS)]


def law(number: int) -> Profile:
    """Return a law of ten criteria: five courses at most, the other kinds in turn."""
    mine = [f"C{(number * 10 + place) % COURSES:03}" for place in range(10)]
    windows = [None, {"years": 3}, {"months": 30}, {"jalali_year": "previous"}]
    windows += [{"since": "appointment"}, {"days": 900}, {"since": "rank"}]
    asked: list[dict[str, Any]] = [
        {"kind": "course", "courses": mine[:2]},
        {"kind": "course", "courses": [mine[2]], "window": {"years": 5}},
        {"kind": "course", "courses": mine[3:5], "window": {"years": 3}},
        {"kind": "course", "courses": [mine[5]], "window": windows[number % 7]},
    ]
    others: list[dict[str, Any]] = [
        {
            "kind": "hours",
            "minimum": 20,
            "window": {"jalali_year": "previous"},
        },
        {
            "kind": "assessment",
            "assessment": "CENTRE",
            "minimum": 50,
            "window": {"years": 4},
        },
        {"kind": "service", "years": 4},
        {"kind": "credential", "credential": "ICDL"},
        {"kind": "appraisal", "minimum": 70, "years": 2},
        {"kind": "degree", "degree": "bachelor"},
        {"kind": "exam", "exam": "LAW", "minimum": 50, "window": {"years": 5}},
        {"kind": "age", "minimum": 25, "maximum": 55},
        {"kind": "rank", "rank": "base"},
        {
            "kind": "competency",
            "competency": "LEADING",
            "level": 2,
            "window": {"years": 5},
        },
        {
            "kind": "hours",
            "minimum": 90,
            "window": {"years": 3},
            "yearly_cap": 60,
            "classes": ["job", "general", "managers"],
        },
        {"kind": "hours", "minimum": 120, "window": {"years": 4}},
    ]
    asked += [others[(number * 6 + place) % len(others)] for place in range(6)]
    ids = [f"c{place}" for place in range(len(asked))]
    criteria = [
        {"id": name, "source": {"document": "1"}, **each}
        for name, each in zip(ids, asked, strict=True)
    ]
    verdict = [{"any": ids[:2]}, *ids[2:4], {"at_least": 4, "of": ids[4:]}]
    return read_profile(
        {
            "profile": f"law-{number:02}",
            "title": {"fa": "سنجش سرعت"},
            "applies_to": {"posts": [f"P{number:02}"]},
            "criteria": criteria,
            "verdict": {"all": verdict if number % 2 else ids[:8]},
        }
    )


# ---- the registers ----------------------------------------------------------------


def write(folder: Path, people: int) -> dict[str, list[Path]]:
    """Write a nation of so many people; return the files by table, as engines take."""
    files: dict[str, list[Path]] = {}
    for name, rows in small().items():
        files[name] = [keep(folder / f"{name}.parquet", rows)]
    for part, first in enumerate(range(0, people, PEOPLE_A_PART)):
        dice = np.random.default_rng(part)
        keys = np.arange(first, min(first + PEOPLE_A_PART, people))
        for name, rows in facts(dice, keys):
            path = folder / name / f"part-{part:05}.parquet"
            path.parent.mkdir(parents=True, exist_ok=True)
            files.setdefault(name, []).append(keep(path, rows))
    return files


def keep(path: Path, rows: Table) -> Path:
    pq.write_table(
        pa.table(rows),
        path,
        compression="zstd",
        compression_level=1,
        row_group_size=32_768,
        store_decimal_as_integer=True,
    )
    return path


def small() -> dict[str, Table]:
    dice = np.random.default_rng(7)
    courses, posts, units = np.arange(COURSES), np.arange(LAWS), np.arange(UNITS)
    classes = np.array(["job", "general", "culture", "managers"])
    none = pa.nulls(COURSES, pa.date32())
    return {
        "course": {
            "course": courses,
            "code": [f"C{key:03}" for key in courses],
            "course_class": classes[dice.integers(0, 4, COURSES)],
            "hours": amounts(dice.integers(4, 40, COURSES) * 100, None),
            "creditable_from": none,
            "creditable_until": none,
            "degree_programme": courses % 97 == 96,
        },
        "equivalence": {"course": courses[5::10] + 1, "of": courses[5::10]},
        "post": {
            "post": posts,
            "code": [f"P{key:02}" for key in posts],
            "level": ["base"] * LAWS,
            "managerial": posts % 4 == 0,
            "family": [""] * LAWS,
        },
        "unit": {
            "unit": units,
            "code": [f"U{key}" for key in units],
            "kind": np.array(["office", "county", "district"])[units % 3],
            "grade": pa.nulls(UNITS, pa.int32()),
            "province": units % 31,
            "path": [""] * UNITS,
            "opened_on": pa.nulls(UNITS, pa.date32()),
            "closed_on": pa.nulls(UNITS, pa.date32()),
        },
    }


def facts(dice: np.random.Generator, keys: np.ndarray) -> Iterator[tuple[str, Table]]:
    count = len(keys)
    posts = dice.integers(0, LAWS, count)
    appointed = TODAY - dice.integers(30, 3000, count)
    merged = np.where(dice.random(count) < 0.002, (keys // 2) * 2, -1)
    merged = np.where((merged >= 0) & (keys % 2 == 1), merged, -1)
    yield (
        "person",
        {
            "person": keys,
            "birth_date": days(
                TODAY - dice.integers(22 * 365, 62 * 365, count), dice, 0.01
            ),
            "service_start": days(
                TODAY - dice.integers(0, 30 * 365, count), dice, 0.01
            ),
            "degree": pa.array(
                DEGREES[dice.integers(0, 5, count)], mask=dice.random(count) < 0.02
            ),
            "employment": EMPLOYMENTS[dice.integers(0, 3, count)],
            "gender": np.array(["f", "m"])[dice.integers(0, 2, count)],
            "home_unit": dice.integers(0, UNITS, count),
            "retired_on": pa.nulls(count, pa.date32()),
            "died_on": pa.nulls(count, pa.date32()),
            "merged_into": pa.array(merged, mask=merged < 0),
        },
    )
    past = np.flatnonzero(dice.random(count) < 0.5)
    order = np.argsort(np.concatenate([keys, keys[past]]), kind="stable")
    starts = np.concatenate([appointed, appointed[past] - 900])
    ends = np.concatenate([np.full(count, -1), appointed[past]])
    some = np.concatenate([dice.random(count) < 0.1, np.zeros(len(past), bool)])
    ends = np.where(some, TODAY + 200, ends)[order]
    yield (
        "assignment",
        {
            "person": np.concatenate([keys, keys[past]])[order],
            "post": np.concatenate([posts, (posts[past] + 1) % LAWS])[order],
            "unit": dice.integers(0, UNITS, len(order)),
            "from_day": days(starts[order]),
            "until_day": days(ends, mask=ends < 0),
            "kind": ["appointment"] * len(order),
        },
    )
    yield "completion", completions(dice, keys, posts)
    yield "result", results(dice, keys)
    held = keys[dice.random(count) < 0.6]
    ends = TODAY + dice.integers(-400, 1500, len(held))
    yield (
        "credential",
        {
            "person": held,
            "credential_type": np.array(["ICDL", "LAW"])[
                (dice.random(len(held)) < 0.2).astype(int)
            ],
            "issued_on": days(TODAY - dice.integers(500, 2000, len(held))),
            "expires_on": days(ends, dice, 0.5),
            "revoked_on": days(ends, dice, 0.99),
        },
    )
    freed = np.flatnonzero(dice.random(count) < 0.005)
    yield (
        "exemption",
        {
            "person": keys[freed],
            "profile": [f"law-{post:02}" for post in posts[freed]],
            "criterion": [f"c{place}" for place in dice.integers(0, 10, len(freed))],
            "document": ["70"] * len(freed),
            "from_day": days(TODAY - dice.integers(1, 500, len(freed))),
            "until_day": days(TODAY + dice.integers(-100, 500, len(freed)), dice, 0.3),
        },
    )


def completions(
    dice: np.random.Generator, keys: np.ndarray, posts: np.ndarray
) -> Table:
    counts = dice.poisson(COMPLETIONS_EACH, len(keys))
    who = np.repeat(np.arange(len(keys)), counts)
    total = len(who)
    mine = (posts[who] * 10 + dice.integers(0, 10, total)) % COURSES
    course = np.where(dice.random(total) < 0.5, mine, dice.integers(0, COURSES, total))
    day = TODAY - dice.integers(0, 3650, total)
    hours = dice.integers(4, 40, total) * 100
    return {
        "person": keys[who],
        "course": course,
        "completed_on": days(day),
        "hours": amounts(hours, dice.random(total) < 0.9),
        "passed": dice.random(total) < 0.93,
        "revoked_on": days(day + dice.integers(1, 2000, total), dice, 0.998),
    }


def results(dice: np.random.Generator, keys: np.ndarray) -> Table:
    kinds = [("assessment", "CENTRE", 0.8), ("exam", "LAW", 1.2)]
    kinds += [("competency", "LEADING", 0.8), ("rank", "RANK", 0.8)]
    kinds += [("appraisal", "APPRAISAL", 0.9)] * 3
    who, names, codes, when, value = [], [], [], [], []
    for nth, (kind, instrument, share) in enumerate(kinds):
        counts = (
            dice.poisson(share, len(keys))
            if share != 0.9
            else (dice.random(len(keys)) < share).astype(int)
        )
        people = np.repeat(keys, counts)
        count = len(people)
        who.append(people)
        names.append(np.full(count, kind))
        codes.append(np.full(count, instrument))
        back = dice.integers(0, 2500, count)
        if kind == "appraisal":
            back = 60 + 365 * (nth - 4) + dice.integers(0, 200, count)
        when.append(TODAY - back)
        scores = (
            dice.integers(1, 5, count)
            if kind in ("rank", "competency")
            else (dice.integers(30, 100, count))
        )
        value.append(scores * 100)
    person = np.concatenate(who)
    order = np.argsort(person, kind="stable")
    total = len(order)
    return {
        "person": person[order],
        "instrument": np.concatenate(codes)[order],
        "kind": np.concatenate(names)[order],
        "taken_on": days(np.concatenate(when)[order]),
        "value": amounts(np.concatenate(value)[order], dice.random(total) < 0.01),
    }


def days(
    since_epoch: np.ndarray,
    dice: np.random.Generator | None = None,
    none: float = 0.0,
    mask: np.ndarray | None = None,
) -> pa.Array:
    if dice is not None:
        mask = dice.random(len(since_epoch)) < none
    return pa.array(since_epoch.astype("datetime64[D]"), pa.date32(), mask=mask)


def amounts(hundredths: np.ndarray, missing: np.ndarray | None) -> pa.Array:
    """Return hundredths as DECIMAL(7, 2): the same digits, sixteen bytes each."""
    digits = np.zeros((len(hundredths), 2), dtype="<i8")
    digits[:, 0] = hundredths
    exact = pa.Array.from_buffers(AMOUNT, len(hundredths), [None, pa.py_buffer(digits)])
    if missing is None:
        return exact
    absent = pa.array([None], AMOUNT)[0]
    return pc.if_else(pa.array(missing), absent, exact)


assert Decimal(amounts(np.array([1234]), None)[0].as_py()) == Decimal("12.34")
