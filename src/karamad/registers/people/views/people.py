"""The list of people: found by name, code, post and unit."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from karamad.registers.people.forms import PeopleSearch
from karamad.registers.people.models import Person, Unit, UnitQuerySet
from karamad.registers.people.views import listing
from karamad.registers.people.views.rows import rows_of
from karamad.trust.accounts.permissions import Permission, SignedRequest, requires
from karamad.web import display, notices
from karamad.web.asof import PARAMETER, asked_day
from karamad.web.paging import Count

PAGE = 50


@require_GET
@never_cache
@requires(Permission.PEOPLE_PERSON_LIST)
def people(request: SignedRequest) -> HttpResponse:
    """List the people of the reader's scope, narrowed by the address."""
    as_of = asked_day(request, today=timezone.localdate())
    asked = listing.read_asked(request, request.user, as_of)
    if asked.hid_an_id:
        return _without_id(request)
    # Codes, as the address has them: what the list is narrowed by stands above it in
    # words, and to find whether a name is alone would be a question more.
    initial = {
        "q": asked.words,
        "unit": asked.unit.code if asked.unit else "",
        "post": asked.post.code if asked.post else "",
        "kind": asked.kind,
        "degree": asked.degree,
        "employment": asked.employment,
        "who": asked.who,
    }
    form = PeopleSearch(initial=initial, units=_units(request))
    return _page(request, asked, form)


@require_POST
@requires(Permission.PEOPLE_PERSON_LIST)
def search(request: SignedRequest) -> HttpResponse:
    """Turn what was typed into an address; a national id leads straight to its person.

    Posted, because an address is kept in histories and logs, and a national id must
    not be.
    """
    as_of = asked_day(request, today=timezone.localdate())
    form = PeopleSearch(request.POST, units=_units(request))
    if not form.is_valid():
        return _page(request, listing.Asked(as_of), form, status=422)
    national_id = form.national_id()
    if national_id:
        return _to_person(request, national_id)
    address = form.address()
    if day := request.POST.get(PARAMETER, ""):
        address[PARAMETER] = day
    query = f"?{urlencode(address)}" if address else ""
    return redirect(reverse("people:people") + query)


def _to_person(request: SignedRequest, national_id: str) -> HttpResponse:
    today = timezone.localdate()
    person = (
        Person.objects.visible_to(request.user, on=today)
        .identified_by(national_id)
        .first()
    )
    if person is None:
        words = _("کسی با این کد ملی در دسترس شما نیست. کد در نشانی صفحه نمی‌ماند.")
        notices.say(request, words, tone="warn")
        return redirect("people:people")
    return redirect("people:person", pk=person.merged_into_id or person.pk)


def _without_id(request: SignedRequest) -> HttpResponse:
    """Ask again without what looked like a national id in the address."""
    words = _(
        "کد ملی در نشانی صفحه جست‌وجو نمی‌شود، تا در تاریخچه و گزارش‌ها نماند. "
        "آن را در خانهٔ جست‌وجو بنویسید."
    )
    notices.say(request, words, tone="info")
    rest = request.GET.copy()
    rest.pop("q")
    return redirect(f"{reverse('people:people')}?{rest.urlencode()}")


def _units(request: SignedRequest) -> UnitQuerySet:
    return Unit.objects.visible_to(
        request.user,
        on=timezone.localdate(),
        permission=Permission.PEOPLE_PERSON_LIST,
    )


def _page(
    request: SignedRequest, asked: listing.Asked, form: PeopleSearch, status: int = 200
) -> HttpResponse:
    number = request.GET.get("page")
    page, counted = listing.page_of(asked, request.user, number, PAGE)
    rows = rows_of(page.object_list, request.user, asked.as_of)
    context = {
        "title": title(asked, counted),
        "asked": asked,
        "as_of": asked.as_of,
        "chips": listing.chips(asked),
        "counted": counted,
        "form": form,
        "page": page,
        "rows": rows,
        "search_errors": bool(form.errors),
    }
    return render(request, "people/people.html", context, status=status)


def title(asked: listing.Asked, counted: Count) -> str:
    """Return the list's answer as a sentence."""
    if not counted.number:
        return _("کسی یافت نشد")
    shown = {"count": display.number(counted.number)}
    if counted.more:
        return _("بیش از %(count)s نفر") % shown
    if asked.who == "" and not listing.chips(asked):
        words = ngettext(
            "%(count)s نفر در خدمت", "%(count)s نفر در خدمت", counted.number
        )
        return words % shown
    return ngettext("%(count)s نفر", "%(count)s نفر", counted.number) % shown


def is_htmx(request: HttpRequest) -> bool:
    """Test whether a part of the page is asked for."""
    return request.headers.get("HX-Request") == "true"
