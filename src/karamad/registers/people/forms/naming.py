"""Fields that name a unit or a post by its code or its name."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from karamad.registers.people.models import Post, PostQuerySet, Unit, UnitQuerySet
from karamad.web.fields import CalledField, TextField


class UnitField(CalledField):
    """A unit by its code, or by its name when only one in reach bears it."""

    default_error_messages = {
        "unknown": _("واحدی با این کد یا نام در دسترس شما نیست."),
        "several": _("چند واحد این نام را دارند؛ کد یکی را بنویسید: %(codes)s"),
    }

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.units: UnitQuerySet = Unit.objects.none()

    def called(self, text: str) -> UnitQuerySet:
        return self.units.called(text)


class PostField(CalledField):
    """A post by its code, or by its title when only one bears it."""

    default_error_messages = {
        "unknown": _("پستی با این کد یا عنوان نیست."),
        "several": _("چند پست این عنوان را دارند؛ کد یکی را بنویسید: %(codes)s"),
    }

    def called(self, text: str) -> PostQuerySet:
        return Post.objects.called(text)


class PostsField(TextField):
    """Posts by code or title, with commas between."""

    default_error_messages = {
        "unknown": _("پستی با این کد یا عنوان نیست: %(names)s"),
        "several": _("چند پست این عنوان را دارند؛ کدش را بنویسید: %(names)s"),
    }

    def prepare_value(self, value: Any) -> Any:
        return "، ".join(value) if isinstance(value, (list, tuple)) else value

    def clean(self, value: Any) -> tuple[str, ...]:
        names = [name.strip() for name in re.split(r"[،,;\n]+", super().clean(value))]
        codes: list[str] = []
        for name in filter(None, names):
            found = list(Post.objects.called(name)[:2])
            if len(found) != 1:
                fault = "several" if found else "unknown"
                words = self.error_messages[fault]
                raise forms.ValidationError(words, fault, {"names": name})
            codes.append(found[0].code)
        return tuple(dict.fromkeys(codes))
