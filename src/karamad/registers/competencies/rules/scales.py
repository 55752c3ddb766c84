"""The words a profile may use, in their order where they have one."""

from __future__ import annotations

from enum import StrEnum
from typing import Self


class Word(StrEnum):
    """A word of a fixed vocabulary, looked up as quickly as any text."""

    __hash__ = str.__hash__


class Scale(Word):
    """Words that stand in an order, lowest first. The values are stored and written.

    order: place on the scale, 0 for the lowest.
    """

    order: int

    def __new__(cls, word: str) -> Self:
        member = str.__new__(cls, word)
        member._value_ = word
        member.order = len(cls.__members__)
        return member

    def reaches(self, asked: Scale) -> bool:
        """Test whether this stands at `asked` or above it, on the same scale."""
        return self.order >= asked.order


class Degree(Scale):
    NONE = "none"
    DIPLOMA = "diploma"
    ASSOCIATE = "associate"
    BACHELOR = "bachelor"
    MASTER = "master"
    DOCTORATE = "doctorate"


class Rank(Scale):
    """The rank of an employee: پایه، ارشد، خبره، عالی."""

    NONE = "none"
    BASE = "base"
    SENIOR = "senior"
    EXPERT = "expert"
    DISTINGUISHED = "distinguished"


RANK_WORDS = {
    "پایه": Rank.BASE,
    "ارشد": Rank.SENIOR,
    "خبره": Rank.EXPERT,
    "عالی": Rank.DISTINGUISHED,
}
"""The Persian form of each rank; files and profiles may use either."""


class PostLevel(Scale):
    NONE = "none"
    OPERATIONAL = "operational"
    BASE = "base"
    MIDDLE = "middle"
    SENIOR = "senior"


class CourseClass(Word):
    JOB = "job"
    GENERAL = "general"
    CULTURE = "culture"
    ORIENTATION = "orientation"
    MANAGERS = "managers"


class Employment(StrEnum):
    OFFICIAL = "official"
    CONTRACTUAL = "contractual"
    FIXED_TERM = "fixed_term"
    ELECTED = "elected"
    OTHER = "other"


class UnitKind(StrEnum):
    MINISTRY = "ministry"
    ORGANISATION = "organisation"
    PROVINCE = "province"
    COUNTY = "county"
    DISTRICT = "district"
    CITY = "city"
    MUNICIPALITY = "municipality"
    VILLAGE_ADMIN = "village_admin"
    COUNCIL = "council"
    SCHOOL = "school"
    OFFICE = "office"
    CENTRE = "centre"


class Sureness(StrEnum):
    """How sure we are that the document says so; it never changes a verdict."""

    CONFIRMED = "confirmed"
    PARTLY = "partly"
    INFERRED = "inferred"
    UNCONFIRMED = "unconfirmed"
