"""What an answer to "who qualifies" says beside the verdict, and the file of it."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from karamad.cycle.eligibility.actions.inquiring import considered
from karamad.cycle.eligibility.actions.judging import BATCH, batched
from karamad.cycle.eligibility.models import Inquiry, InquiryRow
from karamad.cycle.eligibility.models.inquiries import InquiryRowQuerySet
from karamad.kernel.identifiers import mask
from karamad.kernel.jalali import jalali_iso
from karamad.kernel.tables import Columns, table
from karamad.registers.people.models import Assignment, Person
from karamad.trust.accounts.models import User
from karamad.trust.accounts.permissions import Permission

COLUMNS: Columns = {
    "national_id": str,
    "first_name": str,
    "last_name": str,
    "post": str,
    "post_title": str,
    "unit": str,
    "unit_name": str,
    "considered": int,
    "group": str,
    "until": str,
    "lacks": str,
    "missing": str,
}


@dataclass(frozen=True, slots=True)
class Standing:
    """A person of an answer, with what is looked up when it is read.

    seat: the post he holds on the day, the one he came to last; None where he holds
    none. considered: he is a candidate for the post asked about.
    """

    row: InquiryRow
    seat: Assignment | None
    considered: bool


def standing(inquiry: Inquiry, rows: Iterable[InquiryRow]) -> list[Standing]:
    """Return rows of the inquiry with the seats their people hold, in that order."""
    rows = list(rows)
    held = _seats({row.person_id for row in rows}, inquiry.judged_on)
    asked = inquiry.rows.filter(pk__in=[row.pk for row in rows])
    candidates = asked.of_candidates(considered(inquiry))
    keys = set(candidates.values_list("pk", flat=True))
    return [Standing(row, held.get(row.person_id), row.pk in keys) for row in rows]


def export_rows(
    inquiry: Inquiry, rows: InquiryRowQuerySet, path: Path, *, by: User, on: date
) -> int:
    """Write these rows to a file by its ending, nearest first; return how many.

    Only people whom `by` may see on the day; national ids masked where he may not read
    them.
    """
    rows = rows.visible_to(by, on=on).nearest_first().select_related("person")
    count = 0
    with table(path, COLUMNS) as opened:
        for batch in batched(rows.iterator(chunk_size=BATCH)):
            bare = _bare([row.person_id for row in batch], by, on)
            opened.write(
                [
                    _line(each, bare=each.row.person_id in bare)
                    for each in standing(inquiry, batch)
                ]
            )
            count += len(batch)
    return count


# ---- inside -----------------------------------------------------------------


def _seats(people: Collection[int], on: date) -> dict[int, Assignment]:
    seats = Assignment.objects.current().held_on(on).filter(person__in=people)
    rows = seats.select_related("post", "unit").order_by("from_day", "pk")
    return {seat.person_id: seat for seat in rows}


def _bare(people: Collection[int], by: User, on: date) -> set[int]:
    """Return whose national ids he may read."""
    asked = Permission.PEOPLE_NATIONAL_ID_VIEW
    if asked not in by.permissions_on(on):
        return set()
    open_to_him = Person.objects.visible_to(by, on=on, permission=asked)
    return set(open_to_him.filter(pk__in=people).values_list("pk", flat=True))


def _line(each: Standing, *, bare: bool) -> tuple[str | int, ...]:
    row, person, seat = each.row, each.row.person, each.seat
    return (
        person.national_id if bare else mask(person.national_id),
        person.first_name,
        person.last_name,
        seat.post.code if seat else "",
        seat.post.title if seat else "",
        seat.unit.code if seat else "",
        seat.unit.name if seat else "",
        int(each.considered),
        row.group,
        "" if row.until is None else jalali_iso(row.until),
        "|".join(row.lacked),
        "|".join(row.unknown),
    )
