"""The people behind a number, and the answer as a file."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from karamad.insight.whatif.actions import answering, reading
from karamad.insight.whatif.actions.reading import Asked, Changed
from karamad.insight.whatif.letters import STANDINGS, province_words
from karamad.insight.whatif.models import Answer, Scenario
from karamad.insight.whatif.rules import Need, Standing
from karamad.insight.whatif.views.loading import ASK, crumbs, readable
from karamad.kernel.tables import Columns, Value, table
from karamad.registers.people.models import Person, Post, Unit
from karamad.trust.accounts.models import User
from karamad.trust.accounts.permissions import Permission, SignedRequest, requires
from karamad.trust.audit import actions as audit
from karamad.web.components import Chip, Crumb
from karamad.web.display import number, said
from karamad.web.keys import whole_number

LIST = Permission.PEOPLE_PERSON_LIST
PAGE = 50
BATCH = 2000
ENDINGS = ("csv", "xlsx")
_PROVINCE = re.compile(r"\d\d", re.ASCII)
WORDS = {each.name.lower(): each for each in Standing}
COLUMNS: Columns = {
    "last_name": str,
    "first_name": str,
    "post": str,
    "unit": str,
    "province": str,
    "before": str,
    "after": str,
    "need": str,
    "hours": str,
}


@dataclass(frozen=True, slots=True)
class Row:
    person: Person
    post: Post | None
    unit: Unit | None
    changed: Changed
    passport: str

    @property
    def before(self) -> str:
        return str(STANDINGS[self.changed.before])

    @property
    def after(self) -> str:
        return str(STANDINGS[self.changed.after])

    @property
    def hours_unknown(self) -> bool:
        return self.changed.need is Need.UNKNOWN

    @property
    def beyond(self) -> bool:
        return self.changed.need is Need.BEYOND


@require_GET
@never_cache
@requires(ASK)
def people(request: SignedRequest, pk: int) -> HttpResponse:
    """List those who change, who needs most hours first."""
    scenario, answer = _answered(request, pk)
    today = timezone.localdate()
    asked = _asked(request)
    found = reading.many(answer, request.user, asked, on=today)
    page = Paginator(range(found), PAGE).get_page(request.GET.get("page"))
    stretch = (PAGE, PAGE * (page.number - 1))
    changed = reading.people(answer, request.user, asked, on=today, page=stretch)
    rows = list(_rows(changed, request.user))
    context = {
        "title": ngettext(
            "نتیجهٔ %(n)s شاغل دگرگون می‌شود", "نتیجهٔ %(n)s شاغل دگرگون می‌شود", found
        )
        % {"n": number(found)},
        "crumbs": [*crumbs(scenario), Crumb(_("افراد"))],
        "scenario": scenario,
        "answer": answer,
        "chips": _chips(request, asked),
        "page": page,
        "rows": rows,
        "unseen": len(changed) - len(rows),
    }
    return render(request, "whatif/people.html", context)


@require_GET
@never_cache
@requires(Permission.EXCHANGE_EXPORT_MAKE)
def export(request: SignedRequest, pk: int, ending: str) -> FileResponse:
    """Hand those who change over as a file; who took what is on record."""
    today = timezone.localdate()
    if ending not in ENDINGS or ASK not in request.user.permissions_on(today):
        raise Http404
    scenario, answer = _answered(request, pk)
    asked = _asked(request)
    count = 0
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"scenario.{ending}"
        with table(path, COLUMNS, title="scenario") as sheet:
            while changed := reading.people(
                answer, request.user, asked, on=today, page=(BATCH, count)
            ):
                sheet.write([_cells(row) for row in _rows(changed, request.user)])
                count += len(changed)
        stream = path.open("rb")  # stays readable when the folder is gone
    audit.record(
        act="whatif:scenario:export",
        subject=("scenario", scenario.pk),
        by=request.user,
        at=timezone.now(),
        after={"rows": count, "form": ending},
    )
    name = f"scenario-{scenario.pk}.{ending}"
    return FileResponse(stream, as_attachment=True, filename=name)


def _answered(request: SignedRequest, pk: int) -> tuple[Scenario, Answer]:
    scenario = readable(request, pk)
    answer = answering.latest(scenario)
    if answer is None:
        raise Http404
    return scenario, answer


def _asked(request: SignedRequest) -> Asked:
    """Read the address; noise in it asks nothing."""
    said_ = request.GET
    province = said_.get("province", "")
    return Asked(
        before=WORDS.get(said_.get("before", "")),
        after=WORDS.get(said_.get("after", "")),
        province=province if _PROVINCE.fullmatch(province) else None,
        post=whole_number(said_.get("post", "")),
    )


def _chips(request: SignedRequest, asked: Asked) -> list[Chip]:
    chips = [
        Chip(name, str(request.GET.get(name)), label, STANDINGS[standing])
        for name, label, standing in (
            ("before", _("اکنون"), asked.before),
            ("after", _("با سناریو"), asked.after),
        )
        if standing is not None
    ]
    if asked.province is not None:
        words = province_words(asked.province)
        chips.append(Chip("province", asked.province, _("استان"), words))
    if asked.post is not None:
        post = Post.objects.filter(pk=asked.post).first()
        words = said(post, "title") if post else str(asked.post)
        chips.append(Chip("post", str(asked.post), _("پست"), words))
    return chips


def _rows(changed: Sequence[Changed], reader: User) -> Iterator[Row]:
    """Load a page of people in three queries; whom he may not see is left out."""
    seen = Person.objects.visible_to(reader, on=timezone.localdate(), permission=LIST)
    persons = seen.in_bulk({each.person for each in changed})
    posts = Post.objects.in_bulk({each.post for each in changed})
    units = Unit.objects.in_bulk({each.unit for each in changed})
    for each in changed:
        if each.person in persons:
            yield Row(
                persons[each.person],
                posts.get(each.post),
                units.get(each.unit),
                each,
                reverse("eligibility:passport", args=[each.person]),
            )


def _cells(row: Row) -> tuple[Value, ...]:
    hours = row.changed.hours
    return (
        row.person.last_name,
        row.person.first_name,
        said(row.post, "title") if row.post else "",
        said(row.unit, "name") if row.unit else "",
        row.changed.province,
        row.changed.before.name.lower(),
        row.changed.after.name.lower(),
        row.changed.need.name.lower(),
        "" if hours is None else f"{hours:f}",
    )
