"""Everything the schema allows, and much that it does not: the API never breaks.

Schemathesis reads the schema, makes requests that fit it and requests that do not, and
checks that each answer is one that the schema declares, in shape and status, that no
answer is a 5xx, and that nothing is told without a token.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from hypothesis import HealthCheck, settings
from schemathesis.specs.openapi.checks import (
    negative_data_rejection,
    positive_data_acceptance,
)

from karamad.trust.accounts.permissions import Role
from tests.desk.test_api import Program, place
from tests.people.nation import found_nation, person, seat

SCHEMA = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", get_wsgi_application())
EXAMPLES = 10  # an operation


@pytest.fixture
def secret(db, settings, tmp_path) -> Iterator[str]:
    settings.API_CALLS_A_MINUTE = 10**9
    settings.MEDIA_ROOT = tmp_path
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)  # as Django's own client does
    nation = found_nation()
    for unit in (nation.city_hall, nation.rasht):
        seat(person(home_unit=unit), nation.mayor, unit)
    program = Program(Role.INTEGRATION, place(nation.khorasan.code))
    yield program.defaults["HTTP_AUTHORIZATION"]
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


def test_the_schema_is_valid():
    SCHEMA.validate()
    assert SCHEMA.raw_schema["openapi"].startswith("3.1")


@SCHEMA.parametrize()
@settings(
    max_examples=EXAMPLES,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=list(HealthCheck),
)
def test_nothing_breaks_it(case, secret):
    # A day or a cursor may fit its schema, a text, and be none of ours all the same;
    # a parameter that the schema does not know is passed over, not refused.
    case.call_and_validate(
        headers={"Authorization": secret},
        excluded_checks=[positive_data_acceptance, negative_data_rejection],
    )
