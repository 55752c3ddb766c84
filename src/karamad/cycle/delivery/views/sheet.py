"""The sheet that people sign in the hall, as PDF."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.http import HttpResponse
from django.utils.translation import get_language, get_language_bidi
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from karamad.cycle.delivery.letters.refusals import title_of
from karamad.cycle.delivery.models import Enrolment, Session
from karamad.cycle.delivery.views import loading
from karamad.trust.accounts.permissions import Permission, SignedRequest, requires
from karamad.web.display import clock, jalali_long, plain_digits
from karamad.web.paper import pdf

PAPER = Path(__file__).parents[1] / "papers" / "sheet.typ"


@require_GET
@never_cache
@requires(Permission.DELIVERY_ATTENDANCE_TAKE)
def sheet(request: SignedRequest, pk: int) -> HttpResponse:
    """Hand out the list of a session to be printed, in the order of the list."""
    session = loading.kept_session(request.user, pk)
    answer = HttpResponse(pdf(PAPER, _facts(session)), content_type="application/pdf")
    day = f"{session.begins_at:%Y-%m-%d}"
    name = f"sheet-{session.run.code}-{day}.pdf"
    answer.headers["Content-Disposition"] = f'inline; filename="{name}"'
    return answer


def _facts(session: Session) -> dict[str, Any]:
    rows = Enrolment.objects.placed().filter(run=session.run).select_related("person")
    instructor = session.instructor
    begins, ends = clock(session.begins_at), clock(session.ends_at)
    head = [
        (_("روز"), jalali_long(session.begins_at)),
        (_("ساعت"), _("%(from)s تا %(to)s") % {"from": begins, "to": ends}),
        (_("کلاس"), session.room.name if session.room else "—"),
        (_("مدرس"), instructor.name if instructor else "—"),
    ]
    return {
        "lang": get_language(),
        "dir": "rtl" if get_language_bidi() else "ltr",
        "title": _("برگهٔ حضور"),
        "name": f"{title_of(session.run)} {session.run.code}",
        "head": [{"label": label, "value": value} for label, value in head],
        "note": _("شمارهٔ ردیف‌ها همان است که در فهرست حضور سامانه است."),
        "words": {
            # The paper counts its own pages: it puts them where the signs are.
            "page": (_("صفحهٔ %(n)s از %(all)s") % {"n": "|n|", "all": "|all|"}).split(
                "|"
            ),
            "row": _("ردیف"),
            "name": _("نام"),
            "id": _("کد ملی"),
            "time": _("ساعت آمدن"),
            "signature": _("امضا"),
            "instructor": _("امضای مدرس:"),
            "count": _("شمار حاضران:"),
        },
        "people": [
            {
                "row": plain_digits(number),
                "name": row.person.name,
                "id": plain_digits(row.person.masked),
            }
            for number, row in enumerate(
                rows.order_by("person__sort_key", "pk"), start=1
            )
        ],
    }
