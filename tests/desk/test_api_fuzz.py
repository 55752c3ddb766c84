"""Everything the schema allows, and much that it does not: the API never breaks.

Schemathesis reads the schema, makes requests that fit it and requests that do not, and
checks that each answer is one that the schema declares, in shape and status, that no
answer is a 5xx, and that nothing is told without a token.
"""

from __future__ import annotations

import pytest
import schemathesis
from django.core.wsgi import get_wsgi_application
from hypothesis import HealthCheck, settings
from schemathesis.specs.openapi.checks import positive_data_acceptance

from karamad.trust.accounts.permissions import Role
from tests.desk.test_api import Program, place
from tests.people.nation import found_nation, person, seat

SCHEMA = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", get_wsgi_application())
EXAMPLES = 20  # an operation


@pytest.fixture
def secret(db, settings) -> str:
    settings.API_CALLS_A_MINUTE = 10**9
    nation = found_nation()
    for unit in (nation.city_hall, nation.rasht):
        seat(person(home_unit=unit), nation.mayor, unit)
    program = Program(Role.INTEGRATION, place(nation.khorasan.code))
    return program.defaults["HTTP_AUTHORIZATION"]


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
    # A day or a cursor may fit its schema, a text, and be none of ours all the same.
    case.call_and_validate(
        headers={"Authorization": secret},
        excluded_checks=[positive_data_acceptance],
    )
