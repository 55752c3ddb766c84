"""What a password has to be, in the words of the house."""

from __future__ import annotations

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import override

from karamad.trust.accounts.forms import ChooseSecret
from karamad.trust.accounts.models import User


@pytest.mark.parametrize(
    ("password", "persian", "english"),
    [
        ("short", "دست‌کم ۱۰ نویسه", "at least 10 characters"),
        ("password123", "رایج است", "is common"),
        ("73519462850174", "تنها رقم است", "digits alone"),
        ("khorasankhorasan", "نام کاربری شما می‌ماند", "resembles your name"),
    ],
)
def test_why_a_password_is_refused_is_said_in_both_languages(
    password: str, persian: str, english: str
) -> None:
    bearer = User(username="khorasankhorasan")

    for language, words in (("fa", persian), ("en", english)):
        with override(language), pytest.raises(ValidationError) as refused:
            validate_password(password, bearer)
        said = " ".join(refused.value.messages)
        assert words in said
        assert said.isascii() is (language == "en")


def test_two_passwords_that_differ_are_said_to() -> None:
    given = {"new_password1": "چند واژهٔ بی‌ربط", "new_password2": "چیز دیگر و دراز"}
    form = ChooseSecret(User(username="sara"), given)

    with override("fa"):
        assert "یکی نیستند" in str(form.errors["new_password2"])
