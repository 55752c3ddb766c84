"""What the counts say in words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from karamad.insight.coverage.models import Stage
from karamad.insight.coverage.rules import Answer, Band, Figures
from karamad.registers.people.models import Unit
from karamad.web.display import is_persian, number

AGES: Mapping[str, Any] = {
    Band.UNDER_30.value: gettext_lazy("زیر ۳۰ سال"),
    Band.FROM_30.value: gettext_lazy("۳۰ تا ۳۹ سال"),
    Band.FROM_40.value: gettext_lazy("۴۰ تا ۴۹ سال"),
    Band.FROM_50.value: gettext_lazy("۵۰ تا ۵۹ سال"),
    Band.FROM_60.value: gettext_lazy("۶۰ سال و بیشتر"),
}
ANSWERS: Mapping[Answer, Any] = {
    Answer.ELIGIBLE: gettext_lazy("واجد شرایط"),
    Answer.NOT_ELIGIBLE: gettext_lazy("بی شرایط"),
    Answer.UNDETERMINED: gettext_lazy("نامشخص"),
}
OF_CRITERION: Mapping[Answer, Any] = {
    Answer.ELIGIBLE: gettext_lazy("دارای شرط"),
    Answer.NOT_ELIGIBLE: gettext_lazy("بی شرط"),
    Answer.UNDETERMINED: gettext_lazy("نامعلوم"),
}
SOON = gettext_lazy("رو به پایان تا ۹۰ روز")
STAGES: Mapping[str, Any] = {
    Stage.WAITING: gettext_lazy("گام ۱ از ۳: رونوشت از دفترها"),
    Stage.JUDGING: gettext_lazy("گام ۲ از ۳: سنجیدن همهٔ شاغلان با شرایط پستشان"),
    Stage.COUNTING: gettext_lazy("گام ۳ از ۳: شمردن به واحد، پست و شرط"),
}


def headline(total: Figures | None, unit: Unit | None, *, of_criterion: bool) -> str:
    """Return the answer of the page, in a sentence. total: None is hidden."""
    if total is None:
        text = _("شمار شاغلان کمتر از آن است که بی نام گفته شود")
    elif not total.people:
        text = _("کسی در پستی که نمایه دارد شمرده نشد")
    else:
        text = _answer(total, of_criterion=of_criterion)
    if not unit:
        return text
    return _("%(unit)s: %(text)s") % {"unit": name_of(unit), "text": text}


def _answer(total: Figures, *, of_criterion: bool) -> str:
    numbers = {"some": number(total.eligible), "all": number(total.people)}
    if of_criterion:
        words = ngettext(
            "%(some)s نفر از %(all)s نفر این شرط را دارد",
            "%(some)s نفر از %(all)s نفر این شرط را دارند",
            total.eligible,
        )
    else:
        words = ngettext(
            "%(some)s نفر از %(all)s نفر شرایط پست خود را دارد",
            "%(some)s نفر از %(all)s نفر شرایط پست خود را دارند",
            total.eligible,
        )
    return words % numbers


def lede(total: Figures, *, of_criterion: bool) -> str:
    """Return what else there is to say at once."""
    parts = [
        ngettext("%(n)s نفر ندارد", "%(n)s نفر ندارند", total.not_eligible)
        % {"n": number(total.not_eligible)}
    ]
    if total.undetermined:
        words = ngettext(
            "دربارهٔ %(n)s نفر چیزی در پرونده کم است",
            "دربارهٔ %(n)s نفر چیزی در پرونده کم است",
            total.undetermined,
        )
        parts.append(words % {"n": number(total.undetermined)})
    if total.soon and not of_criterion:
        words = ngettext(
            "شرایط %(n)s نفر تا ۹۰ روز دیگر پایان می‌یابد",
            "شرایط %(n)s نفر تا ۹۰ روز دیگر پایان می‌یابد",
            total.soon,
        )
        parts.append(words % {"n": number(total.soon)})
    return _("؛ ").join(parts) + _(".")


def name_of(unit: Unit) -> str:
    """Return a unit's name as plain text, in the page's language if it has one."""
    return unit.name if is_persian() else unit.name_en or unit.name
