"""What a material is, why a run takes which version, and why a file is not taken."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from karamad.cycle.delivery.rules.materials import Basis
from karamad.kernel.media import Fault
from karamad.registers.courses.models import MaterialVersion
from karamad.web.display import size

BASES = {
    Basis.CURRENT: gettext_lazy("تازه‌ترین نسخه؛ تا آغاز اجرا جایش را به تازه‌تر می‌دهد"),
    Basis.OPENING: gettext_lazy("نسخهٔ روز آغاز این اجرا"),
    Basis.GIVEN: gettext_lazy("کارشناس این نسخه را به این اجرا داده است"),
    Basis.INSTEAD: gettext_lazy("به جای نسخه‌ای که کنار گذاشته شد"),
    Basis.LATER: gettext_lazy("پس از آغاز این اجرا افزوده شد؛ به آن داده نشده است"),
    Basis.WITHDRAWN: gettext_lazy("کنار گذاشته شد"),
}
FAULTS = {
    Fault.CROWDED: gettext_lazy(
        "این بایگانی بیش از اندازه پرونده دارد؛ آن را چند بخش کنید."
    ),
    Fault.EMPTY: gettext_lazy("این پرونده خالی است."),
    Fault.MACROS: gettext_lazy(
        "این پرونده ماکرو دارد و برای خواننده خطر دارد؛ آن را بی ماکرو ذخیره کنید."
    ),
    Fault.UNKNOWN: gettext_lazy(
        "از درون این پرونده پیدا نیست که چیست. PDF، سند، کاربرگ، اسلاید، تصویر، صدا، "
        "فیلم، متن UTF-8 و ZIP پذیرفته است."
    ),
}


def what(version: MaterialVersion) -> str:
    """Say what a version is before one opens it: its kind and size, or its host."""
    if version.link:
        host = urlsplit(version.link).hostname or version.link
        return _("پیوند به %(host)s") % {"host": host}
    told = {"kind": version.get_media_display(), "size": size(version.size)}
    return _("%(kind)s، %(size)s") % told


def too_large(largest: int) -> str:
    """Say how large a file may be, and what to do with a larger one."""
    words = _("این پرونده از %(size)s بزرگ‌تر است؛ فشرده‌ترش کنید یا پیوندش را بگذارید.")
    return words % {"size": size(largest)}
