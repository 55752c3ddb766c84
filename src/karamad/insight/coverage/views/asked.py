"""What an address asks: where, on which day, of whom."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from karamad.cycle.eligibility.actions.laws import Law, law_of, laws
from karamad.insight.coverage import tasks
from karamad.insight.coverage.actions import counting, places
from karamad.insight.coverage.actions.asking import Asked
from karamad.insight.coverage.actions.books import Book
from karamad.insight.coverage.actions.places import Place
from karamad.insight.coverage.forms import Filters
from karamad.insight.coverage.letters import AGES
from karamad.insight.coverage.models import Stage, Tally
from karamad.registers.competencies.letters import names_for, sentence, title_of
from karamad.registers.competencies.models import Edition
from karamad.registers.competencies.rules import Criterion
from karamad.registers.people.models import Employment, Gender, Post, Unit
from karamad.trust.accounts.permissions import Permission, SignedRequest
from karamad.web.asof import AsOf, asked_day
from karamad.web.components import Chip
from karamad.web.display import is_persian, said

FIGURES = Permission.COVERAGE_FIGURE_VIEW
AGAIN_AFTER = 60  # seconds after a break-off, before a page starts anew by itself
# What a page of a unit is called where it is about all of a reader's reach.
PAGES = {
    "unit": "nation",
    "people": "all-people",
    "trend": "all-trend",
    "rows": "all-rows",
}
NAMES = ("post", "profile", "criterion", "employment", "gender", "age", "as_of")


@dataclass(frozen=True)
class Question:
    """What a page is asked, and the book that answers it; None: nothing counted yet."""

    place: Place
    as_of: AsOf
    tally: Tally
    book: Book | None
    asked: Asked
    given: Mapping[str, str]
    post: Post | None = None

    @cached_property
    def laws(self) -> dict[int, Law]:
        """The editions counted by, by the key of the profile, in the order of codes."""
        if self.book is None:
            return {}
        newest = {law.edition_id: law for law in laws().values()}
        wanted = set(self.book.editions.values()) - newest.keys()
        for edition in Edition.objects.filter(pk__in=wanted).with_criteria():
            newest[edition.pk] = law_of(edition)
        found = {
            profile: newest[edition]
            for profile, edition in self.book.editions.items()
            if edition in newest
        }
        return dict(sorted(found.items(), key=lambda each: each[1].code))

    @cached_property
    def left_out(self) -> list[str]:
        """Titles of the profiles by which nobody was judged."""
        keys = self.book.left_out.values() if self.book else ()
        found = Edition.objects.filter(pk__in=keys).with_criteria().order_by("pk")
        return [title_of(law_of(each).profile) for each in found] if keys else []

    @property
    def law(self) -> Law | None:
        return self.laws.get(self.asked.profile or 0)

    @property
    def criterion(self) -> Criterion | None:
        law, at = self.law, self.asked.place
        return law.profile.criteria[at] if law and at is not None else None

    @property
    def criteria(self) -> dict[int, int]:
        """How many criteria each profile has, by its key."""
        return {key: len(law.profile.criteria) for key, law in self.laws.items()}

    def query(self, **changes: str) -> str:
        """Return the filters and the day as the query of another page's address."""
        kept = {name: self.given.get(name, "") for name in NAMES} | changes
        said_ = {name: value for name, value in kept.items() if value}
        return f"?{urlencode(said_)}" if said_ else ""

    def address(
        self,
        page: str,
        unit: int | None = None,
        *,
        whole: bool = False,
        ending: str = "",
        **changes: str,
    ) -> str:
        """Return the address of a page of the same question.

        unit: another's; whole: of all that the reader may ask about.
        """
        key = unit
        if unit is None and not whole and not self.place.is_whole and self.place.unit:
            key = self.place.unit.pk
        named = f"coverage:{page if key else PAGES[page]}"
        parts = {"pk": key, "ending": ending}
        kwargs = {name: value for name, value in parts.items() if value}
        return reverse(named, kwargs=kwargs) + self.query(**changes)


