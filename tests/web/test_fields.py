from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django import forms
from django.core.exceptions import ValidationError

from karamad.kernel.identifiers import IdFault, synthetic
from karamad.kernel.jalali import DayFault
from karamad.web import fields
from karamad.web.widgets import TextBox

DAY = date(2025, 5, 1)  # 1404/02/11


class Form(forms.Form):
    start = fields.JalaliDateField(label="آغاز")
    places = fields.NumberField(label="گنجایش", required=False)


@pytest.mark.parametrize(
    "typed", ["1404/02/11", "1404-2-11", "۱۴۰۴/۰۲/۱۱", "٢٠٢٥-٠٥-٠١", " ۱۴۰۴/۲/۱۱\u200f"]
)
def test_a_day_is_taken_in_any_digits(typed: str) -> None:
    assert fields.JalaliDateField().clean(typed) == DAY


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("", "روز را بنویسید."),
        ("  ", "روز را بنویسید."),
        ("فردا", "این نوشته روز نیست؛ مانند ۱۴۰۴/۰۲/۱۱ بنویسید."),
        ("1/2/1404", "سال را نخست بنویسید؛ مانند ۱۴۰۴/۰۲/۱۱."),
        ("04/2/1", "سال را با چهار رقم بنویسید؛ مانند ۱۴۰۴/۰۲/۱۱."),
        ("1404/13/1", "ماه از ۱ تا ۱۲ است."),
        ("1404/12/30", "اسفند ۱۴۰۴، ۲۹ روز دارد."),
        ("1403/12/31", "اسفند ۱۴۰۳، ۳۰ روز دارد."),
        ("2025-02-29", "این ماه چنین روزی ندارد."),
        ("0900/1/1", "این سال دور از کار ماست؛ شاید رقمی جابه‌جا شده باشد."),
    ],
)
def test_a_bad_day_is_refused_in_words(typed: str, words: str) -> None:
    with pytest.raises(ValidationError) as refused:
        fields.JalaliDateField().clean(typed)

    assert refused.value.messages == [words]


def test_every_fault_has_its_words() -> None:
    assert set(fields.DAY_WORDS) == set(DayFault)
    assert set(fields.ID_WORDS) == set(IdFault)


def test_a_day_may_be_bounded_and_the_bounds_are_allowed() -> None:
    field = fields.JalaliDateField(earliest=DAY, latest=date(2025, 5, 2))

    assert field.clean("1404/02/11") == DAY
    assert field.clean("1404/02/12") == date(2025, 5, 2)
    for typed, words in (
        ("1404/02/10", "این روز پیش از ۱۱ اردیبهشت ۱۴۰۴ است."),
        ("1404/02/13", "این روز پس از ۱۲ اردیبهشت ۱۴۰۴ است."),
    ):
        with pytest.raises(ValidationError) as refused:
            field.clean(typed)
        assert refused.value.messages == [words]


def test_an_optional_day_may_be_missing() -> None:
    assert fields.JalaliDateField(required=False).clean("") is None


def test_a_day_known_is_shown_in_the_jalali_calendar() -> None:
    assert 'value="۱۴۰۴/۰۲/۱۱"' in str(Form(initial={"start": DAY})["start"])


def test_what_was_typed_is_never_lost() -> None:
    form = Form({"start": "1/2/1404", "places": "بیست"})

    assert not form.is_valid()
    assert 'value="1/2/1404"' in str(form["start"])
    assert 'value="بیست"' in str(form["places"])


def test_the_form_says_what_is_wrong_twice_and_links() -> None:
    page = str(Form({"a-start": "1/2/1404"}, prefix="a"))

    assert page.count("سال را نخست بنویسید؛ مانند ۱۴۰۴/۰۲/۱۱.") == 2
    assert '<a href="#id_a-start">آغاز</a>' in page
    assert 'aria-invalid="true"' in page
    assert 'aria-describedby="id_a-start_error"' in page
    assert 'id="id_a-start_error"' in page


def test_a_day_is_changed_only_when_it_is_another_day() -> None:
    field = fields.JalaliDateField()

    assert not field.has_changed(DAY, "۱۴۰۴/۲/۱۱")
    assert field.has_changed(DAY, "۱۴۰۴/۲/۱۲")
    assert field.has_changed(DAY, "فردا")


