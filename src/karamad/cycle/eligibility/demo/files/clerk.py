"""The files of people and of what is on record about them."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

from karamad.cycle.eligibility.demo.files.sheets import (
    Bad,
    Cells,
    Commas,
    Expected,
    Paper,
    Sheet,
    Workbook,
    dirty,
    persian_word,
    spelt,
)
from karamad.cycle.eligibility.demo.nation import Nation
from karamad.cycle.eligibility.demo.rows import Dossier
from karamad.kernel.identifiers import synthetic
from karamad.registers.exchange.rules import words

SPARE = 900_000  # ids beyond any nation's people
MOST_IN_A_BOOK = 200_000  # rows

_PEOPLE = (
    "کد ملی",
    "نام",
    "نام خانوادگی",
    "نام پدر",
    "تاریخ تولد",
    "جنسیت",
    "مدرک تحصیلی",
    "شروع خدمت",
    "نوع استخدام",
    "یادداشت",
)


class Clerk:
    """Writes people and their facts, everybody once, into all files at once."""

    def __init__(self, nation: Nation, folder: Path) -> None:
        self.nation = nation
        self.folder = folder
        self.spare = nation.seed % 900 * 1_000_000 + SPARE
        self.known = nation.planted()[0].dossier.person.national_id
        self.old_people = self._sheet(
            Commas(folder / "04-people.csv", ";", "cp1256", arabic=True),
            "04-people.csv",
            "people",
            _PEOPLE,
            self._bad_people(),
        )
        self.new_people = self._sheet(
            Workbook(folder / "05-people.xlsx", "فهرست کارکنان", len(_PEOPLE)),
            "05-people.xlsx",
            "people",
            _PEOPLE,
            self._bad_cells(),
        )
        known, future = self.known, spelt(nation.on + timedelta(days=1), 0)
        self.assignments = self._facts(
            "06-assignments.csv",
            "assignments",
            ("کد ملی", "کد پست", "کد واحد", "از تاریخ", "تا تاریخ", "نوع حکم"),
            Bad((known, "NO-POST", "29", "1400-01-01"), "post", "post-unknown"),
            Bad((known, "CLERK", "S-NOWHERE", "1400-01-01"), "unit", "unit-unknown"),
            Bad(
                (known, "CLERK", "29", "1400-01-02", "1400-01-01"),
                "until",
                "ends-before-start",
            ),
            Bad(
                (self._id(1), "CLERK", "29", "1400-01-01"),
                "national_id",
                "person-unknown",
            ),
        )
        self.completions = self._facts(
            "07-completions.csv",
            "completions",
            (
                "کد ملی",
                "کد دوره",
                "تاریخ پایان",
                "ساعت",
                "نمره",
                "قبول",
                "شیوه",
                "کد مجری",
                "شماره گواهینامه",
                "تاریخ ابطال",
            ),
            Bad(
                (known, "SMP-01", future, "8", "90", "بله"),
                "completed_on",
                "date-future",
            ),
            Bad(
                (known, "SMP-01", "1/2/1404", "8", "90", "بله"),
                "completed_on",
                "date-day-first",
            ),
            Bad(
                (known, "SMP-01", "04/2/1", "8", "90", "بله"),
                "completed_on",
                "date-two-digit-year",
            ),
            Bad(
                (known, "SMP-XX", "1404/2/1", "8", "90", "بله"),
                "course",
                "course-unknown",
            ),
            Bad(
                (known, "SMP-01", "1404/2/1", "8", "101", "بله"),
                "score",
                "number-range",
            ),
            Bad(
                (known, "SMP-01", "1404/2/1", "8", "90", "شاید"),
                "passed",
                "bool-invalid",
            ),
        )
        self.results = self._facts(
            "08-results.csv",
            "results",
            ("national_id", "instrument", "kind", "taken_on", "value"),
            Bad(
                (known, "RANK", "rank", "1400-01-01", "بسیار عالی"),
                "value",
                "rank-unknown",
            ),
            Bad(
                (known, "APPRAISAL", "appraisal", "1400-01-01", ""), "value", "required"
            ),
        )
        self.credentials = self._facts(
            "09-credentials.csv",
            "credentials",
            ("national_id", "type", "issued_on", "expires_on", "number", "issuer"),
            Bad((known, "COMPETENCY-CERTIFICATE", future), "issued_on", "date-future"),
        )
        self.exemptions = self._facts(
            "10-exemptions.csv",
            "exemptions",
            ("national_id", "profile", "criterion", "document", "from", "until"),
            Bad(
                (known, "hours-others", "no-such", "1", "1404-01-01"),
                "criterion",
                "criterion-unknown",
            ),
        )

    def write(self) -> list[Expected]:
        for number, dossier in enumerate(self.nation.dossiers()):
            self._person(dossier, number)
            self._assign(dossier, number)
            self._complete(dossier, number)
            self._rest(dossier, number)
        sheets = (
            self.old_people,
            self.new_people,
            self.assignments,
            self.completions,
            self.results,
            self.credentials,
            self.exemptions,
        )
        for sheet in sheets:
            sheet.close()
        return [sheet.expected for sheet in sheets]

    # ---- files ----

    def _sheet(
        self,
        paper: Paper,
        file: str,
        kind: str,
        header: tuple[str, ...],
        bad: list[Bad],
    ) -> Sheet:
        return Sheet(paper, Expected(file, kind), header, bad)

    def _facts(self, file: str, kind: str, header: tuple[str, ...], *bad: Bad) -> Sheet:
        paper = Commas(self.folder / file, ",", "utf-8")
        return self._sheet(paper, file, kind, header, list(bad))

    def _id(self, number: int) -> str:
        return synthetic(self.spare + number)

    def _bad_people(self) -> list[Bad]:
        wrong = self._id(2)
        wrong = wrong[:-1] + str((int(wrong[-1]) + 5) % 10)
        named = ("مریم", "امیدوار", "رضا")
        future = spelt(self.nation.on + timedelta(days=1), 1)
        return [
            Bad((wrong, *named), "national_id", "nid-checksum"),
            Bad(("1111111111", *named), "national_id", "nid-repeated"),
            Bad(("12345678901", *named), "national_id", "nid-length"),
            Bad(("ناموجود", *named), "national_id", "nid-characters"),
            Bad((self._id(3), *named, future), "birth_date", "date-future"),
            Bad((self._id(4), *named, "1/2/1354"), "birth_date", "date-day-first"),
            Bad((self._id(5), *named, "54/2/1"), "birth_date", "date-two-digit-year"),
            Bad((self._id(6), *named, "1354/13/1"), "birth_date", "date-invalid"),
            Bad((self._id(7), *named, "", "زن", "مهندسی"), "degree", "word-unknown"),
            Bad((self._id(8), "مریم", ""), "last_name", "required"),
            Bad((self.known, "نامی", "دیگر"), "national_id", "duplicate-in-file"),
        ]

    def _bad_cells(self) -> list[Bad]:
        return [
            Bad((self._id(9), "=1/0", "امیدوار"), "first_name", "formula-error"),
            Bad((self._id(10), "مریم", None), "last_name", "required"),
        ]

    # ---- rows ----

    def _person(self, dossier: Dossier, number: int) -> None:
        person = dossier.person
        in_book = number % 2 and self.new_people.expected.new < MOST_IN_A_BOOK
        born: str | date | None = spelt(person.birth_date, number)
        if in_book and number % 4 == 1:
            born = person.birth_date
        cells: list[str | int | float | date | None] = [
            person.national_id,
            dirty(person.first_name, number),
            dirty(person.last_name, number + 3),
            person.father_name,
            born,
            persian_word(words.GENDERS, person.gender),
            persian_word(words.DEGREES, person.degree),
            spelt(person.service_start, number + 1),
            persian_word(words.EMPLOYMENTS, person.employment),
            "",
        ]
        if not in_book:
            self.old_people.good(cells)
            if number == 4:
                self.old_people.again(cells)
            return
        # Excel takes an id for a number, and its zeros are gone.
        lost = person.national_id.startswith("0") and len(person.national_id) == 10
        cells[0] = int(person.national_id)
        self.new_people.good(cells, mended=lost)

    def _assign(self, dossier: Dossier, number: int) -> None:
        for row in dossier.assignments:
            self.assignments.good(
                (
                    dossier.person.national_id,
                    row.post,
                    row.unit,
                    spelt(row.from_day, number),
                    spelt(row.until_day, number),
                    persian_word(words.ASSIGNMENT_KINDS, row.kind),
                )
            )

    def _complete(self, dossier: Dossier, number: int) -> None:
        for place, row in enumerate(dossier.completions):
            cells: Cells = (
                dossier.person.national_id,
                row.course,
                spelt(row.completed_on, place),
                row.hours,
                row.score,
                ("بله", "1")[place % 2] if row.passed else ("خیر", "0")[place % 2],
                persian_word(words.MODES, row.mode),
                row.provider,
                row.certificate_no,
                spelt(row.revoked_on, 0),
            )
            self.completions.good(cells)
            if number % 500 == 7 and place == 0:
                self.completions.again(cells)

    def _rest(self, dossier: Dossier, number: int) -> None:
        digits = dossier.person.national_id
        ranks = list(words.RANKS)
        for result in dossier.results:
            value = result.value
            if value is None:
                # The file of results has no way to say that a score is not stated.
                continue
            if result.kind == "rank":
                rank = ranks[int(value)]
                value = rank if number % 2 else words.RANKS[rank][0]
            self.results.good(
                (
                    digits,
                    result.instrument,
                    result.kind,
                    spelt(result.taken_on, number),
                    value,
                )
            )
        for credential in dossier.credentials:
            self.credentials.good(
                (
                    digits,
                    credential.credential_type,
                    spelt(credential.issued_on, number),
                    spelt(credential.expires_on, number),
                    credential.number,
                    credential.issuer,
                )
            )
        for row in dossier.exemptions:
            self.exemptions.good(
                (
                    digits,
                    row.profile,
                    row.criterion,
                    row.document,
                    spelt(row.from_day, 0),
                    spelt(row.until_day, 0),
                )
            )