def read(request: SignedRequest, pk: int | None = None) -> Question:
    """Read the address; nothing outside the reader's reach is found.

    pk: the key of a unit. What is not counted yet, or was overtaken by the registers,
    is handed to a worker.
    """
    today, now = timezone.localdate(), timezone.now()
    place = place_of(request, pk, today)
    as_of = asked_day(request, today=today)
    tally = counting.tally_of(as_of.day, at=now)
    book = counting.book_of(tally)
    behind = book is None or counting.is_behind(tally)
    if behind and not _is_left_alone(tally):
        tasks.start(tally)
        tally.refresh_from_db()
    given = {name: request.GET.get(name, "").strip() for name in NAMES}
    question = Question(place, as_of, tally, book, Asked(), given)
    if book is None or not place.sees_people:
        # Figures of a part of a small unit would tell of its people.
        return replace(question, given={"as_of": given["as_of"]})
    return _narrowed(question)


def place_of(request: SignedRequest, pk: int | None, today: date) -> Place:
    """Return where the address asks about. Errors: Http404 outside the reach."""
    if pk is None:
        try:
            return places.whole(request.user, on=today)
        except places.NoReach:
            raise Http404 from None
    units = Unit.objects.visible_to(request.user, on=today, permission=FIGURES)
    unit = get_object_or_404(units.exclude(path=""), pk=pk)
    return places.below(request.user, unit, on=today)


def _is_left_alone(tally: Tally) -> bool:
    """Test whether it broke off just now, or was stopped until somebody asks again."""
    silent = timezone.now() - tally.heard_at
    broke = tally.stage == Stage.FAILED and silent.total_seconds() < AGAIN_AFTER
    return broke or tally.stage == Stage.STOPPED


def _narrowed(question: Question) -> Question:
    """Return the question with the filters that the address names and that exist."""
    given = question.given
    post = Post.objects.filter(code=given["post"]).first() if given["post"] else None
    profile = next(
        (key for key, law in question.laws.items() if law.code == given["profile"]),
        None,
    )
    at = None
    if profile is not None and given["criterion"]:
        criteria = question.laws[profile].profile.criteria
        ids = [criterion.id for criterion in criteria]
        at = ids.index(given["criterion"]) if given["criterion"] in ids else None
    asked = Asked(
        post=post.pk if post else None,
        profile=profile,
        place=at,
        employment=_one_of(given["employment"], Employment.values),
        gender=_one_of(given["gender"], Gender.values),
        age=_one_of(given["age"], AGES),
    )
    kept = {
        "post": post.code if post else "",
        "profile": given["profile"] if profile is not None else "",
        "criterion": given["criterion"] if at is not None else "",
        "employment": asked.employment or "",
        "gender": asked.gender or "",
        "age": asked.age or "",
        "as_of": given["as_of"],
    }
    return replace(question, asked=asked, given=kept, post=post)


def _one_of(value: str, known: Any) -> str | None:
    return value if value and value in known else None


# ---- what is shown of it --------------------------------------------------------


def chips(question: Question) -> list[Chip]:
    """Return the filters in force."""
    given, shown = question.given, []
    if question.post:
        shown.append(
            Chip("post", given["post"], _("پست"), said(question.post, "title"))
        )
    if law := question.law:
        shown.append(
            Chip("profile", given["profile"], _("نمایه"), title_of(law.profile))
        )
    if criterion := question.criterion:
        assert law is not None  # noqa: S101 - a criterion belongs to a law
        words = sentence(criterion, names_for(law.profile))
        shown.append(Chip("criterion", given["criterion"], _("شرط"), words))
    for name, label, words_of in (
        ("employment", _("استخدام"), dict(Employment.choices)),
        ("gender", _("جنسیت"), dict(Gender.choices)),
        ("age", _("سن"), AGES),
    ):
        if value := given.get(name):
            shown.append(Chip(name, value, label, str(words_of[value])))
    return shown


def filters(question: Question) -> Filters | None:
    """Return the form that narrows the page; None for who may not narrow it."""
    if question.book is None or not question.place.sees_people:
        return None
    posts = Post.objects.filter(pk__in=question.book.posts).order_by("sort_key", "pk")
    criteria: list[tuple[str, str]] = []
    if law := question.law:
        names = names_for(law.profile)
        criteria = [(each.id, sentence(each, names)) for each in law.profile.criteria]
    return Filters(
        initial=question.given,
        posts=[(post.code, _plain(post)) for post in posts],
        profiles=[(law.code, title_of(law.profile)) for law in question.laws.values()],
        criteria=criteria,
    )


def _plain(post: Post) -> str:
    return post.title if is_persian() else post.title_en or post.title
