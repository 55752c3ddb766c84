"""Who qualifies for a post: few by the rules at once, many by a worker.

Of many the judge of everyone is asked, where there is a copy of the registers.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils.timezone import localdate

from karamad.cycle.eligibility.actions.gathering import gather, records_of
from karamad.cycle.eligibility.actions.judging import answers, batched
from karamad.cycle.eligibility.actions.laws import Law, law_of
from karamad.cycle.eligibility.actions.qualifying import (
    Said,
    everyone,
    nearness_of,
    said_of,
    write,
)
from karamad.cycle.eligibility.actions.seats import seat_of
from karamad.cycle.eligibility.models import (
    Candidacy,
    Inquiry,
    Progress,
)
from karamad.cycle.eligibility.models.candidacies import CandidacyQuerySet
from karamad.cycle.eligibility.rules import nearness
from karamad.registers.competencies.models import Edition
from karamad.registers.people.models import Assignment, Person, Post, Unit
from karamad.registers.people.models.tree import ids_below_on
from karamad.trust.accounts.models import User
from karamad.trust.accounts.permissions import Permission
from karamad.trust.audit import actions as audit

AT_ONCE = 2000  # people answered while the asker waits
KEPT = 10  # finished inquiries of one asker; older ones are forgotten

Clock = Callable[[], datetime]


@dataclass(frozen=True, slots=True)
class Vacancy:
    """What is asked: a post, by a law, on a day, among whom.

    unit: where the post is; None where it is the same everywhere. among_unit: people
    who hold a post at it or below it on the day. among_posts: codes of posts held.
    """

    post: Post
    law: Law
    on: date
    unit: Unit | None = None
    among_unit: Unit | None = None
    among_posts: tuple[str, ...] = ()


@transaction.atomic
def inquire(*, vacancy: Vacancy, by: User, at: datetime) -> Inquiry:
    """Ask who qualifies, among those whom `by` may see.

    Few are answered before this returns; else `tasks.start` is to be called, and the
    inquiry waits for a worker.
    """
    inquiry = Inquiry(
        asked_by=by,
        seat=by.acting_for,
        asked_at=at,
        post=vacancy.post,
        unit=vacancy.unit,
        edition_id=vacancy.law.edition_id,
        judged_on=vacancy.on,
        among_unit=vacancy.among_unit,
        among_posts=list(vacancy.among_posts),
        heard_at=at,
    )
    people = candidates(inquiry)
    inquiry.people = len(people)
    inquiry.save()
    audit.record(
        act="eligibility:inquiry:ask",
        subject=("inquiry", inquiry.pk),
        by=by,
        at=at,
        after={
            "post": vacancy.post.code,
            "profile": vacancy.law.code,
            "edition": vacancy.law.number,
            "on": vacancy.on.isoformat(),
            "people": inquiry.people,
        },
    )
    _forget_old(by)
    if inquiry.people <= AT_ONCE:
        _begin(inquiry, at)
        for batch in batched(people):
            _keep(inquiry, batch, _rows(inquiry, vacancy.law, batch))
        _end(inquiry, Progress.DONE, at)
    return inquiry


def considered(inquiry: Inquiry) -> CandidacyQuerySet:
    """Return who is considered for the post on the day, where the inquiry asks."""
    found = Candidacy.objects.current().running_on(inquiry.judged_on)
    found = found.for_post(inquiry.post)
    if inquiry.unit is not None:
        found = found.filter(unit=inquiry.unit)
    if inquiry.among_unit is not None:
        below = ids_below_on(inquiry.among_unit, inquiry.judged_on)
        found = found.filter(unit__in=below)
    return found


def candidates(inquiry: Inquiry) -> list[int]:
    """Return the keys of the people to judge, in order: whom the asker may see.

    Serving on the day judged, one record a human being. Among those of a unit also who
    is considered for the post there, wherever he serves now.
    """
    # A worker knows no session: the asker sits again where he asked from.
    inquiry.asked_by.acting_for = inquiry.seat
    people = Person.objects.unmerged().serving_on(inquiry.judged_on)
    held = Assignment.objects.current().held_on(inquiry.judged_on)
    if inquiry.among_unit is not None:
        below = ids_below_on(inquiry.among_unit, inquiry.judged_on)
        held = held.filter(unit__in=below)
    if inquiry.among_posts:
        held = held.filter(post__code__in=inquiry.among_posts)
    if inquiry.among_unit is not None or inquiry.among_posts:
        people = people.filter(_about(held) | _about(considered(inquiry)))
    seen = people.visible_to(
        inquiry.asked_by,
        on=localdate(inquiry.asked_at),
        permission=Permission.ELIGIBILITY_VERDICT_LIST,
    )
    return list(seen.order_by("pk").values_list("pk", flat=True))


def _about(rows: QuerySet[Any]) -> Q:
    """Return the condition on people whom these rows are about, joined or not."""
    merged = rows.exclude(person__merged_into=None)
    return Q(pk__in=rows.values("person")) | Q(
        pk__in=merged.values("person__merged_into")
    )


def run(inquiry_id: int, *, clock: Clock) -> Inquiry:
    """Judge whom the inquiry has not reached yet, one transaction a batch.

    Stops without a word when it was cancelled, finished, or taken over by another run.
    """
    inquiry = Inquiry.objects.select_related("asked_by", "post", "unit").get(
        pk=inquiry_id
    )
    with transaction.atomic():
        inquiry = _locked(inquiry)
        if inquiry.is_over:
            return inquiry
        _begin(inquiry, clock())
    edition = Edition.objects.with_criteria().get(pk=inquiry.edition_id)
    law = law_of(edition)
    reached = inquiry.reached
    people = [person for person in candidates(inquiry) if person > reached]
    at_once = None
    if len(people) > AT_ONCE:
        _hear(inquiry, clock())
        at_once = everyone(inquiry, law, people, clock=clock)
    for batch in batched(people):
        rows = at_once.rows(batch) if at_once else _rows(inquiry, law, batch)
        with transaction.atomic():
            inquiry = _locked(inquiry)
            if inquiry.is_over or inquiry.reached != reached:
                return inquiry
            inquiry.heard_at = clock()
            _keep(inquiry, batch, rows)
            reached = inquiry.reached
    with transaction.atomic():
        inquiry = _locked(inquiry)
        if not inquiry.is_over and inquiry.reached == reached:
            _end(inquiry, Progress.DONE, clock())
    return inquiry


@transaction.atomic
def fail(inquiry_id: int, why: str, *, at: datetime) -> None:
    """Write down that a run broke off; it can be taken up again."""
    inquiry = Inquiry.objects.select_for_update().get(pk=inquiry_id)
    if not inquiry.is_over:
        inquiry.failure = why[:200]
        _end(inquiry, Progress.FAILED, at)


@transaction.atomic
def cancel(*, inquiry: Inquiry, by: User, at: datetime) -> Inquiry:
    """Stop an inquiry after the batch under way; what is answered stays."""
    inquiry = _locked(inquiry)
    if not inquiry.is_over:
        audit.record(
            act="eligibility:inquiry:cancel",
            subject=("inquiry", inquiry.pk),
            by=by,
            at=at,
        )
        _end(inquiry, Progress.CANCELLED, at)
    return inquiry


@transaction.atomic
def resume(*, inquiry: Inquiry, by: User, at: datetime) -> Inquiry:
    """Let an inquiry go on where it stopped; then `tasks.start`.

    One that was cancelled, failed, or whose worker has died.
    """
    inquiry = _locked(inquiry)
    broken = inquiry.progress in {Progress.CANCELLED, Progress.FAILED}
    if broken or inquiry.is_silent(at):
        audit.record(
            act="eligibility:inquiry:resume",
            subject=("inquiry", inquiry.pk),
            by=by,
            at=at,
        )
        inquiry.progress, inquiry.heard_at = Progress.WAITING, at
        inquiry.finished_at = None
        inquiry.failure = ""
        inquiry.save(update_fields=["progress", "heard_at", "finished_at", "failure"])
    return inquiry


def ask_again(*, inquiry: Inquiry, law: Law, by: User, at: datetime) -> Inquiry:
    """Ask the same anew, of today's record; the old answer stays beside it."""
    vacancy = Vacancy(
        post=inquiry.post,
        law=law,
        on=inquiry.judged_on,
        unit=inquiry.unit,
        among_unit=inquiry.among_unit,
        among_posts=tuple(inquiry.among_posts),
    )
    return inquire(vacancy=vacancy, by=by, at=at)


