"""The words a profile may use, in their order where they have one."""

from __future__ import annotations

from enum import StrEnum


class Scale(StrEnum):
    """Words that stand in an order, lowest first. The values are stored and written."""

    @property
    def order(self) -> int:
        """Place on the scale, 0 for the lowest."""
        return _ORDERS[type(self)][self]

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


class CourseClass(StrEnum):
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


_ORDERS: dict[type[Scale], dict[Scale, int]] = {
    scale: {word: place for place, word in enumerate(scale)}
    for scale in (Degree, Rank, PostLevel)
}
