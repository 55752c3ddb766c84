"""Needs, plans, tariffs and programmes."""

from karamad.cycle.planning.models.needs import (
    FormerNeed,
    Level,
    Need,
    NeedQuerySet,
    Priority,
    State,
)
from karamad.cycle.planning.models.plans import (
    IN_FORCE,
    UNDER_WORK,
    BudgetLine,
    Comment,
    Line,
    LineQuerySet,
    Plan,
    PlanQuerySet,
    Version,
    VersionQuerySet,
    VersionState,
)
from karamad.cycle.planning.models.programmes import (
    Programme,
    Wave,
)
from karamad.cycle.planning.models.tariffs import (
    CustomerWord,
    FormerTariff,
    Tariff,
    TariffFactor,
    VenueWord,
)

__all__ = [
    "IN_FORCE",
    "UNDER_WORK",
    "BudgetLine",
    "Comment",
    "CustomerWord",
    "FormerNeed",
    "FormerTariff",
    "Level",
    "Line",
    "LineQuerySet",
    "Need",
    "NeedQuerySet",
    "Plan",
    "PlanQuerySet",
    "Priority",
    "Programme",
    "State",
    "Tariff",
    "TariffFactor",
    "VenueWord",
    "Version",
    "VersionQuerySet",
    "VersionState",
    "Wave",
]
