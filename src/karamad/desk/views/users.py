"""Who may what, where: accounts, roles, keys."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from karamad.desk.forms import FindPerson, GiveRole, NewUser, place_of
from karamad.kernel.text import fold_digits
from karamad.registers.people.actions.accounts import AccountTaken, link_account
from karamad.registers.people.models import Person, Unit
from karamad.trust.accounts import actions, rules
from karamad.trust.accounts.models import Grant, GrantQuerySet, User
from karamad.trust.accounts.permissions import (
    OFFICES,
    PROGRAMS,
    ROLES,
    Permission,
    Role,
    SignedRequest,
    requires,
)
from karamad.web import notices
from karamad.web.components import Chip, Crumb

GIVE = Permission.ACCOUNTS_GRANT_GIVE
PAGE = 50
OFFERED = 400  # units in the list under the field; any code may be typed


# ---- what lies within reach --------------------------------------------------


def grants_within(user: User, on: date, permission: Permission = GIVE) -> GrantQuerySet:
    """Grants, of any time, on places in which `user` may act."""
    reach = user.reach(permission, on=on)
    units = Unit.objects.visible_to(user, on=on, permission=permission)
    return Grant.objects.within(reach, units.values("code"))


def users_within(user: User, on: date) -> QuerySet[User]:
    """People of whom some role, now or once, lies within reach; never programs."""
    people = User.objects.filter(is_program=False)
    if user.reach(GIVE, on=on).everywhere:
        return people
    seen = grants_within(user, on).filter(user=OuterRef("pk"))
    return people.filter(Exists(seen))


def keeps_key_of(keeper: User, owner: User, on: date) -> bool:
    """Say whether `keeper` may set the owner's password or close his account."""
    grants = list(Grant.objects.of(owner).unrevoked().lasting_beyond(on))
    units = Unit.objects.in_bulk([g.unit_code for g in grants], field_name="code")
    owned = [
        (held, place_of(units.get(held.unit_code)).lineage)
        for held in actions.held(grants)
    ]
    return rules.may_keep_key(actions.held(keeper.roles_on(on)), owned, GIVE)


def giveable(user: User, on: date) -> list[Role]:
    """Roles that someone may give somewhere, offices first."""
    powers = user.permissions_on(on)
    roles = [r for r in Role if r == Role.LEARNER or powers >= ROLES[r]]
    return sorted(set(roles) - PROGRAMS, key=lambda r: (r not in OFFICES, r.value))


def offered_units(user: User, on: date) -> QuerySet[Unit]:
    units = Unit.objects.visible_to(user, on=on, permission=GIVE).open_on(on)
    return units.order_by("path", "pk")[:OFFERED]


# ---- the list ----------------------------------------------------------------


@require_GET
@requires(GIVE)
def users(request: SignedRequest) -> HttpResponse:
    """List who holds what where, within the reader's reach."""
    today = localdate()
    grants = grants_within(request.user, today).filter(user__is_program=False)
    past = request.GET.get("past") == "1"
    grants = grants if past else grants.unrevoked().lasting_beyond(today)
    words = fold_digits(request.GET.get("q", "")).strip()
    if words:
        named = Q(user__username__icontains=words) | Q(user__name__icontains=words)
        grants = grants.filter(named | Q(unit_code=words))
    role = request.GET.get("role", "")
    if role in set(Role):
        grants = grants.filter(role=role)
    rows = grants.select_related("user", "substitutes").order_by(
        "user__name", "user__username", "pk"
    )
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    return render(
        request,
        "desk/users.html",
        {
            "title": _("چه کسی کجا چه نقشی دارد"),
            "page": page,
            "rows": placed(page.object_list),
            "today": today,
            "past": past,
            "q": words,
            "role": role,
            "roles": [(r.value, r.label) for r in Role if r not in PROGRAMS],
            "chips": _chips(words, role, past=past),
        },
    )


def placed(grants: Iterable[Grant]) -> list[tuple[Grant, Unit | None]]:
    """Return grants with the units they stand on; one question for all of them."""
    grants = list(grants)
    codes = {grant.unit_code for grant in grants if grant.unit_code}
    units = {unit.code: unit for unit in Unit.objects.filter(code__in=codes)}
    return [(grant, units.get(grant.unit_code)) for grant in grants]


def _chips(words: str, role: str, *, past: bool) -> list[Chip]:
    chips = [Chip("q", words, _("جست‌وجو"), words)] if words else []
    if role in set(Role):
        chips.append(Chip("role", role, _("نقش"), Role(role).label))
    if past:
        chips.append(Chip("past", "1", _("پایان‌یافته‌ها"), _("هم")))
    return chips


# ---- one of them -------------------------------------------------------------


def _loaded(request: SignedRequest, user_id: int) -> User:
    return get_object_or_404(users_within(request.user, localdate()), pk=user_id)


def _crumbs() -> list[Crumb]:
    return [Crumb(_("حساب‌ها و نقش‌ها"), reverse("desk:users"))]


@require_http_methods(["GET", "POST"])
@requires(GIVE)
def user(request: SignedRequest, user_id: int) -> HttpResponse:
    """Show what someone holds; give him a role."""
    today = localdate()
    shown = _loaded(request, user_id)
    form = GiveRole(
        request.POST or None,
        roles=giveable(request.user, today),
        initial={"from_day": today},
    )
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            actions.give(
                user=shown,
                role=Role(given["role"]),
                place=place_of(given["unit"]),
                from_day=given["from_day"],
                until_day=given["until_day"],
                by=request.user,
                on=today,
                at=timezone.now(),
            )
        except actions.Refused as refused:
            form.refuse(refused.grounds)
        else:
            notices.say(request, _("نقش داده شد."))
            return redirect("desk:user", shown.pk)
    return render(
        request,
        "desk/user.html",
        {**_facts(request, shown, today), "form": form, "find": FindPerson()},
        status=422 if form.errors else 200,
    )


