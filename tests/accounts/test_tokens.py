from datetime import UTC, date, datetime, timedelta

import pytest

from karamad.trust.accounts import actions
from karamad.trust.accounts.models import Token
from karamad.trust.accounts.permissions import Role
from tests.accounts.factories import holding

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 21, 9, tzinfo=UTC)
TODAY = date(2026, 11, 21)
EXPIRY = NOW + timedelta(days=30)


@pytest.fixture
def issued() -> tuple[Token, str]:
    return actions.issue_token(
        name="کارگزینی",
        role=Role.INTEGRATION_READER,
        place=actions.NATION,
        until_day=EXPIRY.date(),
        expires_at=EXPIRY,
        by=holding("admin", Role.ADMINISTRATOR),
        on=TODAY,
        at=NOW,
    )


def test_a_token_leads_to_its_program(issued):
    token, secret = issued

    assert actions.program_of(presented=secret, at=NOW) == token.user
    assert secret not in (token.digest, token.prefix)


@pytest.mark.parametrize(
    "spoil",
    [
        lambda secret: secret[:-1],
        lambda secret: secret + "a",
        lambda secret: secret.upper(),
        lambda secret: secret.replace("krm_", "abc_"),
        lambda _: "",
        lambda _: "krm__",
        lambda _: "krm_\x00_\x00",
    ],
)
def test_another_token_leads_nowhere(issued, spoil):
    assert actions.program_of(presented=spoil(issued[1]), at=NOW) is None


def test_a_token_ends_at_its_moment(issued):
    last = EXPIRY - timedelta(seconds=1)

    assert actions.program_of(presented=issued[1], at=last) is not None
    assert actions.program_of(presented=issued[1], at=EXPIRY) is None


def test_a_revoked_token_ends_at_once(issued):
    token, secret = issued

    actions.revoke_token(token=token, by=token.created_by, at=NOW)

    assert actions.program_of(presented=secret, at=NOW) is None


def test_the_last_use_is_written_once_a_minute(issued, django_assert_num_queries):
    token, secret = issued
    actions.program_of(presented=secret, at=NOW)

    with django_assert_num_queries(1):
        actions.program_of(presented=secret, at=NOW + timedelta(seconds=59))

    assert Token.objects.get(pk=token.pk).last_used_at == NOW
    later = NOW + timedelta(seconds=60)
    actions.program_of(presented=secret, at=later)
    assert Token.objects.get(pk=token.pk).last_used_at == later
