"""Why a provider may not run a course, in words."""

from __future__ import annotations

from django.utils.translation import gettext as _

from karamad.registers.courses.rules import Ground


def ground_words(ground: Ground) -> str:
    return {
        Ground.GENERAL_BY_STATE_CENTRE: _(
            "دورهٔ عمومی را مرکز آموزش مدیریت دولتی برگزار می‌کند،"
            " یا کسی که اعتبارنامهٔ آن را دارد."
        ),
        Ground.SPECIALISED_BY_AGENCY: _(
            "دورهٔ تخصصی را دستگاه تخصصی برگزار می‌کند، یا کسی که اعتبارنامهٔ آن را دارد."
        ),
        Ground.CENTRE_ALONE: _(
            "دورهٔ عمومیِ حین انتصاب را تنها مرکز آموزش مدیریت دولتی برگزار می‌کند."
        ),
        Ground.AGENCY_ALONE: _(
            "دورهٔ تخصصیِ حین انتصاب را تنها دستگاه تخصصیِ همان دوره برگزار می‌کند."
        ),
        Ground.OTHER_DOMAIN: _(
            "اعتبارنامهٔ مجری در این روز برای حیطهٔ دیگری است، نه این دوره."
        ),
        Ground.NOT_ACCREDITED: _("اعتبارنامهٔ مجری در این روز برقرار نیست."),
    }[ground]
