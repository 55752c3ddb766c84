"""What is asked of someone at the door, and of whoever forgot the key."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth import password_validation
from django.contrib.auth.forms import (
    AuthenticationForm,
    PasswordChangeForm,
    SetPasswordForm,
)
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from karamad.kernel.text import fold_digits
from karamad.trust.accounts.models import User
from karamad.trust.accounts.rules import Ground
from karamad.web.display import number

REFUSALS = {
    Ground.ALREADY_HELD: _("این نقش در همین جا و در همین روزها داده شده است."),
    Ground.HIMSELF: _("کسی نمی‌تواند به خود نقش بدهد یا جانشین خود شود."),
    Ground.MORE_THAN_HELD: _(
        "این نقش اختیاری دارد که خود شما در این واحد ندارید؛ "
        "بیش از آنچه دارید نمی‌توانید بدهید."
    ),
    Ground.NOTHING_TO_HAND_ON: _("در این جا نقشی نیست که بتوان به جانشین سپرد."),
    Ground.OUTLIVES: _(
        "جانشینی از خود نقش درازتر است؛ پایان آن را پیش از پایان نقش بگذارید."
    ),
    Ground.OUT_OF_REACH: _("این واحد بیرون از جایی است که شما در آن نقش می‌دهید."),
    Ground.PERIOD_EMPTY: _("روز پایان باید پس از روز آغاز باشد."),
    Ground.PERIOD_PAST: _("این روزها گذشته است؛ پایانی پس از امروز بنویسید."),
}
LATIN = {"dir": "ltr", "autocapitalize": "none", "spellcheck": "false"}


class UsernameField(forms.CharField):
    """A name to sign in under: any digits, no blanks around, compatibility folded."""

    def __init__(self, **extra: Any) -> None:
        attrs = {**LATIN, "autocomplete": "username"}
        extra.setdefault("widget", forms.TextInput(attrs=attrs))
        super().__init__(max_length=60, label=_("نام کاربری"), **extra)

    def to_python(self, value: Any) -> str:
        typed = str(super().to_python(value) or "")
        return User.normalize_username(fold_digits(typed))


class SignIn(AuthenticationForm):
    username = UsernameField()
    password = forms.CharField(
        label=_("گذرواژه"),
        strip=False,
        widget=forms.PasswordInput(
            attrs={"dir": "ltr", "autocomplete": "current-password"}
        ),
    )
    error_messages = {
        "invalid_login": _(
            "نام کاربری یا گذرواژه درست نیست. "
            "زبان صفحه‌کلید و کوچکی و بزرگی حروف را ببینید."
        ),
        "inactive": _("این حساب بسته شده است."),
    }

    def __init__(self, request: Any = None, *args: Any, **kwargs: Any) -> None:
        super().__init__(request, *args, **kwargs)
        self.fields["username"].widget.attrs["autofocus"] = True


def _new(label: Any) -> forms.CharField:
    return forms.CharField(
        label=label,
        strip=False,
        widget=forms.PasswordInput(
            attrs={"dir": "ltr", "autocomplete": "new-password"}
        ),
    )


HOW_TO_CHOOSE = _(
    "دست‌کم ده نویسه، نه فقط رقم و نه گذرواژه‌ای رایج. "
    "چند واژهٔ بی‌ربط کنار هم خوب است و به یاد می‌ماند."
)


# ---- what a password has to be: Django's tests, in words that say what to do ------


class LongEnough(password_validation.MinimumLengthValidator):
    def get_error_message(self) -> str:
        words = gettext("این گذرواژه کوتاه است؛ دست‌کم %(n)s نویسه بنویسید.")
        return words % {"n": number(self.min_length)}


class Uncommon(password_validation.CommonPasswordValidator):
    def get_error_message(self) -> str:
        return gettext(
            "این گذرواژه رایج است و زود حدس زده می‌شود؛ چند واژهٔ بی‌ربط بهتر است."
        )


class NotDigitsAlone(password_validation.NumericPasswordValidator):
    def get_error_message(self) -> str:
        return gettext("این گذرواژه تنها رقم است؛ واژه‌ای هم بیفزایید.")


class UnlikeOneself(password_validation.UserAttributeSimilarityValidator):
    def get_error_message(self) -> str:
        return gettext(
            "این گذرواژه به نام یا نام کاربری شما می‌ماند؛ چیز دیگری برگزینید."
        )


UNEQUAL: dict[str, Any] = {
    "password_mismatch": _("دو گذرواژه یکی نیستند؛ هر دو را دوباره بنویسید.")
}


class ChooseSecret(SetPasswordForm):  # type: ignore[type-arg]
    """Choose a first or a new password, by a link."""

    new_password1 = _new(_("گذرواژهٔ تازه"))
    new_password2 = _new(_("دوباره همان"))
    error_messages = UNEQUAL

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["new_password1"].help_text = HOW_TO_CHOOSE


class ChangeSecret(PasswordChangeForm):
    """Change one's own password, knowing the one now."""

    new_password1 = _new(_("گذرواژهٔ تازه"))
    new_password2 = _new(_("دوباره همان"))
    error_messages = {
        **UNEQUAL,
        "password_incorrect": _("گذرواژهٔ کنونی درست نیست."),
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["old_password"].label = _("گذرواژهٔ کنونی")
        self.fields["old_password"].widget.attrs["dir"] = "ltr"
        self.fields["new_password1"].help_text = HOW_TO_CHOOSE


class Forgotten(forms.Form):
    username = UsernameField()
