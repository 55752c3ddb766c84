"""By which post and profile the reader wants a person judged."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest
from django.utils.translation import gettext as _

from karamad.cycle.eligibility.actions.judging import Answer, judge_person
from karamad.cycle.eligibility.actions.laws import Law, laws
from karamad.cycle.eligibility.actions.seats import NO_SEAT, Seat, seat_of
from karamad.registers.people.models import Person, Post, Unit
from karamad.web.display import is_persian


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


def asked(request: HttpRequest, near: Unit | None = None) -> Asked:
    """Read the address; noise in it is no profile and no post.

    near: the unit that stands where a post is named without one.
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
    unit = Unit.objects.filter(code=code).first() if code else near
    return Asked(law, post, unit, post.title)


def answered(person: Person, asked: Asked, on: date) -> list[Answer]:
    """Judge as asked: by his own posts and what applies, where nothing is said."""
    by = [asked.law] if asked.law else None
    seats: Sequence[Seat] | None = [asked.seat] if asked.seat else None
    found = judge_person(person, on=on, seats=seats, by=by)
    if not found and by:
        return judge_person(person, on=on, seats=[NO_SEAT], by=by)
    return found


def profile_choices() -> list[tuple[str, str]]:
    """Return the profiles to choose from: code and title."""
    return [
        (code, each.profile.title_fa if is_persian() else each.profile.title_en or code)
        for code, each in laws().items()
    ]
