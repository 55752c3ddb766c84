"""What an entry holds of a fact, as it is read: «پیش‌نویس» for `draft`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from functools import cache

from django.apps import apps
from django.db.models import Field, Model
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from karamad.web.display import jalali, plain_digits

Words = dict[str, str | Promise]

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


def value_words(value: object, name: str = "", act: str = "") -> str:
    """Return what an entry holds of one fact as it is read, not as it is kept.

    name: of the fact. act: of the entry, which says whose word a code may be.
    """
    if isinstance(value, list):
        return _("، ").join(value_words(each, name, act) for each in value)
    if isinstance(value, bool):
        return _("بله") if value else _("خیر")
    if isinstance(value, int):
        return plain_digits(value)
    text = "" if value is None else str(value)
    if _is_day(text):
        return jalali(date.fromisoformat(text))
    return str(_choice(text, name, act) or text)


def _is_day(text: str) -> bool:
    try:
        return bool(_DAY.fullmatch(text)) and bool(date.fromisoformat(text))
    except ValueError:
        return False


def _choice(code: str, name: str, act: str) -> str | Promise | None:
    """Return the word of a code: its thing's own, its app's, or one all agree on."""
    app, _sep, rest = act.partition(":")
    thing = rest.partition(":")[0].replace("-", "")
    for where in ((app, thing), (app, ""), ("", "")):
        if word := words_of(name, *where).get(code):
            return word
    return None


@cache
def words_of(name: str, app: str, thing: str) -> Words:
    """Return the words for what a field of this name keeps, by code.

    Read off the models: the audit stands below them all. A code that two of them
    call differently is left out.
    """
    words: Words = {}
    disputed = set()
    for field in _fields(name, app, thing):
        for code, word in field.flatchoices:
            if words.setdefault(str(code), word) != word:
                disputed.add(str(code))
    return {code: word for code, word in words.items() if code not in disputed}


def _fields(name: str, app: str, thing: str) -> Iterator[Field[object, object]]:
    for model in apps.get_models():
        if _is_asked(model, app, thing):
            for field in model._meta.concrete_fields:  # noqa: SLF001 - Django's documented API
                if field.name == name:
                    yield field


def _is_asked(model: type[Model], app: str, thing: str) -> bool:
    meta = model._meta  # noqa: SLF001 - as above
    return app in ("", meta.app_label) and thing in ("", meta.model_name)
