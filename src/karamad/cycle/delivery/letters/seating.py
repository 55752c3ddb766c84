"""How somebody stands in a run, and what an act on places came to, in sentences."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from karamad.cycle.delivery.letters.refusals import Names, reason_words
from karamad.cycle.delivery.models import Enrolment, EnrolmentState, Run
from karamad.trust.accounts.permissions import NAMES, Role
from karamad.web.display import number


def own_words(enrolment: Enrolment, run: Run, turn: int | None) -> str:
    """Tell a person how he stands in a run."""
    if enrolment.state == EnrolmentState.PLACED:
        return _("شما در این اجرا جا دارید")
    if enrolment.state == EnrolmentState.WAITING:
        return _("شما در فهرست انتظارید؛ نوبت شما %(n)s است") % {"n": number(turn or 0)}
    return _("درخواست شما در انتظار موافقت %(role)s است") % {
        "role": next_role(enrolment, run)
    }


def kept_back(enrolments: Iterable[Enrolment]) -> dict[int, str]:
    """Tell why people who wait did not move up when a place was free; by enrolment."""
    told = {
        row.pk: row.why_held_back
        for row in enrolments
        if row.state == EnrolmentState.WAITING and row.held_back
    }
    names = Names.of_refusals(each for why in told.values() for each in why)
    return {
        key: _("جایی خالی شد، اما داده نشد: %(why)s")
        % {"why": " ".join(reason_words(each, names) for each in why)}
        for key, why in told.items()
    }


def next_role(enrolment: Enrolment, run: Run) -> str:
    """Return whose agreement comes next; empty when the chain is through."""
    if enrolment.steps_agreed >= len(run.chain):
        return ""
    return str(NAMES[Role(run.chain[enrolment.steps_agreed])])


def moved_up(count: int) -> str:
    """Tell how many moved up from the waiting list; empty for none."""
    if not count:
        return ""
    words = ngettext(
        "%(n)s نفر از فهرست انتظار جا گرفت.",
        "%(n)s نفر از فهرست انتظار جا گرفتند.",
        count,
    )
    return words % {"n": number(count)}


def agreed_words(placed: int, waiting: int, asked: int) -> str:
    """Tell what became of those agreed to."""
    people = placed + waiting + asked
    told = ngettext(
        "با %(n)s درخواست موافقت شد", "با %(n)s درخواست موافقت شد", people
    ) % {"n": number(people)}
    parts = [
        (placed, ngettext("%(n)s نفر جا گرفت", "%(n)s نفر جا گرفتند", placed)),
        (
            waiting,
            ngettext(
                "%(n)s نفر در فهرست انتظار است",
                "%(n)s نفر در فهرست انتظارند",
                waiting,
            ),
        ),
        (
            asked,
            ngettext(
                "%(n)s نفر منتظر موافقت بعدی است",
                "%(n)s نفر منتظر موافقت بعدی‌اند",
                asked,
            ),
        ),
    ]
    shown = [words % {"n": number(count)} for count, words in parts if count]
    return _("%(told)s؛ %(parts)s.") % {"told": told, "parts": _("، ").join(shown)}
