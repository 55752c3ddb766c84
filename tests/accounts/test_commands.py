from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from karamad.trust.accounts.models import User
from tests.accounts.factories import user

pytestmark = pytest.mark.django_db


def printed(*command: str) -> str:
    out = StringIO()
    call_command(*command, stdout=out, stderr=StringIO())
    return out.getvalue().strip()


def test_the_first_administrator_gets_a_link(client):
    link = printed("administrator", "sara", "--address", "http://testserver/")

    assert link.startswith("http://testserver/password/")
    assert client.get(link).status_code == 302
    assert not User.objects.get(username="sara").has_usable_password()


def test_a_second_administrator_has_to_be_asked_for():
    printed("administrator", "sara")

    with pytest.raises(CommandError) as refused:
        printed("administrator", "reza")

    assert refused.value.returncode == 2
    assert printed("administrator", "reza", "--another")


def test_a_taken_name_is_refused():
    user("sara")

    with pytest.raises(CommandError, match="گرفته شده"):
        printed("administrator", "sara")


def test_a_password_link_for_someone(client):
    user("sara")

    assert client.get(printed("password_link", "sara")).status_code == 302
    with pytest.raises(CommandError, match="وارد نمی‌شود"):
        printed("password_link", "nobody")
