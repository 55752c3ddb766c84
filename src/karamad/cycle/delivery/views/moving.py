"""Moving a run: to other days, to another instructor, and calling it off."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from karamad.cycle.delivery.actions import cancelling, moving
from karamad.cycle.delivery.actions.moving import Moved
from karamad.cycle.delivery.actions.refusing import TooLate
from karamad.cycle.delivery.actions.telling import Told
from karamad.cycle.delivery.forms.moving import PostponingForm, ReplacingForm
from karamad.cycle.delivery.forms.runs import ReasonForm
from karamad.cycle.delivery.letters.changes import asking_words
from karamad.cycle.delivery.letters.refusals import title_of
from karamad.cycle.delivery.models import Holiday, Run, Session
from karamad.cycle.delivery.views import foretelling, loading
from karamad.cycle.delivery.views.foretelling import Act, Foretold
from karamad.registers.courses.models import Instructor
from karamad.trust.accounts.permissions import Permission, SignedRequest, requires
from karamad.trust.audit.models import Entry
from karamad.web import notices
from karamad.web.components import Count
from karamad.web.display import jalali_short, number

EDIT = Permission.DELIVERY_RUN_EDIT


@require_http_methods(["GET", "POST"])
@requires(EDIT)
def postpone(request: SignedRequest, pk: int) -> HttpResponse:
    """Move all sessions still to come to other days."""
    run = loading.run_in_reach(request.user, pk, EDIT)
    form = PostponingForm(posted(request))
    act = Act(
        run,
        form,
        do=lambda: moving.postpone(
            run=run, **form.cleaned_data, by=request.user, at=timezone.now()
        ),
        foretell=_moved,
        finish=lambda done: _finish(request, run, done),
    )
    return foretelling.page(
        request,
        act,
        title=_("جابه‌جایی «%(title)s» به روزهای دیگر") % {"title": title_of(run)},
        here=_("روزهای دیگر"),
        button=_("جابه‌جا کن"),
    )


@require_http_methods(["GET", "POST"])
@requires(EDIT)
def replace(request: SignedRequest, pk: int) -> HttpResponse:
    """Let another instructor teach what one was still to teach."""
    run = loading.run_in_reach(request.user, pk, EDIT)
    form = ReplacingForm(posted(request), teaching=_teaching(run))
    act = Act(
        run,
        form,
        do=lambda: moving.replace_instructor(
            run=run,
            old=form.replaced,
            new=form.cleaned_data["new"],
            reason=form.cleaned_data["reason"],
            by=request.user,
            at=timezone.now(),
        ),
        foretell=_moved,
        finish=lambda done: _finish(request, run, done),
    )
    return foretelling.page(
        request,
        act,
        title=_("مدرس دیگری برای «%(title)s»") % {"title": title_of(run)},
        here=_("مدرس دیگر"),
        button=_("جایگزین کن"),
    )


@require_http_methods(["GET", "POST"])
@requires(EDIT)
def cancel(request: SignedRequest, pk: int) -> HttpResponse:
    """Call a run off, with a reason that its people read."""
    run = loading.run_in_reach(request.user, pk, EDIT)
    form = ReasonForm(posted(request))

    def finish(told: Told) -> HttpResponse:
        words = ngettext(
            "اجرا لغو شد؛ به %(n)s نفر خبر داده می‌شود.",
            "اجرا لغو شد؛ به %(n)s نفر خبر داده می‌شود.",
            told.people,
        )
        notices.say(request, words % {"n": number(told.people)})
        return redirect("delivery:run", pk=run.pk)

    act = Act(
        run,
        form,
        do=lambda: cancelling.cancel(
            run=run,
            reason=form.cleaned_data["reason"],
            by=request.user,
            at=timezone.now(),
        ),
        foretell=lambda told: Foretold(
            counted(told, _("رها می‌شوند")), [_("لغو اجرا برگشت ندارد.")]
        ),
        finish=finish,
    )
    return foretelling.page(
        request,
        act,
        title=_("لغو اجرای «%(title)s»") % {"title": title_of(run)},
        here=_("لغو اجرا"),
        button=_("لغو اجرا"),
        danger=True,
    )


@require_POST
@requires(EDIT)
def take_back(request: SignedRequest, pk: int, entry_id: int) -> HttpResponse:
    """Take back a move that one made a moment ago."""
    run = loading.run_in_reach(request.user, pk, EDIT)
    entry = get_object_or_404(Entry, pk=entry_id)
    try:
        moving.take_back(run=run, entry=entry, by=request.user, at=timezone.now())
    except TooLate:
        words = _("برای برگرداندن دیر است؛ جلسه‌ها را دوباره جابه‌جا کنید.")
        notices.say(request, words, tone="warn")
    except foretelling.REFUSED as refused:
        context = {
            "title": _("این جابه‌جایی دیگر برنمی‌گردد"),
            "crumbs": loading.crumbs(run, here=_("برگرداندن")),
            "reasons": foretelling.against(refused),
            "back": reverse("delivery:run", args=[run.pk]),
        }
        return render(request, "delivery/refused.html", context, status=422)
    else:
        notices.say(request, _("برگشت؛ جلسه‌ها همان است که بود."))
    return redirect("delivery:run", pk=run.pk)


def counted(told: Told, learners: str) -> list[Count]:
    """Say whom an act touches; learners: what becomes of those in the run."""
    return [
        Count(learners, told.learners),
        Count(_("مدرسان"), told.teachers),
        Count(_("کارشناسان معرف"), told.officers),
        Count(_("خبردار می‌شوند"), told.people, is_sum=True),
    ]


def posted(request: SignedRequest) -> Any:
    return request.POST if request.method == "POST" else None


def undo_of(run: Run, entry: Entry) -> str:
    """Return the address that takes a move back."""
    return reverse("delivery:take-back", args=[run.pk, entry.pk])


def _moved(done: Moved) -> Foretold:
    words = ngettext(
        "%(n)s جلسه جابه‌جا می‌شود.", "%(n)s جلسه جابه‌جا می‌شود.", done.sessions
    )
    notes = [words % {"n": number(done.sessions)}]
    notes += [_rest(each) for each in done.rest]
    if done.asking is not None:
        notes.append(asking_words(done.asking))
    return Foretold(counted(done.told, _("در این اجرا و در انتظار آن")), notes)


def _rest(holiday: Holiday) -> str:
    return _("%(day)s تعطیل رسمی است: %(name)s.") % {
        "day": jalali_short(holiday.day),
        "name": holiday.name,
    }


def _finish(request: SignedRequest, run: Run, done: Moved) -> HttpResponse:
    words = ngettext(
        "انجام شد؛ به %(n)s نفر خبر داده می‌شود.",
        "انجام شد؛ به %(n)s نفر خبر داده می‌شود.",
        done.told.people,
    )
    notices.say(
        request,
        words % {"n": number(done.told.people)},
        undo=undo_of(run, done.entry),
    )
    return redirect("delivery:run", pk=run.pk)


def _teaching(run: Run) -> list[Instructor]:
    """Who is still to teach in a run."""
    coming = Session.objects.filter(
        run=run, cancelled_at=None, begins_at__gt=timezone.now()
    )
    taught = coming.exclude(instructor=None).values("instructor")
    return list(Instructor.objects.filter(pk__in=taught).order_by("name", "pk"))
