"""A database whose order is a language's is warned of; ours is not."""

from __future__ import annotations

import pytest

from karamad.config import checks

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("order", ["C", "POSIX", "C.UTF-8", "C.utf8"])
def test_an_order_of_bytes_is_none_to_warn_of(order: str):
    assert checks.by_bytes(order)


@pytest.mark.parametrize("order", ["fa_IR.UTF-8", "en_US.utf8", "Cs_CZ.UTF-8", ""])
def test_an_order_of_a_language_is(order: str):
    assert not checks.by_bytes(order)


def test_the_database_of_the_tests_is_in_order():
    assert checks.database_orders_by_bytes(databases=["default"]) == []


def test_one_in_a_languages_order_is_told_of(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(checks, "_order_of", lambda connection: "fa_IR.UTF-8")
    monkeypatch.setattr("django.db.connection.vendor", "postgresql", raising=False)

    told = checks.database_orders_by_bytes(databases=["default"])

    assert told == [checks.unordered()]


def test_nothing_is_asked_of_a_database_that_is_not_to_be():
    assert checks.database_orders_by_bytes(databases=None) == []
