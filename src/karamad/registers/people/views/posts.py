"""Posts: the list, a post's page, and who corrects it."""

from __future__ import annotations

from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods

from karamad.kernel.text import fold_digits, search_key
from karamad.registers.people import actions
from karamad.registers.people.forms.units import NewPostForm, PostForm
from karamad.registers.people.models import Assignment, Level, Person, Post, Unit
from karamad.registers.people.views.acting import Act, Facts, perform
from karamad.trust.accounts.permissions import Permission, SignedRequest, requires
from karamad.web.asof import asked_day
from karamad.web.components import Chip, Crumb, Fact
from karamad.web.display import number
from karamad.web.paging import LongPaginator, count_up_to
from karamad.web.templatetags.words import code

PAGE = 50


@require_GET
@requires(Permission.PEOPLE_UNIT_VIEW)
def posts(request: SignedRequest) -> HttpResponse:
    """List the posts by title; narrowed by words and level."""
    found = Post.objects.all()
    words = request.GET.get("q", "").strip()
    level = request.GET.get("level", "")
    chips = []
    if words:
        chips.append(Chip("q", words, _("عنوان یا کد"), words))
        by_code = Q(code=fold_digits(words))
        found = found.filter(by_code | Q(search_key__contains=search_key(words)))
    if level in Level.values:
        chips.append(Chip("level", level, _("سطح"), Level(level).label))
        found = found.filter(level=level)
    counted = count_up_to(found)
    falling = request.GET.get("sort") == "-title"
    order = ("-sort_key", "-pk") if falling else ("sort_key", "pk")
    rows = found.order_by(*order)
    page = LongPaginator(rows, PAGE, counted).get_page(request.GET.get("page"))
    context = {
        "title": ngettext("%(count)s پست", "%(count)s پست", counted.number)
        % {"count": number(counted.number)},
        "page": page,
        "rows": page.object_list,
        "chips": chips,
        "levels": Level.choices,
    }
    return render(request, "people/posts.html", context)


@require_GET
@requires(Permission.PEOPLE_UNIT_VIEW)
def post(request: SignedRequest, pk: int) -> HttpResponse:
    """One post: what it is, and in which units people hold it on the day."""
    as_of = asked_day(request, today=timezone.localdate())
    row = get_object_or_404(Post, pk=pk)
    held = Assignment.objects.current().held_on(as_of.day).filter(post=row)
    seats = held
    # Where all units are seen, their list would be walked in place of the seats.
    if not request.user.reach(Permission.PEOPLE_UNIT_VIEW, on=as_of.today).everywhere:
        visible = Unit.objects.visible_to(request.user, on=as_of.today)
        seats = held.filter(unit__in=visible)
    units = (
        seats.values("unit", "unit__name", "unit__name_en", "unit__code")
        .annotate(people=Count("person", distinct=True))
        .order_by("-people", "unit__sort_key", "unit")[:PAGE]
    )
    people = Person.objects.visible_to(request.user, on=as_of.today).unmerged()
    people = people.serving_on(as_of.day).among(held.holders())
    context = {
        "title": row.title,
        "post": row,
        "as_of": as_of,
        "crumbs": [Crumb(_("پست‌ها"), reverse("people:posts"))],
        "facts": _facts(row),
        "units": units,
        "counted": count_up_to(people),
        "former": row.former.order_by("-superseded_at", "pk"),
    }
    return render(request, "people/post.html", context)


def _facts(row: Post) -> list[Fact]:
    managerial = _("بله") if row.managerial else _("نه")
    return [
        Fact(_("کد"), code(row.code)),
        Fact(_("رسته"), row.family),
        Fact(_("سطح"), row.get_level_display()),
        Fact(_("مدیریتی"), managerial),
        Fact(_("در چه نوع واحدی"), row.get_unit_kind_display()),
    ]


@require_http_methods(["GET", "POST"])
@requires(Permission.PEOPLE_POST_EDIT)
def new(request: SignedRequest) -> HttpResponse:
    """Create a post: a national code."""
    form = NewPostForm(request.POST or None)

    def do(facts: Facts) -> str:
        actions.create_post(
            code=facts["code"],
            details=form.details(),
            by=request.user,
            at=timezone.now(),
        )
        return _("پست ثبت شد.")

    back = reverse("people:posts")
    act = Act(_("پست تازه"), [Crumb(_("پست‌ها"), back)], back, do)
    return perform(request, form, act)


@require_http_methods(["GET", "POST"])
@requires(Permission.PEOPLE_POST_EDIT)
def edit(request: SignedRequest, pk: int) -> HttpResponse:
    """Correct what is said of a post."""
    row = get_object_or_404(Post, pk=pk)
    initial = {name: getattr(row, name) for name in PostForm.base_fields}
    form = PostForm(request.POST or None, initial=initial)

    def do(_facts: Facts) -> str:
        actions.correct_post(
            post=row, details=form.details(), by=request.user, at=timezone.now()
        )
        return _("تصحیح شد؛ آنچه پیش‌تر ثبت بود نگه داشته شد.")

    back = reverse("people:post", args=[pk])
    crumbs = [Crumb(_("پست‌ها"), reverse("people:posts")), Crumb(row.title, back)]
    return perform(request, form, Act(_("تصحیح پست"), crumbs, back, do))
