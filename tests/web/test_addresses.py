"""A table's addresses are those that Django itself would give each row."""

from __future__ import annotations

import pytest
from django.urls import NoReverseMatch, reverse, set_script_prefix

from karamad.web.addresses import of_rows

NOWHERE = "people:nowhere"


@pytest.mark.parametrize("key", [0, 1, 10**18, 2**63 - 1])
@pytest.mark.parametrize("prefix", ["/", "/karamad/", "/1000000000000000000/"])
def test_a_row_has_the_address_that_django_gives(key: int, prefix: str):
    set_script_prefix(prefix)
    try:
        assert of_rows("people:person")(key) == reverse("people:person", args=[key])
    finally:
        set_script_prefix("/")


def test_the_first_page_that_is_installed_is_meant():
    address = of_rows(NOWHERE, "people:person", "people:unit")(7)

    assert address == reverse("people:person", args=[7])


def test_no_page_at_all_is_an_error():
    with pytest.raises(NoReverseMatch, match=NOWHERE):
        of_rows(NOWHERE)
