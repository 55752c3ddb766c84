from typing import Any

import pytest
from django.core.paginator import Paginator
from django.template import Context, Template, TemplateSyntaxError
from django.test import RequestFactory

from karamad.web.components import Chip


def drawn(source: str, address: str = "/", **values: Any) -> str:
    request = RequestFactory().get(address)
    page = Template(source).render(Context({"request": request, **values}))
    return page.replace("&amp;", "&")


SORT = "{% sort_header 'hours' 'ساعت' default='name' falling=True %}"


@pytest.mark.parametrize(
    ("address", "order", "target"),
    [
        ("/?page=3&unit=29", None, "?unit=29&sort=-hours"),
        ("/?sort=-hours", "descending", "?sort=hours"),
        ("/?sort=hours", "ascending", "?sort=-hours"),
        ("/?sort=name", None, "?sort=-hours"),
    ],
)
def test_a_header_sorts_and_says_how(
    address: str, order: str | None, target: str
) -> None:
    header = drawn(SORT, address)

    assert (f'aria-sort="{order}"' in header) == (order is not None)
    assert f'href="{target}"' in header


def test_the_default_order_is_marked_when_the_address_names_none() -> None:
    header = drawn("{% sort_header 'name' 'نام' default='name' %}")

    assert 'aria-sort="ascending"' in header
    assert 'href="?sort=-name"' in header


@pytest.mark.parametrize(
    ("number", "shown"),
    [
        (1, "۱ ۲ ۳ … ۱۰"),
        (4, "۱ ۲ ۳ ۴ ۵ ۶ … ۱۰"),
        (5, "۱ … ۳ ۴ ۵ ۶ ۷ … ۱۰"),
        (10, "۱ … ۸ ۹ ۱۰"),
    ],
)
def test_the_pager_shows_the_ends_and_the_neighbours(number: int, shown: str) -> None:
    page = Paginator(range(100), 10).page(number)
    text = drawn("{% pager page %}", "/?unit=29", page=page)

    assert " ".join(_items(text)) == shown
    assert ('rel="prev"' in text) == (number > 1)
    assert ('rel="next"' in text) == (number < 10)
    assert f"?unit=29&page={number + 1}" in text or number == 10


def test_nothing_to_page_through_shows_no_pager() -> None:
    assert drawn("{% pager page %}", page=Paginator([], 10).page(1)).strip() == ""
    single = drawn("{% pager page %}", page=Paginator([1], 10).page(1))
    assert "ردیف ۱ تا ۱ از ۱" in single
    assert "<ul>" not in single


def test_a_chip_drops_its_own_filter_only() -> None:
    chips = [Chip("unit", "29", "واحد", "بیرجند"), Chip("role", "a", "نقش", "دهیار")]
    text = drawn(
        "{% chips chips %}", "/?unit=29&role=a&role=b&sort=x&page=2", chips=chips
    )

    assert 'href="?role=a&role=b&sort=x"' in text
    assert 'href="?unit=29&role=b&sort=x"' in text
    assert 'href="?sort=x"' in text
    assert "برداشتن پالایهٔ واحد: بیرجند" in text


def test_the_day_keeps_the_rest_of_the_address() -> None:
    text = drawn("{% as_of day %}", "/?unit=29&as_of=1&page=2", day=None)

    assert '<input type="hidden" name="unit" value="29">' in text
    assert 'type="hidden" name="as_of"' not in text
    assert 'name="page"' not in text


def test_a_bad_day_is_shown_as_it_was_typed() -> None:
    text = drawn("{% as_of day error='نه' %}", day="فردا")

    assert 'value="فردا"' in text
    assert 'aria-invalid="true"' in text


def test_a_button_knows_its_words() -> None:
    assert '<button class="button" type="submit">' in drawn("{% button 'ثبت' %}")
    assert 'popovertarget="d"' in drawn("{% button 'ثبت' opens='d' %}")
    assert drawn("{% button 'ثبت' href='/x' %}").startswith(
        '<a class="button" href="/x"'
    )
    with pytest.raises(TemplateSyntaxError):
        drawn("{% button 'ثبت' colour='red' %}")


def test_what_a_block_holds_is_escaped() -> None:
    text = drawn("{% banner 'warn' %}{{ x }}{% endbanner %}", x="<b>")

    assert "&lt;b&gt;" in text


def _items(text: str) -> list[str]:
    body = text.split("<ul>")[1]
    marks = body.replace("<", "\n<").replace(">", ">\n").splitlines()
    words = [mark.strip() for mark in marks if mark and not mark.startswith("<")]
    return [word for word in words if word and word not in {"قبلی", "بعدی"}]
