"""Why a cell, a row or a whole file is refused. The codes are stable; never rename one.

The sentences stand in `wording.py`.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Code(StrEnum):
    """Why a row is refused."""

    REQUIRED = "required"
    FORMULA_ERROR = "formula-error"
    TEXT_TOO_LONG = "text-too-long"
    TOO_MANY_CELLS = "too-many-cells"

    MAIL_INVALID = "mail-invalid"

    NID_CHARACTERS = "nid-characters"
    NID_LENGTH = "nid-length"
    NID_REPEATED = "nid-repeated"
    NID_CHECKSUM = "nid-checksum"

    DATE_INVALID = "date-invalid"
    DATE_SERIAL = "date-serial"
    DATE_DAY_FIRST = "date-day-first"
    DATE_TWO_DIGIT_YEAR = "date-two-digit-year"
    DATE_OUT_OF_RANGE = "date-out-of-range"
    DATE_FUTURE = "date-future"
    ENDS_BEFORE_START = "ends-before-start"

    BOOL_INVALID = "bool-invalid"
    NUMBER_INVALID = "number-invalid"
    NUMBER_RANGE = "number-range"
    NUMBER_PRECISION = "number-precision"
    WORD_UNKNOWN = "word-unknown"
    CODE_INVALID = "code-invalid"
    RANK_UNKNOWN = "rank-unknown"
    INSTRUMENT_MISMATCH = "instrument-mismatch"

    PERSON_UNKNOWN = "person-unknown"
    COURSE_UNKNOWN = "course-unknown"
    POST_UNKNOWN = "post-unknown"
    UNIT_UNKNOWN = "unit-unknown"
    PROVIDER_UNKNOWN = "provider-unknown"
    PROFILE_UNKNOWN = "profile-unknown"
    CRITERION_UNKNOWN = "criterion-unknown"
    OUT_OF_SCOPE = "out-of-scope"
    NOT_ALLOWED = "not-allowed"

    DUPLICATE_IN_FILE = "duplicate-in-file"
    REFERS_TO_ITSELF = "refers-to-itself"
    BELOW_ITSELF = "below-itself"
    PROFILE_INVALID = "profile-invalid"


class FileCode(StrEnum):
    """Why a whole file is refused."""

    EMPTY = "file-empty"
    NOT_A_TABLE = "file-not-a-table"
    NOT_TEXT = "file-not-text"
    TOO_LARGE = "file-too-large"
    ZIP_BOMB = "file-zip-bomb"
    PROTECTED = "file-protected"
    BROKEN = "file-broken"
    TOO_MANY_COLUMNS = "file-too-many-columns"
    LINE_TOO_LONG = "file-line-too-long"
    STOPPED = "file-reading-stopped"
    COLUMN_MISSING = "column-missing"
    COLUMN_TWICE = "column-twice"
    NOT_ALLOWED = "not-allowed"


class Fault(Exception):
    """A cell says nothing we can record. about: what helps to mend it, or empty."""

    def __init__(self, code: Code, about: str = "") -> None:
        super().__init__(code, about)
        self.code = code
        self.about = about


class Unreadable(Exception):
    """A file cannot be loaded at all. about: the column, the size … it fails on."""

    def __init__(self, code: FileCode, about: str = "") -> None:
        super().__init__(f"{code}: {about}" if about else str(code))
        self.code = code
        self.about = about


@dataclass(frozen=True, slots=True)
class Refusal:
    """One refused cell of a row, as the file has it.

    row: its number in the file, the header being 1. column: the English name; empty
    when the row as a whole is meant. value: as it stood.
    """

    row: int
    column: str
    value: str
    code: Code
    about: str = ""
