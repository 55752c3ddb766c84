"""What is not in force on the day a passport is read, and which ruling annulled it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from karamad.cycle.eligibility.actions.judging import Answer
from karamad.kernel.text import document_key
from karamad.registers.competencies.letters import Names, sentence
from karamad.registers.competencies.rules import Criterion
from karamad.registers.regulations.models import Effect, Link
from karamad.web.display import jalali_long
from karamad.web.templatetags.words import code

Rulings = dict[tuple[str, date], str]
"""The number of the ruling, by key of the document annulled and day."""


def out_of_force(answer: Answer) -> list[Criterion]:
    """Return the criteria not asked on the day of the answer."""
    on = answer.judgement.on
    return [each for each in answer.law.profile.criteria if on not in each.in_force]


def rulings_on(answers: Sequence[Answer], on: date) -> Rulings:
    """Return the rulings that annulled what lapsed, by document and day."""
    lapsed = {
        document_key(each.source.document)
        for answer in answers
        for each in out_of_force(answer)
        if each.in_force.end is not None and each.in_force.end <= on
    }
    if not lapsed:
        return {}
    links = Link.objects.current().filter(
        effect=Effect.ANNULS, other__number_key__in=lapsed
    )
    found: dict[tuple[str, date], str] = {}
    for link in links.select_related("document", "other"):
        day = link.from_day or link.document.issued_on
        if day is not None:
            found[link.other.number_key, day] = link.document.number
    return found


def lapsed_words(
    criterion: Criterion, on: date, rulings: Rulings, names: Names
) -> SafeString:
    """Return why a criterion is not asked on a day."""
    what = sentence(criterion, names)
    period = criterion.in_force
    if period.start is not None and on < period.start:
        day = jalali_long(period.start)
        return format_html(_("{}: از {} خواسته می‌شود."), what, day)
    day = jalali_long(period.end) if period.end else ""
    key = document_key(criterion.source.document)
    ruling = rulings.get((key, period.end)) if period.end else None
    if ruling:
        return format_html(
            _("{} از {} با رأی {} باطل شده است و سنجیده نمی‌شود."),
            what,
            day,
            code(ruling),
        )
    return format_html(_("{} از {} در اجرا نیست و سنجیده نمی‌شود."), what, day)
