"""A fault is written down with its cause, and with nothing of the people concerned."""

from __future__ import annotations

import io
import logging
import re

import pytest
from django.test import Client
from django.urls import path
from hypothesis import given
from hypothesis import strategies as st

from karamad.config import urls as the_urls
from karamad.kernel.identifiers import synthetic
from karamad.web.logs import WithoutPeople

IN_THE_ADDRESS = "k3y0fSomebody"


def broken(request: object, secret: str) -> None:
    raise LookupError(f"nobody is called {synthetic(7)}")


urlpatterns = [
    path("broken/<str:secret>/", broken, name="broken"),
    *the_urls.urlpatterns,
]
handler404 = the_urls.handler404
handler500 = the_urls.handler500


@pytest.fixture
def written(monkeypatch: pytest.MonkeyPatch) -> io.StringIO:
    """What our own handler writes, in place of the standard error."""
    stream = io.StringIO()
    (ours,) = (
        each
        for each in logging.getLogger().handlers
        if isinstance(each.formatter, WithoutPeople)
    )
    monkeypatch.setattr(ours, "stream", stream)
    return stream


@pytest.fixture
def client() -> Client:
    return Client(raise_request_exception=False)


@pytest.mark.urls(__name__)
def test_a_fault_is_written_with_its_cause_and_the_number_on_the_page(
    client: Client, written: io.StringIO
) -> None:
    answer = client.get(f"/broken/{IN_THE_ADDRESS}/")
    found = re.search(r"[0-9a-f]{6}", answer.content.decode().split("پشتیبان")[1])
    assert answer.status_code == 500
    assert found is not None
    said = written.getvalue()
    assert f"broken [{found.group()}]" in said
    assert "LookupError" in said
    assert "test_logs.py" in said


@pytest.mark.urls(__name__)
def test_neither_the_key_in_the_address_nor_a_national_id_is_written(
    client: Client, written: io.StringIO
) -> None:
    client.get(f"/broken/{IN_THE_ADDRESS}/")
    assert IN_THE_ADDRESS not in written.getvalue()
    assert synthetic(7) not in written.getvalue()
    assert "nobody is called …" in written.getvalue()


@pytest.mark.urls(__name__)
@pytest.mark.django_db
def test_what_is_not_there_is_no_fault(client: Client, written: io.StringIO) -> None:
    assert client.get("/nowhere/").status_code == 404
    assert written.getvalue() == ""


def test_a_program_of_the_background_writes_as_well(written: io.StringIO) -> None:
    logging.getLogger("karamad.lake.following").warning("stopped at %s", synthetic(9))
    assert re.fullmatch(
        r"\d{4}-\d\d-\d\d .* WARNING karamad.lake.following: stopped at …\n",
        written.getvalue(),
    )


@given(st.text("abc .,"), st.text("0123456789۰۱۲۳۴۵۶۷۸۹", min_size=10, max_size=14))
def test_no_long_number_passes_in_any_digits(text: str, number: str) -> None:
    record = logging.LogRecord("a", logging.ERROR, "", 1, text + number, None, None)
    assert number not in WithoutPeople("%(message)s").format(record)
