"""How an act of this app says no."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from karamad.cycle.delivery.rules.announcing import Objection
from karamad.cycle.delivery.rules.meeting import Obstacle
from karamad.cycle.delivery.rules.seating import Ground, Refusal
from karamad.cycle.delivery.rules.unnaming import Stays
from karamad.registers.courses.rules import Refusal as Unauthorised


class Refused(Exception):
    """The rules say no; `refusals` holds every reason, in the order to put right."""

    def __init__(self, refusals: Iterable[Refusal]) -> None:
        self.refusals = tuple(refusals)
        super().__init__(", ".join(refusal.ground for refusal in self.refusals))

    @classmethod
    def because(cls, ground: Ground, about: str = "") -> Refused:
        """Make a refusal with one reason."""
        return cls((Refusal(ground, about),))


class Hindered(Exception):
    """Sessions may not meet so; `obstacles` holds every reason, by their beginning."""

    def __init__(self, obstacles: Mapping[datetime, tuple[Obstacle, ...]]) -> None:
        self.obstacles = dict(obstacles)
        told = {each.hindrance for many in self.obstacles.values() for each in many}
        super().__init__(", ".join(sorted(told)))


class Objected(Exception):
    """A run may not say so or be announced so; `objections` holds every reason."""

    def __init__(self, objections: Iterable[Objection]) -> None:
        self.objections = tuple(objections)
        super().__init__(", ".join(each.fault for each in self.objections))


class NotAuthorised(Exception):
    """The provider's authority does not cover the course; `refusals` say why."""

    def __init__(self, refusals: Iterable[Unauthorised]) -> None:
        self.refusals = tuple(refusals)
        super().__init__(", ".join(refusal.ground for refusal in self.refusals))


class NotLiving(Exception):
    """Only one who asked, waits or has a place can give it up or be given one."""


class NotHisStep(Exception):
    """The step of the chain is another's, or was decided already."""


class NotStanding(Exception):
    """The session or its run was called off or closed; nothing of it is moved."""


class ReasonMissing(Exception):
    """What others are told of needs a reason."""


class NotTakenBack(Exception):
    """Whom an act of naming brought in stays; `why` says what is against it."""

    def __init__(self, why: Stays) -> None:
        self.why = why
        super().__init__(why)


class TooLate(Exception):
    """What was given up or moved long ago, or by somebody else, is not taken back."""
