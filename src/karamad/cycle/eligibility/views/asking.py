"""By which post and profile the reader wants a person judged."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from karamad.cycle.eligibility.actions.judging import Answer, judge_person
from karamad.cycle.eligibility.actions.laws import Law, laws
from karamad.cycle.eligibility.actions.seats import NO_SEAT, Seat, seat_of
from karamad.cycle.eligibility.models import Candidacy
from karamad.registers.competencies.letters import title_of
from karamad.registers.people.models import Assignment, Person, Post, Unit
from karamad.trust.accounts.models import User
from karamad.trust.accounts.permissions import SignedRequest


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address asks. error: why the post typed was not understood."""

    law: Law | None = None
    post: Post | None = None
    unit: Unit | None = None
    typed_post: str = ""
    error: str = ""

    @property
    def is_what_if(self) -> bool:
        return self.law is not None or self.post is not None

    @property
    def seat(self) -> Seat | None:
        return seat_of(self.post, self.unit) if self.post else None


def asked(request: SignedRequest, person: Person, near: Unit | None = None) -> Asked:
    """Read the address; noise in it is no profile and no post.

    A unit beyond the reader's reach is noise too, unless the person judged has to do
    with it. near: the unit that stands where a post is named without one.
    """
    profile = request.GET.get("profile", "").strip()
    law = laws().get(profile) if profile else None
    typed = request.GET.get("post", "").strip()
    if not typed:
        return Asked(law)
    post = Post.objects.called(typed).first()
    if post is None:
        error = _("پستی با این نام یا کد نیست.")
        return Asked(law, typed_post=typed, error=error)
    code = request.GET.get("unit", "").strip()
    unit = _unit(request.user, person, code) or near
    return Asked(law, post, unit, post.title)


def _unit(user: User, person: Person, code: str) -> Unit | None:
    if not code:
        return None
    records = person.record_ids()
    today = timezone.localdate()
    seen = Unit.objects.visible_to(user, on=today).values("pk")
    held = Assignment.objects.filter(person__in=records).values("unit")
    considered = Candidacy.objects.filter(person__in=records).values("unit")
    near_him = Q(pk__in=seen) | Q(pk__in=held) | Q(pk__in=considered)
    return Unit.objects.filter(near_him, code=code).first()


def answered(
    person: Person,
    asked: Asked,
    on: date,
    own: Sequence[Seat],
    known: Mapping[str, Law],
) -> list[Answer]:
    """Judge as asked: by his `own` seats and what applies, where nothing is said."""
    by = [asked.law] if asked.law else None
    seats = [asked.seat] if asked.seat else own
    found = judge_person(person, on=on, seats=seats, by=by, among=known.values())
    if not found and by:
        return judge_person(person, on=on, seats=[NO_SEAT], by=by)
    return found


def profile_choices(known: Mapping[str, Law]) -> list[tuple[str, str]]:
    """Return the profiles to choose from: code and title."""
    return [(code, title_of(each.profile)) for code, each in known.items()]
