"""A course and a provider as the rules of authority read them."""

from __future__ import annotations

from collections.abc import Iterable

from karamad.kernel.period import Period
from karamad.registers.courses.models import Accreditation, Course, Provider
from karamad.registers.courses.rules import AGENCY, Licence, Offer


def offer_of(
    course: Course, provider: Provider, held: Iterable[Accreditation]
) -> Offer:
    """Return what the provider offers; the course's own provider is at hand.

    held: the provider's accreditations on record, whenever they hold.
    """
    own = course.provider
    return Offer(
        scope=course.scope,
        provider_kind=provider.kind,
        licences=tuple(
            Licence(Period(each.from_day, each.until_day), each.domain) for each in held
        ),
        course_class=course.course_class,
        is_concerned=own is None or own.kind not in AGENCY or own == provider,
    )