def _facts(request: SignedRequest, shown: User, today: date) -> dict[str, Any]:
    grants = list(
        Grant.objects.of(shown)
        .select_related("substitutes", "entry__actor")
        .order_by("-from_day", "-pk")
    )
    reached = grants_within(request.user, today).filter(user=shown)
    person = Person.objects.visible_to(request.user, on=today)
    return {
        "title": str(shown),
        "crumbs": _crumbs(),
        "shown": shown,
        "rows": placed(grants),
        "mine": set(reached.values_list("pk", flat=True)),
        "today": today,
        "keeps_key": keeps_key_of(request.user, shown, today),
        "himself": shown.pk == request.user.pk,
        "person": person.filter(account=shown).first(),
        "offered": offered_units(request.user, today),
    }


@require_http_methods(["GET", "POST"])
@requires(GIVE)
def new_user(request: SignedRequest) -> HttpResponse:
    """Open an account with its first role; its password comes by a one-time link."""
    today = localdate()
    form = NewUser(
        request.POST or None,
        roles=giveable(request.user, today),
        initial={"from_day": today},
    )
    if request.method == "POST" and form.is_valid():
        opened = _open(request, form, today)
        if opened is not None:
            notices.say(request, _("حساب باز شد؛ پیوند گذرواژه را به او برسانید."))
            return redirect("desk:user", opened.pk)
    return render(
        request,
        "desk/new_user.html",
        {
            "title": _("حساب تازه"),
            "crumbs": _crumbs(),
            "form": form,
            "offered": offered_units(request.user, today),
        },
        status=422 if form.errors else 200,
    )


def _open(request: SignedRequest, form: NewUser, today: date) -> User | None:
    asked, now = form.cleaned_data, timezone.now()
    try:
        return actions.open_account(
            username=asked["username"],
            name=asked["name"],
            name_en=asked["name_en"],
            email=asked["email"],
            role=Role(asked["role"]),
            place=place_of(asked["unit"]),
            period=(asked["from_day"], asked["until_day"]),
            by=request.user,
            on=today,
            at=now,
        )
    except actions.NameTaken:
        form.add_error("username", _("این نام کاربری گرفته شده است."))
    except actions.Refused as refused:
        form.refuse(refused.grounds)
    return None


# ---- acts on one -------------------------------------------------------------


@require_POST
@requires(GIVE)
def revoke(request: SignedRequest, grant_id: int) -> HttpResponse:
    """Take a role back."""
    within = grants_within(request.user, localdate()).unrevoked()
    grant = get_object_or_404(within.filter(user__is_program=False), pk=grant_id)
    ended = actions.revoke(grant=grant, by=request.user, at=timezone.now())
    words = _("نقش پس گرفته شد، و با آن جانشینی‌هایش.") if ended > 1 else ""
    notices.say(request, words or _("نقش پس گرفته شد."))
    return redirect("desk:user", grant.user_id)


@never_cache
@require_POST
@requires(GIVE)
def password_link(request: SignedRequest, user_id: int) -> HttpResponse:
    """Show, once, the link with which someone sets his password."""
    shown = _loaded(request, user_id)
    if not keeps_key_of(request.user, shown, localdate()):
        raise Http404
    path = actions.link_for(user=shown, by=request.user, at=timezone.now())
    return render(
        request,
        "desk/link.html",
        {
            "title": _("پیوند گذرواژه برای %(name)s") % {"name": shown},
            "crumbs": [*_crumbs(), Crumb(str(shown), _address(shown))],
            "shown": shown,
            "link": request.build_absolute_uri(path),
        },
    )


@require_POST
@requires(GIVE)
def close(request: SignedRequest, user_id: int) -> HttpResponse:
    """Close an account, or open it again."""
    shown = _loaded(request, user_id)
    if shown.pk == request.user.pk:
        raise Http404
    if not keeps_key_of(request.user, shown, localdate()):
        raise Http404
    opens = request.POST.get("open") == "1"
    actions.correct_user(
        user=shown, changes={"is_active": opens}, by=request.user, at=timezone.now()
    )
    notices.say(request, _("حساب باز شد.") if opens else _("حساب بسته شد."))
    return redirect("desk:user", shown.pk)


@require_POST
@requires(GIVE)
def link_person(request: SignedRequest, user_id: int) -> HttpResponse:
    """Say whose account it is, so that he sees his own passport."""
    today = localdate()
    shown = _loaded(request, user_id)
    if not keeps_key_of(request.user, shown, today):
        raise Http404
    find = FindPerson(request.POST)
    if find.is_valid():
        visible = Person.objects.visible_to(request.user, on=today).unmerged()
        person = visible.identified_by(str(find.cleaned_data["national_id"])).first()
        if person is None:
            find.add_error("national_id", _("در میان افراد شما کسی با این کد نیست."))
        else:
            try:
                link_account(
                    person=person, account=shown, by=request.user, at=timezone.now()
                )
            except AccountTaken:
                find.add_error(None, _("این حساب از آنِ فرد دیگری است."))
            else:
                notices.say(request, _("حساب به این فرد پیوست."))
                return redirect("desk:user", shown.pk)
    form = GiveRole(roles=giveable(request.user, today), initial={"from_day": today})
    context = {**_facts(request, shown, today), "form": form, "find": find}
    return render(request, "desk/user.html", context, status=422)


def _address(shown: User) -> str:
    return reverse("desk:user", args=[shown.pk])