@pytest.mark.parametrize(
    ("typed", "number"),
    [("۱٬۲۰۰", 1200), ("1,200", 1200), ("٣", 3), ("-5", -5), ("−۵", -5), (" 7 ", 7)],
)
def test_a_number_is_taken_in_any_digits(typed: str, number: int) -> None:
    assert fields.NumberField().clean(typed) == number


@pytest.mark.parametrize("typed", ["بیست", "1,20", "12.5", "1/2", "۱۲۰۰,۰"])
def test_what_is_no_number_is_refused(typed: str) -> None:
    with pytest.raises(ValidationError):
        fields.NumberField().clean(typed)


@pytest.mark.parametrize(
    ("typed", "amount"),
    [("۱۷٫۵", "17.5"), ("17.50", "17.50"), ("۱٬۲۰۰٫۲۵", "1200.25"), ("-3", "-3")],
)
def test_an_amount_is_taken_in_any_digits(typed: str, amount: str) -> None:
    field = fields.AmountField(max_digits=8, decimal_places=2)

    assert field.clean(typed) == Decimal(amount)


def test_a_slash_is_not_guessed_to_be_a_fraction() -> None:
    with pytest.raises(ValidationError, match="اعشار"):
        fields.AmountField().clean("17/5")


def test_amounts_are_shown_as_they_are_typed() -> None:
    assert fields.AmountField().prepare_value(Decimal("17.50")) == "۱۷٫۵۰"
    assert fields.NumberField().prepare_value(1200) == "۱۲۰۰"


def test_letters_are_folded_and_lines_kept() -> None:
    assert fields.TextField().clean("  علي كريمي ") == "علی کریمی"
    assert fields.TextField(widget=TextBox).clean("يك\nدو") == "یک\nدو"


def test_a_code_has_latin_digits() -> None:
    assert fields.CodeField().clean(" EL-۲۰۴ ") == "EL-204"


@pytest.mark.parametrize(
    ("typed", "fault"),
    [
        ("12x", IdFault.CHARACTERS),
        ("12345678901", IdFault.LENGTH),
        ("2222222222", IdFault.REPEATED),
        ("0499370898", IdFault.CHECKSUM),
    ],
)
def test_a_bad_national_id_is_refused_in_words(typed: str, fault: Any) -> None:
    with pytest.raises(ValidationError) as refused:
        fields.NationalIdField().clean(typed)

    assert refused.value.code == fault
    assert refused.value.messages == [str(fields.ID_WORDS[fault])]


def test_a_good_national_id_is_taken() -> None:
    national_id = synthetic(7)

    assert fields.NationalIdField().clean(national_id) == national_id
    assert fields.NationalIdField(required=False).clean("") == ""


def test_a_text_too_long_says_how_long_it_is_in_the_pages_digits() -> None:
    with pytest.raises(ValidationError) as refused:
        fields.TextField(max_length=1_000).clean("الف" * 400)

    assert refused.value.messages == [
        "این متن ۱٬۲۰۰ نویسه است و بیش از ۱٬۰۰۰ نویسه جا نمی‌گیرد."
    ]


@pytest.mark.parametrize(
    ("field", "typed", "words"),
    [
        (fields.NumberField(min_value=1), "0", "دست‌کم ۱ بنویسید."),
        (
            fields.NumberField(max_value=10_000),
            "۱۰٬۰۰۱",
            "بیش از ۱۰٬۰۰۰ پذیرفته نیست.",
        ),
        (
            fields.AmountField(min_value=Decimal("0.250")),
            "۰٫۲",
            "دست‌کم ۰٫۲۵ بنویسید.",
        ),
    ],
)
def test_a_number_out_of_bounds_is_refused_by_its_bound(field, typed, words):
    with pytest.raises(ValidationError) as refused:
        field.clean(typed)

    assert refused.value.messages == [words]


def test_the_bounds_of_a_number_are_within_it():
    field = fields.NumberField(min_value=1, max_value=10, required=False)

    assert [field.clean(typed) for typed in ("1", "10", "")] == [1, 10, None]


def test_a_form_may_say_its_bounds_in_its_own_words():
    words = {"min_value": "بیش از هیچ."}

    with pytest.raises(ValidationError) as refused:
        fields.NumberField(min_value=1, error_messages=words).clean("0")

    assert refused.value.messages == ["بیش از هیچ."]