# ---- inside -----------------------------------------------------------------


def _locked(inquiry: Inquiry) -> Inquiry:
    """Lock the inquiry's row; it comes with what judging needs."""
    return (
        Inquiry.objects.select_for_update(of=("self",))
        .select_related("asked_by", "seat", "post", "unit", "among_unit")
        .get(pk=inquiry.pk)
    )


def _begin(inquiry: Inquiry, at: datetime) -> None:
    inquiry.progress, inquiry.heard_at = Progress.RUNNING, at
    inquiry.started_at = inquiry.started_at or at
    inquiry.save(update_fields=["progress", "started_at", "heard_at"])


def _hear(inquiry: Inquiry, at: datetime) -> None:
    """Write down that it goes on; the next word may come minutes later."""
    Inquiry.objects.filter(pk=inquiry.pk).update(heard_at=at)


def _end(inquiry: Inquiry, progress: Progress, at: datetime) -> None:
    inquiry.progress = progress
    inquiry.finished_at = at
    inquiry.save(update_fields=["progress", "finished_at", "failure"])


def _keep(inquiry: Inquiry, batch: Sequence[int], rows: Sequence[Said]) -> None:
    """Keep a batch's rows, the counts and how far it got."""
    write(inquiry, rows)
    counts = Counter(row.group for row in rows)
    fields = [group.value for group in nearness.Group]
    for name in fields:
        setattr(inquiry, name, getattr(inquiry, name) + counts[name])
    inquiry.judged += len(rows)
    inquiry.reached = batch[-1]
    inquiry.save(update_fields=[*fields, "judged", "reached", "heard_at"])


def _rows(inquiry: Inquiry, law: Law, batch: Sequence[int]) -> list[Said]:
    seat = seat_of(inquiry.post, inquiry.unit)
    gathered = gather(records_of(batch))
    rows = []
    for person in batch:
        facts = gathered.facts.get(person)
        if facts is None:
            continue
        (answer,) = answers(
            person, [(seat, law)], facts, gathered.catalogue, inquiry.judged_on
        )
        near = nearness_of(law, answer.judgement)
        rows.append(said_of(person, near, answer.judgement.until))
    return rows


def _forget_old(by: User) -> None:
    over = Inquiry.objects.filter(asked_by=by, finished_at__isnull=False)
    kept = over.order_by(F("asked_at").desc(), "-pk").values_list("pk", flat=True)
    over.exclude(pk__in=list(kept[:KEPT])).delete()
