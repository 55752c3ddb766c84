"""The people behind a number: who, in which post, what is lacking."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET

from karamad.insight.coverage.actions import asking
from karamad.insight.coverage.actions.asking import Found, Group
from karamad.insight.coverage.letters import ANSWERS, OF_CRITERION, SOON, name_of
from karamad.insight.coverage.rules import Answer, Figures, total_of
from karamad.insight.coverage.views.asked import FIGURES, Question, chips, read
from karamad.insight.coverage.views.figures import crumbs
from karamad.insight.coverage.views.work import over, progress_of
from karamad.registers.competencies.letters import Names, names_for, sentence
from karamad.registers.people.models import Person, Post, Unit
from karamad.trust.accounts.models import User
from karamad.trust.accounts.permissions import Permission, SignedRequest, requires
from karamad.web.components import Chip, Crumb
from karamad.web.display import number

LIST = Permission.PEOPLE_PERSON_LIST
PAGE = 50
NAMED = 3  # criteria told in words; the rest are counted
GROUPS = {
    "eligible": Group(Answer.ELIGIBLE),
    "not_eligible": Group(Answer.NOT_ELIGIBLE),
    "undetermined": Group(Answer.UNDETERMINED),
    "soon": Group(soon=True),
}


@dataclass(frozen=True, slots=True)
class Row:
    """Somebody in a post. lacks, unknown: criteria in words; more: not told."""

    person: Person
    post: Post | None
    unit: Unit | None
    verdict: str
    until: date | None
    lacks: list[str]
    unknown: list[str]
    more: int
    passport: str


@require_GET
@requires(LIST)
def people(request: SignedRequest, pk: int | None = None) -> HttpResponse:
    """List the people of one number, who lacks least first."""
    if FIGURES not in request.user.permissions_on(timezone.localdate()):
        raise Http404
    question = read(request, pk)
    if not question.place.sees_people:
        raise Http404
    context: dict[str, Any] = {
        "question": question,
        "as_of": question.as_of,
        "tally": question.tally,
        "crumbs": _crumbs(question, request.user),
    }
    if question.book is None:
        context |= {
            "title": _("هنوز شمرده نشده است"),
            "progress": progress_of(question.tally, request.user),
            "over": over(question.tally),
        }
        return render(request, "coverage/counting.html", context)
    answer = request.GET.get("answer", "")
    group = GROUPS.get(answer, Group())
    if group.soon and question.criterion:
        group, answer = Group(), ""
    sort = _order(request.GET.get("sort", ""), answer)
    total = _size(question, group)
    page = Paginator(range(total), PAGE).get_page(request.GET.get("page"))
    found = asking.people(
        question.book,
        question.place,
        question.asked,
        group,
        order=sort,
        limit=PAGE,
        offset=PAGE * (page.number - 1),
    )
    rows = _rows(question, found, request.user)
    context |= {
        "title": _title(question, answer, total),
        "chips": [*_group_chip(question, answer), *chips(question)],
        "page": page,
        "rows": rows,
        "unseen": len(found) - len(rows),
        "sort": sort,
    }
    return render(request, "coverage/people.html", context)


def _crumbs(question: Question, user: User) -> list[Crumb]:
    way = crumbs(question, user)
    here = Crumb(_("افراد"))
    if not way:
        return [Crumb(_("پوشش"), question.address("unit")), here]
    last = Crumb(way[-1].label, question.address("unit"))
    return [*way[:-1], last, here]


def _order(asked: str, answer: str) -> str:
    return asked if asked in asking.ORDERS else "until" if answer == "soon" else "near"


def _size(question: Question, group: Group) -> int:
    assert question.book is not None  # noqa: S101 - asked before
    lines = asking.lines(question.book, question.place, question.asked)
    total = total_of(lines.values())
    if group.soon:
        return total.soon
    return _of(total, group.answer)


def _of(total: Figures, answer: Answer | None) -> int:
    by = {
        Answer.ELIGIBLE: total.eligible,
        Answer.NOT_ELIGIBLE: total.not_eligible,
        Answer.UNDETERMINED: total.undetermined,
    }
    return total.people if answer is None else by[answer]


def _title(question: Question, answer: str, total: int) -> str:
    words = _of_all(answer, total)
    if question.criterion and answer in {"eligible", "not_eligible", "undetermined"}:
        words = _of_criterion(answer, total)
    text = words % {"n": number(total)}
    if question.place.unit is None:
        return text
    named = {"unit": name_of(question.place.unit), "text": text}
    return _("%(unit)s: %(text)s") % named


def _of_all(answer: str, total: int) -> str:
    sentences = {
        "eligible": ngettext(
            "%(n)s نفر واجد شرایط پست خود است",
            "%(n)s نفر واجد شرایط پست خودند",
            total,
        ),
        "not_eligible": ngettext(
            "%(n)s نفر شرایط پست خود را ندارد",
            "%(n)s نفر شرایط پست خود را ندارند",
            total,
        ),
        "undetermined": ngettext(
            "داوری دربارهٔ %(n)s نفر نامشخص است",
            "داوری دربارهٔ %(n)s نفر نامشخص است",
            total,
        ),
        "soon": ngettext(
            "شرایط %(n)s نفر تا ۹۰ روز دیگر پایان می‌یابد",
            "شرایط %(n)s نفر تا ۹۰ روز دیگر پایان می‌یابد",
            total,
        ),
    }
    whole = ngettext(
        "%(n)s نفر در پستی که نمایه دارد", "%(n)s نفر در پستی که نمایه دارد", total
    )
    return sentences.get(answer, whole)


def _of_criterion(answer: str, total: int) -> str:
    sentences = {
        "eligible": ngettext(
            "%(n)s نفر این شرط را دارد", "%(n)s نفر این شرط را دارند", total
        ),
        "not_eligible": ngettext(
            "%(n)s نفر این شرط را ندارد", "%(n)s نفر این شرط را ندارند", total
        ),
        "undetermined": ngettext(
            "این شرط دربارهٔ %(n)s نفر نامعلوم است",
            "این شرط دربارهٔ %(n)s نفر نامعلوم است",
            total,
        ),
    }
    return sentences[answer]


def _group_chip(question: Question, answer: str) -> list[Chip]:
    if answer not in GROUPS:
        return []
    words = OF_CRITERION if question.criterion else ANSWERS
    group = GROUPS[answer]
    label = SOON if group.answer is None else words[group.answer]
    return [Chip("answer", answer, _("گروه"), label)]


# ---- rows -------------------------------------------------------------------------


def _rows(question: Question, found: list[Found], user: User) -> list[Row]:
    """Load a page of people in three queries; whom he may not see is left out."""
    visible = Person.objects.visible_to(user, on=question.as_of.today, permission=LIST)
    persons = visible.in_bulk({each.person for each in found})
    posts = Post.objects.in_bulk({each.post for each in found})
    units = Unit.objects.in_bulk({each.unit for each in found})
    profiles = {key for each in found for key, _unmet, _unknown in each.lacks}
    names = names_for(
        *(law.profile for key, law in question.laws.items() if key in profiles)
    )
    return [
        _row(question, each, persons[each.person], posts, units, names)
        for each in found
        if each.person in persons
    ]


def _row(
    question: Question,
    each: Found,
    person: Person,
    posts: dict[int, Post],
    units: dict[int, Unit],
    names: Names,
) -> Row:
    lacks, unknown = _words(question, each, names)
    told = lacks[:NAMED]
    untold = unknown[: NAMED - len(told)]
    return Row(
        person=person,
        post=posts.get(each.post),
        unit=units.get(each.unit),
        verdict=each.answer.name.lower(),
        until=each.until,
        lacks=told,
        unknown=untold,
        more=len(lacks) + len(unknown) - len(told) - len(untold),
        passport=_passport(question, each, posts),
    )


def _words(
    question: Question, each: Found, names: Names
) -> tuple[list[str], list[str]]:
    """Return what is unmet and what is unknown, each criterion as a sentence."""
    lacks: list[str] = []
    unknown: list[str] = []
    for profile, unmet, untold in each.lacks:
        law = question.laws.get(profile)
        for place, criterion in enumerate(law.profile.criteria if law else ()):
            if unmet >> place & 1:
                lacks.append(sentence(criterion, names))
            elif untold >> place & 1:
                unknown.append(sentence(criterion, names))
    return lacks, unknown


def _passport(question: Question, each: Found, posts: dict[int, Post]) -> str:
    query = question.as_of.query
    law, post = question.law, posts.get(each.post)
    address = reverse("eligibility:passport", args=[each.person])
    if law is None or post is None:
        return address + query
    asked = urlencode({"profile": law.code, "post": post.code})
    return f"{address}{query}&{asked}" if query else f"{address}?{asked}"
