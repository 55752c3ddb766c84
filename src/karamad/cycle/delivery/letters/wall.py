"""The code on the wall, in words: why there is none, why it is not taken, who is in."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from karamad.cycle.delivery.models import AttendanceMark, Presence
from karamad.cycle.delivery.rules.wall import Refusal, Shut
from karamad.web.display import clock, number

SHUT = {
    Shut.ENDED: gettext_lazy("این جلسه به پایان رسیده است؛ حضور را در فهرست بنویسید."),
    Shut.NOT_YET: gettext_lazy("رمز از یک ساعت پیش از آغاز جلسه روی دیوار می‌آید."),
    Shut.OFF: gettext_lazy("این جلسه لغو شده است."),
}
REFUSALS = {
    Refusal.NOT_LIVE: gettext_lazy(
        "این رمز گذشته است یا درست نیست. رمزی را که اکنون روی دیوار است بخوانید."
    ),
    Refusal.NOT_SEATED: gettext_lazy(
        "شما در این جلسه جا ندارید. اگر باید داشته باشید، به مدرس بگویید."
    ),
    Refusal.NOT_UP: gettext_lazy(
        "رمز این جلسه اکنون روی دیوار نیست. حضور خود را به مدرس بگویید."
    ),
    Refusal.WAIT: gettext_lazy(
        "چند بار رمز نادرست آمد. ده دقیقه صبر کنید، یا حضور خود را به مدرس بگویید."
    ),
}


def shut_words(shut: Shut) -> str:
    return str(SHUT[shut])


def refusal_words(refusal: Refusal) -> str:
    return str(REFUSALS[refusal])


def signed_words(mark: AttendanceMark) -> str:
    """Say what was written of him, and when he read the code."""
    told = {"time": clock(mark.marked_at), "n": number(mark.minutes)}
    if mark.presence == Presence.LATE:
        return _("حضور شما ثبت شد، ساعت %(time)s، با %(n)s دقیقه تأخیر.") % told
    return _("حضور شما ثبت شد، ساعت %(time)s.") % told


def here_title(said: Sequence[str], refusal: Refusal | None) -> str:
    """Answer "am I in?"; said: of each session that he sits in, what was written."""
    if refusal is not None:
        return _("حضور شما ثبت نشد")
    if not said:
        return _("اکنون جلسه‌ای ندارید")
    return _("حضور شما ثبت شد") if all(said) else _("رمز روی دیوار را بخوانید")
