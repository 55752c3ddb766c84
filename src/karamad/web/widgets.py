"""The inputs of our fields. Each reads and writes plain text; scripts only help."""

from __future__ import annotations

from typing import Any

from django import forms


class JalaliDateInput(forms.TextInput):
    """A text input; `jalali-date.js` puts the calendar's button beside it."""

    template_name = "web/widgets/jalali_date.html"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        ours = {"inputmode": "numeric", "autocomplete": "off"}
        super().__init__({**ours, **(attrs or {})})


class NumberInput(forms.TextInput):
    """A text input for numbers: `type=number` refuses Persian digits."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        ours = {"inputmode": "decimal", "autocomplete": "off"}
        super().__init__({**ours, **(attrs or {})})


class TextBox(forms.Textarea):
    """A box of a few lines."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"rows": 4, "cols": 40, **(attrs or {})})
