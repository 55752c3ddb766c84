"""The passport: what a person may hold on a day, and everything that says so."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from functools import cache
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from karamad.cycle.eligibility.actions.laws import laws
from karamad.cycle.eligibility.actions.passport import read_passport
from karamad.cycle.eligibility.actions.seats import (
    Seat,
    in_order,
    seat_of,
    seats_asked,
)
from karamad.cycle.eligibility.letters.amounts import hours_words, years_words
from karamad.cycle.eligibility.letters.verdicts import counted
from karamad.cycle.eligibility.models import Candidacy, Decision, Objection
from karamad.cycle.eligibility.views import asking, records, verdicts
from karamad.cycle.eligibility.views.papers import papers
from karamad.cycle.eligibility.views.places import names_above
from karamad.kernel.identifiers import mask
from karamad.kernel.jalali import (
    completed_years,
    jalali_day,
    jalali_year,
    year_starts,
)
from karamad.registers.people.models import Person
from karamad.trust.accounts.models import User
from karamad.trust.accounts.permissions import Permission, SignedRequest, requires
from karamad.web.asof import PARAMETER, AsOf, asked_day
from karamad.web.components import Choice, Crumb, Fact
from karamad.web.display import jalali, jalali_long, plain_digits, said
from karamad.web.templatetags.words import code, year

PAGE = 10
ELECTION_DAY = jalali_day(1405, 2, 11)
VIEW = Permission.ELIGIBILITY_VERDICT_VIEW


@require_GET
@never_cache
@requires(VIEW)
def passport(request: SignedRequest, pk: int) -> HttpResponse:
    """Show a person's passport as of a day. The reading is written down."""
    today = timezone.localdate()
    as_of = asked_day(request, today=today)
    seen = Person.objects.visible_to(request.user, on=today, permission=VIEW)
    person = get_object_or_404(seen, pk=pk)
    if person.merged_into_id:
        return redirect("eligibility:passport", pk=person.merged_into_id)
    read_passport(person=person, on=as_of.day, by=request.user, at=timezone.now())
    rows = person.record_ids()
    posts = records.held(rows, as_of)
    near = posts.today[0].unit if posts.today else None
    asked = asking.asked(request, person, near)
    candidacies = _candidacies(rows, as_of.day)
    known = laws()
    own = _seats(posts, candidacies)
    answers = asking.answered(person, asked, as_of.day, own, known)
    reader = _reader(request.user, person, posts)
    opened = request.GET.get("open", "")
    blocks = verdicts.blocks(answers, as_of.day, reader, opened)
    if opened and request.headers.get("HX-Request"):
        return _one_block(request, blocks, opened)
    context = {
        "title": _("شناسنامهٔ آموزشی %(name)s") % {"name": person.name},
        "person": person,
        "crumbs": _crumbs(request.user, posts, today),
        "facts": _facts(request.user, person, posts),
        "as_of": as_of,
        "typed_day": as_of.typed or as_of.day,
        "shortcuts": _shortcuts(request, as_of),
        "blocks": blocks,
        "folded": [block for block in blocks if block.folded],
        "asked": asked,
        "profiles": asking.profile_choices(known),
        "reader": reader,
        **_posts(posts),
        **_courses(request, records.attended(rows, as_of.day), as_of.day),
        "papers": papers(rows, as_of.day),
        "candidacies": candidacies,
        **_acts(request.user, rows),
    }
    return render(request, "eligibility/passport.html", context)


def _one_block(
    request: SignedRequest, blocks: list[verdicts.Block], anchor: str
) -> HttpResponse:
    """Show the inside of one folded verdict, into a page that stands already."""
    block = next((each for each in blocks if each.anchor == anchor), None)
    if block is None:
        raise Http404
    return render(request, "eligibility/_block.html", {"block": block})


# ---- the head --------------------------------------------------------------


def _crumbs(user: User, posts: records.Held, today: date) -> list[Crumb]:
    lists = Permission.PEOPLE_PERSON_LIST in user.permissions_on(today)
    crumbs = [Crumb(_("افراد"), reverse("people:people") if lists else "")]
    if not posts.today:
        return crumbs
    seat = posts.today[0]
    return crumbs + [
        Crumb(name) for name in reversed(names_above(posts.over[seat.unit_id]))
    ]


def _facts(user: User, person: Person, posts: records.Held) -> list[Fact]:
    on, today = posts.as_of.day, posts.as_of.today
    plain = Person.objects.plain_to(user, [person.pk], on=today, among=VIEW)
    digits = person.national_id if plain else mask(person.national_id)
    label = _("شناسهٔ بیگانه") if person.foreigner else _("کد ملی")
    facts = [Fact(label, code(plain_digits(digits)))]
    if posts.today:
        seat = posts.today[0]
        words = {
            "post": said(seat.post, "title"),
            "day": jalali_long(seat.from_day),
        }
        held = _("%(post)s، از %(day)s") % words
        if more := len(posts.today) - 1:
            held += _("؛ و %(count)s پست دیگر") % {"count": counted(more)}
        facts += [Fact(_("پست"), held), Fact(_("واحد"), posts.place(seat))]
    else:
        facts.append(Fact(_("پست"), _("در این روز پستی ندارد")))
    facts.append(Fact(_("استخدام"), _employed(person, on)))
    if person.degree:
        facts.append(Fact(_("مدرک"), str(person.get_degree_display())))
    for label, day in (
        (_("بازنشستگی"), person.retired_on),
        (_("درگذشت"), person.died_on),
    ):
        if day and day <= on:
            facts.append(Fact(label, jalali_long(day)))
    return facts


