"""Units: the tree as of a day, a unit's page, and the map of the provinces."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.cache import cache
from django.core.paginator import Paginator
from django.db.models import Count as CountOf
from django.db.models import Exists, OuterRef, Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET

from karamad.kernel.text import fold_digits, search_key
from karamad.registers.people.models import (
    Assignment,
    Person,
    Post,
    Unit,
    UnitKind,
    UnitPlace,
    UnitQuerySet,
)
from karamad.registers.people.models.tree import ancestors_on, children_on, ids_below_on
from karamad.trust.accounts.permissions import Permission, SignedRequest, requires
from karamad.web.asof import AsOf, asked_day
from karamad.web.components import Chip, Crumb, Fact, Tile
from karamad.web.display import jalali_long, number, said
from karamad.web.paging import CAP, LongPaginator, count_up_to
from karamad.web.templatetags.words import code

PAGE = 100
STEPS = 5
MAP_AGE = 300  # seconds
PROVINCES = [f"{code:02}" for code in range(31)]


def in_reach(
    request: SignedRequest, permission: Permission = Permission.PEOPLE_UNIT_VIEW
) -> UnitQuerySet:
    """Return the units the reader may do this to, today."""
    return Unit.objects.visible_to(
        request.user, on=timezone.localdate(), permission=permission
    )


def loaded(
    request: SignedRequest,
    pk: int,
    permission: Permission = Permission.PEOPLE_UNIT_VIEW,
) -> Unit:
    """Return the unit if the reader may do this to it; 404 otherwise."""
    return get_object_or_404(in_reach(request, permission), pk=pk)


@require_GET
@requires(Permission.PEOPLE_UNIT_VIEW)
def units(request: SignedRequest) -> HttpResponse:
    """Show the tree from the reader's highest units, or the units found by name."""
    as_of = asked_day(request, today=timezone.localdate())
    words = request.GET.get("q", "").strip()
    kind = request.GET.get("kind", "")
    kind = kind if kind in UnitKind.values else ""
    found = in_reach(request).open_on(as_of.day)
    context: dict[str, Any] = {"as_of": as_of, "kinds": UnitKind.choices, "kind": kind}
    if words or kind:
        context |= _found(request, found, words, kind)
    else:
        tops = _tops(request, as_of)
        context |= {"tops": tops, "title": _("واحدها، چنان‌که زیر هم‌اند")}
    return render(request, "people/units.html", context)


def _found(
    request: SignedRequest, found: UnitQuerySet, words: str, kind: str
) -> dict[str, Any]:
    chips = []
    if words:
        chips.append(Chip("q", words, _("نام یا کد"), words))
        by_code = Q(code=fold_digits(words))
        found = found.filter(by_code | Q(search_key__contains=search_key(words)))
    if kind:
        chips.append(Chip("kind", kind, _("نوع"), UnitKind(kind).label))
        found = found.filter(kind=kind)
    counted = count_up_to(found)
    rows = found.order_by("sort_key", "pk")
    page = LongPaginator(rows, PAGE, counted).get_page(request.GET.get("page"))
    if not counted.number:
        title = _("واحدی یافت نشد")
    elif counted.more:
        title = _("بیش از %(count)s واحد") % {"count": number(CAP)}
    else:
        title = ngettext("%(count)s واحد", "%(count)s واحد", counted.number) % {
            "count": number(counted.number)
        }
    return {"page": page, "rows": page.object_list, "chips": chips, "title": title}


def _tops(request: SignedRequest, as_of: AsOf) -> list[Unit]:
    """The units with nothing of the reader's above them on the day."""
    day = as_of.day
    reach = request.user.reach(Permission.PEOPLE_UNIT_VIEW, on=timezone.localdate())
    if not reach.everywhere:
        granted = Unit.objects.filter(code__in=reach.unit_codes).order_by("path")
        tops: list[Unit] = []
        for unit in granted:
            if not any(unit.path.startswith(top.path) for top in tops):
                tops.append(unit)
        return tops
    # As keys first: read from an index of paths, not row by row along the alphabet.
    today = Unit.objects.filter(pk__in=Unit.objects.roots().values("pk"))
    roots = today if as_of.is_today else _roots_on(day)
    return list(roots.open_on(day).order_by("sort_key", "pk")[:PAGE])


