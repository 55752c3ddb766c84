import pytest
from django.test import Client

from karamad.trust.accounts.permissions import Role
from tests import nation

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "address",
    [
        "/people/?q=%00",
        "/people/?unit=A%00B",
        "/profiles/profile/a%00b/",
        "/courses/?q=a&q=%00",
    ],
)
def test_an_address_with_a_nul_is_refused_in_words(address: str):
    answer = nation.signed_in(Role.NATIONAL_DEPUTY).get(address)

    assert answer.status_code == 400
    assert "کارآمد" in answer.content.decode()


def test_an_address_too_long_to_search_for_is_refused_in_words():
    deputy = nation.signed_in(Role.NATIONAL_DEPUTY)

    answer = deputy.get("/courses/", {"q": "x" * 50_001})

    assert answer.status_code == 400
    assert "کارآمد" in answer.content.decode()
    assert deputy.get("/courses/", {"q": "x" * 4_000}).status_code == 200


def test_pages_of_someone_signed_in_are_kept_by_nobody():
    deputy = nation.signed_in(Role.NATIONAL_DEPUTY)

    assert "no-store" in deputy.get("/courses/")["Cache-Control"]
    assert "no-store" not in Client().get("/gallery/").get("Cache-Control", "")
