"""Taking back an act of naming: whom it touches, then doing it."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from karamad.cycle.delivery import tasks
from karamad.cycle.delivery.actions import unnaming
from karamad.cycle.delivery.actions.unnaming import TakenBack
from karamad.cycle.delivery.forms.runs import ReasonForm
from karamad.cycle.delivery.letters.refusals import title_of
from karamad.cycle.delivery.views import foretelling, loading, named
from karamad.cycle.delivery.views.foretelling import Act, Foretold
from karamad.cycle.delivery.views.moving import posted
from karamad.trust.accounts.permissions import Permission, SignedRequest, requires
from karamad.web import notices
from karamad.web.components import Count
from karamad.web.display import number

NAME = Permission.DELIVERY_ENROLMENT_NOMINATE


@require_http_methods(["GET", "POST"])
@requires(NAME)
def take_back(request: SignedRequest, pk: int, nomination_id: int) -> HttpResponse:
    """Take back everybody whom one act of naming brought into a run, with a reason."""
    run = loading.run_in_reach(request.user, pk, NAME)
    made = named.own(request, run, nomination_id)
    form = ReasonForm(posted(request))

    def finish(done: TakenBack) -> HttpResponse:
        made.refresh_from_db()
        tasks.start(made)
        if not made.is_undoing:
            words = ngettext(
                "معرفی %(n)s نفر پس گرفته شد.",
                "معرفی %(n)s نفر پس گرفته شد.",
                done.people,
            )
            notices.say(request, words % {"n": number(done.people)})
        return redirect("delivery:nomination", pk=run.pk, nomination_id=made.pk)

    act = Act(
        run,
        form,
        do=lambda: unnaming.take_back(
            nomination=made,
            reason=form.cleaned_data["reason"],
            by=request.user,
            at=timezone.now(),
        ),
        foretell=lambda done: Foretold(_counts(done), _notes(done)),
        finish=finish,
    )
    return foretelling.page(
        request,
        act,
        title=_("پس گرفتن معرفی برای «%(title)s»") % {"title": title_of(run)},
        note=_("هر که با این معرفی آمده است از این اجرا بیرون می‌رود."),
        here=_("پس گرفتن معرفی"),
        button=_("معرفی را پس بگیر"),
        danger=True,
    )


def _counts(done: TakenBack) -> list[Count]:
    counts = [
        Count(_("جایشان آزاد می‌شود"), done.placed),
        Count(_("از فهرست انتظار می‌روند"), done.waiting),
        Count(_("دیگر در انتظار موافقت نیستند"), done.asked),
    ]
    if done.risen is not None:
        counts.append(Count(_("از دیگران جا می‌گیرند"), done.risen))
    return counts


def _notes(done: TakenBack) -> list[str]:
    notes = [_("هر که جا یا نوبت داشت با همین دلیل باخبر می‌شود.")]
    if done.risen is None:
        notes.append(
            _("دسته‌دسته می‌روند؛ پس از آخرین دسته، دیگرانی که در انتظارند جا می‌گیرند.")
        )
    if done.left:
        words = ngettext(
            "%(n)s نفر از این معرفی پیش‌تر رفته یا در اجرای دیگری‌اند؛ چیزی از آنان "
            "تغییر نمی‌کند.",
            "%(n)s نفر از این معرفی پیش‌تر رفته یا در اجرای دیگری‌اند؛ چیزی از آنان "
            "تغییر نمی‌کند.",
            done.left,
        )
        notes.append(words % {"n": number(done.left)})
    return notes