def _employed(person: Person, on: date) -> str:
    kind = person.get_employment_display() if person.employment else ""
    start = person.service_start
    if start is None or start > on:
        return str(kind) or _("ثبت نشده")
    years = completed_years(start, on)
    length = (
        _("%(years)s خدمت") % {"years": years_words(years)}
        if years
        else _("کمتر از یک سال خدمت")
    )
    return (
        _("%(kind)s، %(length)s") % {"kind": kind, "length": length} if kind else length
    )


def _shortcuts(request: SignedRequest, as_of: AsOf) -> list[Choice]:
    last_year = jalali_year(as_of.today) - 1
    days = [
        (_("امروز"), None),
        (_("روز انتخابات، ۱۱ اردیبهشت ۱۴۰۵"), ELECTION_DAY),
        (
            _("پایان سال %(year)s") % {"year": year(last_year)},
            year_starts(last_year + 1) - timedelta(days=1),
        ),
    ]
    choices = []
    for label, day in days:
        query = request.GET.copy()
        query.pop("page", None)
        query.pop(PARAMETER, None)
        if day is not None:
            query[PARAMETER] = jalali(day)
        current = as_of.day == (day or as_of.today)
        choices.append(Choice(label, f"?{query.urlencode()}", current))
    return choices


def _reader(user: User, person: Person, posts: records.Held) -> verdicts.Reader:
    today = posts.as_of.today
    allowed = user.permissions_on(today)
    himself = person.account_id is not None and person.account_id == user.pk

    @cache
    def reaches(name: str) -> bool:
        permission = Permission(name)
        if permission not in allowed:
            return False
        if user.reach(permission, on=today) == user.reach(VIEW, on=today):
            return True
        seen = Person.objects.visible_to(user, on=today, permission=permission)
        return seen.filter(pk=person.pk).exists()

    return verdicts.Reader(
        person=person.pk,
        edits_person=reaches(Permission.PEOPLE_PERSON_EDIT),
        edits_profiles=Permission.COMPETENCIES_PROFILE_EDIT in allowed,
        considers=not himself and reaches(Permission.ELIGIBILITY_CANDIDACY_EDIT),
        decides=not himself and reaches(Permission.ELIGIBILITY_DECISION_MAKE),
        objects=himself and Permission.ELIGIBILITY_OBJECTION_RAISE in allowed,
        may=reaches,
        seats=frozenset((seat.post.code, seat.unit.code) for seat in posts.today),
    )


def _candidacies(rows: Sequence[int], on: date) -> list[Candidacy]:
    """Return for what he is considered on the day, or will be."""
    standing = Candidacy.objects.current().not_over_on(on).filter(person__in=rows)
    return list(standing.select_related("post", "unit").order_by("from_day", "pk"))


def _seats(posts: records.Held, candidacies: Sequence[Candidacy]) -> list[Seat]:
    """Return what he is judged for where nothing is asked, from what is read anyway."""
    on = posts.as_of.day
    held = in_order(seat_of(row.post, row.unit) for row in posts.today)
    considered = in_order(
        replace(seat_of(row.post, row.unit), considered=True)
        for row in candidacies
        if row.from_day <= on
    )
    return seats_asked(held, considered)


def _acts(user: User, rows: Sequence[int]) -> dict[str, Any]:
    """Return the decisions and objections about him that the reader may see."""
    today = timezone.localdate()
    made = Decision.objects.filter(person__in=rows).visible_to(user, on=today)
    raised = Objection.objects.filter(person__in=rows).visible_to(user, on=today)
    return {
        "decisions": made.latest_first().select_related("post", "unit"),
        "objections": [
            (row, row.state_on(today))
            for row in raised.most_urgent_first().select_related("edition__profile")
        ],
    }


# ---- below the verdicts ----------------------------------------------------


def _posts(posts: records.Held) -> dict[str, Any]:
    if not posts.seats:
        return {"spans": [], "posts_title": _("حکمی ثبت نشده است")}
    first = min(seat.from_day for seat in posts.seats)
    years = completed_years(first, posts.as_of.day)
    count = len(posts.seats)
    words = {"count": counted(count), "years": years_words(years)}
    if years:
        title = ngettext(
            "%(count)s حکم در %(years)s", "%(count)s حکم در %(years)s", count
        )
    else:
        title = ngettext("%(count)s حکم", "%(count)s حکم", count)
    span = {
        "first": year(jalali_year(first)),
        "last": year(jalali_year(posts.as_of.day)),
    }
    return {
        "spans": records.spans(posts),
        "posts_title": title % words,
        "posts_note": _("%(first)s تا %(last)s؛ زمان در جهت نوشتار") % span,
    }


def _courses(
    request: SignedRequest, rows: list[records.Attended], on: date
) -> dict[str, Any]:
    added = records.hours(rows, on)
    words = {
        "hours": hours_words(added.this_year),
        "year": year(jalali_year(on)),
    }
    ordered = records.sorted_by(rows, request.GET.get("sort", ""))
    page = Paginator(ordered, PAGE).get_page(request.GET.get("page"))
    return {
        "hours": added,
        "hours_title": _("%(hours)s آموزش پذیرفته در سال %(year)s") % words,
        "page": page,
        "page_hours": sum(row.hours or 0 for row in page if row.counts),
    }