def _roots_on(day: date) -> UnitQuerySet:
    rootless = UnitPlace.objects.in_force_on(day).filter(parent=None)
    placed = UnitPlace.objects.current().begun_by(day).filter(unit=OuterRef("pk"))
    return Unit.objects.filter(Q(pk__in=rootless.values("unit")) | ~Exists(placed))


@require_GET
@requires(Permission.PEOPLE_UNIT_VIEW)
def children(request: SignedRequest, pk: int) -> HttpResponse:
    """The branches under a unit: a part of the tree."""
    as_of = asked_day(request, today=timezone.localdate())
    unit = loaded(request, pk)
    context = {"units": _under(unit, as_of.day), "as_of": as_of, "unit": unit}
    return render(request, "people/_branches.html", context)


def _under(unit: Unit, day: date) -> UnitQuerySet:
    return children_on(unit, day).open_on(day).order_by("kind", "sort_key", "pk")


@require_GET
@requires(Permission.PEOPLE_UNIT_VIEW)
def unit(request: SignedRequest, pk: int) -> HttpResponse:
    """One unit as of a day: its place, its people, what is below it, its history."""
    as_of = asked_day(request, today=timezone.localdate())
    row = loaded(request, pk)
    below = Paginator(_under(row, as_of.day), PAGE).get_page(request.GET.get("page"))
    held = Assignment.objects.current().held_on(as_of.day).filter(unit=row)
    posts = (
        held.values("post", "post__title", "post__title_en", "post__code")
        .annotate(people=CountOf("person", distinct=True))
        .order_by("-people", "post__sort_key", "post")[:PAGE]
    )
    most = max((post["people"] for post in posts), default=1)
    context = {
        "title": row.name,
        "unit": row,
        "as_of": as_of,
        "crumbs": _crumbs(request, row, as_of),
        "facts": _facts(row),
        "is_open": Unit.objects.open_on(as_of.day).filter(pk=row.pk).exists(),
        "below": below,
        "posts": [
            {
                **post,
                "title": _title(post["post__title"], post["post__title_en"]),
                "share": post["people"] / most,
            }
            for post in posts
        ],
        "counted": _people_below(row, as_of),
        "places": UnitPlace.objects.current()
        .filter(unit=row)
        .select_related("parent")
        .order_by("from_day", "pk"),
        "former": row.former.order_by("-superseded_at", "pk"),
        "may_edit": in_reach(request, Permission.PEOPLE_UNIT_EDIT)
        .filter(pk=row.pk)
        .exists(),
    }
    return render(request, "people/unit.html", context)


def _title(persian: str, english: str) -> str:
    """Return the title of a post in the language of the page."""
    return said(Post(title=persian, title_en=english), "title")


def _people_below(unit: Unit, as_of: AsOf) -> Any:
    """How many people hold a post in the unit or below it on the day, up to the cap."""
    seats = Assignment.objects.current().held_on(as_of.day)
    if as_of.is_today:
        seats = seats.filter(unit__in=Unit.objects.below([unit.path]))
    else:
        seats = seats.filter(unit__in=ids_below_on(unit, as_of.day))
    people = Person.objects.unmerged().serving_on(as_of.day).among(seats.holders())
    return count_up_to(people)


def _crumbs(request: SignedRequest, unit: Unit, as_of: AsOf) -> list[Crumb]:
    above = ancestors_on(unit, as_of.day)
    reached = set(
        in_reach(request)
        .filter(pk__in=[each.pk for each in above])
        .values_list("pk", flat=True)
    )
    way = [Crumb(_("واحدها"), reverse("people:units") + as_of.query)]
    for each in above:
        url = reverse("people:unit", args=[each.pk]) + as_of.query
        way.append(Crumb(said(each, "name"), url if each.pk in reached else ""))
    return way


