"""Who did what: for those who look into it, and for nobody else."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.template import Context, Template

from karamad.trust.accounts.permissions import Permission, Role
from karamad.trust.audit.actions import record
from karamad.trust.audit.letters import act_words
from karamad.trust.audit.models import Entry
from tests.accounts.factories import holding, user

pytestmark = pytest.mark.django_db
SOURCE = Path(__file__).parents[2] / "src" / "karamad"
NOON = datetime(2026, 5, 1, 12, tzinfo=UTC)


@pytest.fixture
def auditor(client):
    client.force_login(holding("auditor", Role.AUDITOR))
    return client


def act(name="people:person:correct", key="7", at=NOON, by=None, **facts) -> Entry:
    return record(act=name, subject=("person", key), by=by, at=at, **facts)


def text(client, **query) -> str:
    response = client.get("/audit/", query)
    assert response.status_code == 200
    return response.content.decode()


def test_an_act_is_said_in_words_with_before_and_after(auditor):
    act(by=user("sara"), before={"last_name": "پیشین"}, after={"last_name": "پسین"})

    page = text(auditor)

    assert "تصحیح فرد" in page
    assert ">نام خانوادگی<" in page
    assert page.index("پیشین") < page.index("پسین")


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ({"who": "sara"}, True),
        ({"who": "nobody"}, False),
        ({"act": "people:person:correct"}, True),
        ({"act": "people:person:merge"}, False),
        ({"kind": "person", "key": "7"}, True),
        ({"kind": "person", "key": "8"}, False),
        ({"kind": "unit"}, False),
        ({"since": "۱۴۰۵/۰۲/۱۱", "until": "۱۴۰۵/۰۲/۱۱"}, True),
        ({"since": "۱۴۰۵/۰۲/۱۲"}, False),
        ({"until": "۱۴۰۵/۰۲/۱۰"}, False),
        ({"before": "noise"}, True),
        ({"before": "2026-13-01T00:00,1"}, True),
    ],
)
def test_it_is_found_by_who_what_and_when(auditor, query, shown):
    act(by=user("sara"), after={"x": "نشانه‌دار"})

    assert ("نشانه‌دار" in text(auditor, **query)) is shown


def test_a_day_that_is_none_is_said(auditor):
    assert auditor.get("/audit/", {"since": "1404/13/1"}).status_code == 422


def test_pages_go_on_where_the_last_ended(auditor, django_assert_max_num_queries):
    moments = [NOON + timedelta(minutes=n // 3) for n in range(120)]
    keys = [act(key=f"{n + 1000}", at=at).subject_key for n, at in enumerate(moments)]
    seen: list[str] = []
    query: dict[str, str] = {"kind": "person"}

    for _ in range(3):
        with django_assert_max_num_queries(6):
            response = auditor.get("/audit/", query)
        seen += [entry.subject_key for entry, _url in response.context["rows"]]
        query["before"] = response.context["older"]

    assert sorted(seen) == sorted(keys)
    assert response.context["older"] == ""


def test_a_provinces_auditor_finds_no_such_page(client):
    client.force_login(holding("regional", Role.AUDITOR, "P29"))

    assert client.get("/audit/").status_code == 404


def test_a_deputy_does_not_look_over_shoulders(client):
    client.force_login(holding("deputy", Role.NATIONAL_DEPUTY))

    assert client.get("/audit/").status_code == 403


def test_a_subjects_history_leaves_readings_out():
    act()
    act("people:person:read")

    page = Template('{% load audit %}{% history "person" 7 %}').render(Context())

    assert "تصحیح فرد" in page
    assert "خواندن فرد" not in page


def test_every_act_of_ours_has_words():
    assert act_words("people:person:correct") == "تصحیح فرد"
    assert act_words("strange:thing:done") == "strange:thing:done"


def test_whatever_the_code_records_has_words() -> None:
    """An act without words stands on the pages as `delivery:wall:put-up`."""
    texts = [path.read_text("utf-8") for path in SOURCE.rglob("*.py")]
    written = re.compile(r'"([a-z_]+:[a-z-]+:[a-z-]+)"')
    acts = {act for text in texts for act in written.findall(text)}
    acts -= {str(each) for each in Permission} - {"delivery:attendance:take"}

    assert len(acts) > 50
    assert [act for act in sorted(acts) if act_words(act) == act] == []
