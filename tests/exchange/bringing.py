"""Files made and loaded in a line, for the tests of the loads."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import xlsxwriter

from karamad.kernel.identifiers import synthetic
from karamad.registers.exchange import actions
from karamad.registers.exchange.models import Load
from karamad.registers.exchange.writing.references import Scope
from karamad.trust.accounts.models import Grant, User
from karamad.trust.accounts.permissions import Role
from karamad.trust.audit import actions as audit

TODAY = date(2026, 5, 1)  # 1405-02-11
NOON = datetime(2026, 5, 1, 12, tzinfo=UTC)
ALI, SARA, REZA = synthetic(1), synthetic(2), synthetic(3)

UNITS = """code,name,kind,parent,province
P10,استان نمونه,province,,10
C1,شهرستان نمونه,county,P10,10
M1,شهرداری یک,municipality,C1,10
M2,شهرداری دو,municipality,C1,10
"""
POSTS = "code,title,level,managerial\nMAYOR,شهردار,senior,1\nCLERK,کارمند,none,0\n"
COURSES = "code,title,class,hours\nEL-204,ایمنی,job,12\nEL-205,مالی,job,\n"
PEOPLE = f"""national_id,first_name,last_name,birth_date,degree
{ALI},علی,رضایی,1360-01-01,کارشناسی
{SARA},سارا,کاظمی,,
{REZA},رضا,نوری,1370/02/30,دیپلم
"""
ASSIGNMENTS = f"national_id,post,unit,from\n{ALI},CLERK,M1,1400-01-01\n"


class Clock:
    """Noon, and a second later each time it is asked."""

    def __init__(self, start: datetime = NOON) -> None:
        self.now = start

    def __call__(self) -> datetime:
        self.now = self.now.replace(microsecond=self.now.microsecond + 1)
        return self.now


def bring(
    kind: str, path: Path, *, scope: Scope | None = None, **options: Any
) -> actions.Outcome:
    """Load one file of the folder."""
    errors = options.pop("errors", None)
    clock = options.pop("clock", None) or Clock()
    order = actions.Order(kind, scope or Scope(TODAY), clock, **options)
    (outcome,) = actions.load_files(order, [path], errors)
    return outcome


class Folder:
    """A folder in which texts become files and files become rows."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._number = 0

    def text(self, text: str, encoding: str = "utf-8", suffix: str = ".csv") -> Path:
        return self.bytes(text.encode(encoding), suffix)

    def bytes(self, content: bytes, suffix: str = ".csv") -> Path:
        self._number += 1
        path = self.path / f"file-{self._number}{suffix}"
        path.write_bytes(content)
        return path

    def book(self, rows: Iterable[Sequence[Any]]) -> Path:
        self._number += 1
        path = self.path / f"file-{self._number}.xlsx"
        with xlsxwriter.Workbook(path) as book:
            sheet = book.add_worksheet()
            days = book.add_format({"num_format": "yyyy-mm-dd"})
            for number, row in enumerate(rows):
                for place, cell in enumerate(row):
                    if isinstance(cell, date):
                        sheet.write_datetime(number, place, cell, days)
                    elif cell is not None:
                        sheet.write(number, place, cell)
        return path

    def load(self, kind: str, text: str, **options: Any) -> actions.Outcome:
        return bring(kind, self.text(text), **options)

    def nation(self) -> None:
        """Load a province, two municipalities, posts, courses and three people."""
        for kind, text in (
            ("units", UNITS),
            ("posts", POSTS),
            ("courses", COURSES),
            ("people", PEOPLE),
            ("assignments", ASSIGNMENTS),
        ):
            outcome = self.load(kind, text)
            assert outcome.fault is None, outcome.fault
            assert not outcome.counts.refused, outcome.refusals


def counts(outcome: actions.Outcome) -> tuple[int, int, int, int]:
    """Return new, changed, same, refused."""
    of = outcome.counts
    return of.new, of.changed, of.same, of.refused


def codes(outcome: actions.Outcome) -> list[tuple[int, str, str]]:
    """Return row, column and code of each refusal."""
    return [(each.row, each.column, each.code.value) for each in outcome.refusals]


def officer(name: str, role: Role, unit: str = "") -> User:
    """Make a user with one role, on a unit or the whole nation."""
    user = User.objects.create(username=name)
    entry = audit.record(
        act="accounts:grant:give", subject=("user", name), by=None, at=NOON
    )
    Grant.objects.create(
        user=user,
        role=role,
        unit_code=unit,
        from_day=date(2020, 1, 1),
        recorded_at=NOON,
        entry=entry,
    )
    return user