def _facts(unit: Unit) -> list[Fact]:
    shown = [
        Fact(_("کد"), code(unit.code)),
        Fact(_("نوع"), unit.get_kind_display()),
        Fact(_("کد استان"), code(unit.province)),
    ]
    for label, value in (
        (_("جمعیت"), unit.population),
        (_("طبقهٔ درآمدی"), unit.income_class),
        (_("درجه"), unit.grade),
    ):
        if value is not None:
            shown.append(Fact(label, number(value)))
    for label, day in ((_("تأسیس"), unit.opened_on), (_("انحلال"), unit.closed_on)):
        if day is not None:
            shown.append(Fact(label, jalali_long(day)))
    return shown


# ---- the map -------------------------------------------------------------------


@require_GET
@requires(Permission.PEOPLE_UNIT_VIEW)
def provinces(request: SignedRequest) -> HttpResponse:
    """Show how many people serve in each province on the day."""
    as_of = asked_day(request, today=timezone.localdate())
    counts = _counts(request, as_of)
    total = sum(counts.values())
    context = {
        "title": _("%(count)s نفر در استان‌ها پست دارند") % {"count": number(total)},
        "crumbs": [Crumb(_("واحدها"), reverse("people:units"))],
        "as_of": as_of,
        "tiles": _tiles(counts, as_of),
        "scale": _scale(counts),
    }
    return render(request, "people/provinces.html", context)


def _counts(request: SignedRequest, as_of: AsOf) -> dict[str, int]:
    """People by province code, counted anew every five minutes."""
    reach = request.user.reach(Permission.PEOPLE_UNIT_VIEW, on=as_of.today)
    scope = "all" if reach.everywhere else "+".join(sorted(reach.unit_codes))
    key = f"people-by-province:{as_of.day}:{hash(scope)}"
    counts: dict[str, int] | None = cache.get(key)
    if counts is None:
        counts = _counted_by_province(request, as_of.day, everywhere=reach.everywhere)
        cache.set(key, counts, MAP_AGE)
    return counts


def _counted_by_province(
    request: SignedRequest, day: date, *, everywhere: bool
) -> dict[str, int]:
    gone = Person.objects.filter(Q(retired_on__lte=day) | Q(died_on__lte=day))
    seats = Assignment.objects.current().held_on(day).exclude(person__in=gone)
    if not everywhere:
        seats = seats.filter(unit__in=in_reach(request))
    rows = (
        seats.exclude(unit__province="")
        .values_list("unit__province")
        .annotate(people=CountOf("person", distinct=True))
        .order_by("unit__province")
    )
    return dict(rows)


def _tiles(counts: dict[str, int], as_of: AsOf) -> list[Tile]:
    heads = dict(
        Unit.objects.filter(kind=UnitKind.PROVINCE).values_list("province", "pk")
    )
    most = max(counts.values(), default=0)
    tiles = []
    for province in PROVINCES:
        people = counts.get(province)
        url = ""
        if people is not None and province in heads:
            url = reverse("people:unit", args=[heads[province]]) + as_of.query
        words = _("کسی در دسترس شما نیست")
        if people is not None:
            words = ngettext("%(count)s نفر", "%(count)s نفر", people) % {
                "count": number(people)
            }
        tiles.append(Tile(province, people, _step(people, most), words, url))
    return tiles


def _step(people: int | None, most: int) -> int:
    if not people or not most:
        return 1
    return min(STEPS, 1 + people * STEPS // (most + 1))


def _scale(counts: dict[str, int]) -> list[str]:
    most = max(counts.values(), default=0)
    bounds = [-(-(most + 1) * step // STEPS) for step in range(STEPS + 1)]
    return [
        _("%(low)s تا %(high)s")
        % {"low": number(bounds[n]), "high": number(max(bounds[n + 1] - 1, bounds[n]))}
        for n in range(STEPS)
    ]
