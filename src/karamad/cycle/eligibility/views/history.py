"""What was recorded of a person, when, by whom, and what was corrected since."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from karamad.cycle.eligibility.actions.passport import read_passport
from karamad.cycle.eligibility.views.papers import (
    result_title,
    titles_of,
    value_words,
)
from karamad.registers.credentials.models import (
    Completion,
    Credential,
    Exemption,
    Result,
)
from karamad.registers.people.models import Assignment, Person
from karamad.trust.accounts.permissions import Permission, SignedRequest, requires
from karamad.web.components import Crumb
from karamad.web.display import jalali, number, said
from karamad.web.paging import CAP

VIEW = Permission.ELIGIBILITY_VERDICT_VIEW
LONGEST = 500  # lines; nobody reads more


@dataclass(frozen=True, slots=True)
class Line:
    """One recording: a fact as it was written, and until when it stood so."""

    at: datetime
    until: datetime | None
    what: str
    by: str


@require_GET
@never_cache
@requires(VIEW)
def history(request: SignedRequest, pk: int) -> HttpResponse:
    """Show what was recorded when. The reading is written down."""
    today = timezone.localdate()
    seen = Person.objects.visible_to(request.user, on=today, permission=VIEW)
    person = get_object_or_404(seen, pk=pk)
    read_passport(person=person, on=today, by=request.user, at=timezone.now())
    lines = sorted(_lines(person.record_ids()), key=lambda each: each.at, reverse=True)
    back = reverse("eligibility:passport", args=[person.pk])
    context = {
        "title": _("پیشینهٔ ثبت %(name)s") % {"name": person.name},
        "crumbs": [Crumb(_("شناسنامهٔ آموزشی"), back)],
        "lines": lines[:LONGEST],
    }
    return render(request, "eligibility/history.html", context)


def _lines(records: Sequence[int]) -> Iterable[Line]:
    titles = titles_of(_instruments(records))
    for rows, words in (
        (Assignment.objects.select_related("post", "unit"), _assignment),
        (Completion.objects.select_related("course"), _completion),
        (Result.objects.all(), partial(_result, titles)),
        (Credential.objects.all(), partial(_credential, titles)),
        (Exemption.objects.select_related("profile"), _exemption),
    ):
        # Two parts, because current and superseded rows have an index each.
        mine: Any = rows.filter(person__in=records).select_related("entry__actor")
        for part in (Q(superseded_at=None), Q(superseded_at__isnull=False)):
            for row in mine.filter(part)[:CAP]:
                actor = str(row.entry.actor) if row.entry.actor else ""
                yield Line(row.recorded_at, row.superseded_at, words(row), actor)


def _instruments(records: Sequence[int]) -> Iterable[str]:
    results = Result.objects.filter(person__in=records)
    credentials = Credential.objects.filter(person__in=records)
    yield from results.values_list("instrument", flat=True)
    yield from credentials.values_list("credential_type", flat=True)


def _assignment(row: Assignment) -> str:
    words = {
        "post": said(row.post, "title"),
        "unit": said(row.unit, "name"),
        "from": jalali(row.from_day),
        "until": jalali(row.until_day) if row.until_day else "",
    }
    if row.until_day:
        return _("حکم %(post)s، %(unit)s، از %(from)s تا %(until)s") % words
    return _("حکم %(post)s، %(unit)s، از %(from)s") % words


def _completion(row: Completion) -> str:
    words = {
        "course": said(row.course, "title"),
        "day": jalali(row.completed_on),
        "hours": "—" if row.hours is None else number(row.hours),
    }
    if row.revoked_on:
        words["revoked"] = jalali(row.revoked_on)
        return _("دورهٔ «%(course)s»، %(day)s، باطل از %(revoked)s") % words
    if not row.passed:
        return _("دورهٔ «%(course)s»، %(day)s، مردود") % words
    return _("دورهٔ «%(course)s»، %(day)s، ساعت: %(hours)s") % words


def _result(titles: Mapping[str, str], row: Result) -> str:
    words = {
        "title": result_title(row, titles),
        "day": jalali(row.taken_on),
        "value": value_words(row) or "—",
    }
    return _("%(title)s، %(day)s، نتیجه: %(value)s") % words


def _credential(titles: Mapping[str, str], row: Credential) -> str:
    title = titles.get(row.credential_type, row.credential_type)
    words = {"title": title, "day": jalali(row.issued_on)}
    return _("%(title)s، صدور %(day)s") % words


def _exemption(row: Exemption) -> str:
    words = {
        "criterion": row.criterion,
        "profile": row.profile.code,
        "document": row.document,
        "day": jalali(row.from_day),
    }
    return (
        _("معافیت از %(criterion)s در %(profile)s به نامهٔ %(document)s، از %(day)s")
        % words
    )