def stand_in_for(absent: User, until: date) -> User:
    """Make a user without an office who sits in another's seat, as after signing in."""
    seat = Grant.objects.get(user=absent)
    user = User.objects.create(username=f"for-{absent.username}")
    Grant.objects.create(
        user=user,
        role=seat.role,
        unit_code=seat.unit_code,
        from_day=seat.from_day,
        until_day=until,
        substitutes=absent,
        recorded_at=NOON,
        entry=seat.entry,
    )
    user.acting_for = absent
    return user


def rows_of(path: Path, delimiter: str = ",") -> list[list[str]]:
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.reader(stream, delimiter=delimiter))


# ---- a file of each kind -----------------------------------------------------

HEAD = "national_id,course,completed_on,passed,hours\n"
ONE = f"{HEAD}{ALI},EL-204,1404-02-11,1,12\n"
PROFILE = """
profile: base-manager
title: {fa: مدیر پایه, en: Base-level manager}
criteria:
  - id: assessed
    kind: assessment
    assessment: GENERAL
    minimum: 60
    source: {document: "42570", status: unconfirmed}
"""
# One file of each kind, after the nation's; every column of formats.md.
EVERYTHING = {
    "units": "code,name,kind,parent,province,population,income_class,grade,"
    "parent_from,opened_on,closed_on\n"
    "M3,شهرداری سه,شهرداری,C1,۱۰,120000,3,7,1400-01-01,1380-01-01,1420-01-01\n",
    "posts": "code,title,family,level,managerial,unit_kind\n"
    "HEAD,رئیس,اداری,میانی,بله,office\n",
    "people": "national_id,first_name,last_name,father_name,birth_date,gender,degree,"
    "service_start,employment,mobile,email\n"
    f"{synthetic(9)},لیلا,احمدی,حسن,1366-12-30,زن,کارشناسی ارشد,1390-07-01,رسمی,"
    "09120000000,l@example.ir\n",
    "assignments": "national_id,post,unit,from,until,kind\n"
    f"{SARA},MAYOR,M2,1400-05-01,1404-05-01,elected\n",
    "providers": "code,name,kind,domains,accredited_from,accredited_until\n"
    "UNI,دانشگاه نمونه,university,مالی|فنی,1400-01-01,1410-01-01\nNONE,بی‌حیطه,,,,\n",
    "courses": "code,title,class,scope,hours,mode,provider,valid_years,"
    "creditable_from,creditable_until,degree_programme,equivalent_to\n"
    "N1,دورهٔ نو,job,specialised,8.5,virtual,UNI,3,1400-01-01,1420-01-01,0,EL-204|N2\n"
    "N2,دورهٔ دیگر,,,,,,,,,1,N1\n",
    "completions": "national_id,course,completed_on,hours,score,passed,mode,provider,"
    "certificate_no,revoked_on\n"
    f"{SARA},N1,1404-02-11,8.25,87.5,1,in_person,UNI,=C1+2,1404-08-01\n"
    f"{SARA},EL-205,1404-02-11,,,0,,,,\n",
    "results": "national_id,instrument,kind,taken_on,value\n"
    f"{SARA},GENERAL,assessment,1404-02-11,71.25\n"
    f"{SARA},APPRAISAL,appraisal,1403-02-11,90\n{SARA},RANK,rank,1402-02-11,خبره\n"
    f"{ALI},RANK,rank,1402-02-11,senior\n{REZA},RANK,rank,1402-02-11,1\n",
    "credentials": "national_id,type,issued_on,expires_on,revoked_on,number,issuer\n"
    f"{SARA},DRIVING,1400-01-01,1410-01-01,1405-01-01,77,راهور\n",
    "exemptions": "national_id,profile,criterion,document,from,until\n"
    f"{SARA},base-manager,assessed,200/1834,1404-01-01,1405-01-01\n",
}


def everything(nation: Folder) -> None:
    order = actions.Order("profiles", Scope(TODAY), Clock())
    (outcome,) = actions.load_files(order, [nation.text(PROFILE, suffix=".yaml")])
    assert counts(outcome) == (1, 0, 0, 0), outcome
    for kind, text in EVERYTHING.items():
        outcome = nation.load(kind, text)
        assert outcome.fault is None, outcome.fault
        assert not outcome.counts.refused, (kind, outcome.refusals)


def last_load() -> Load:
    load = Load.objects.latest_first().first()
    assert load is not None
    return load
