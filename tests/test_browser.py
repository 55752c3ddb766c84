"""The browser tests would lie on a page without style: this one notices."""

import pytest


@pytest.mark.journey
def test_the_live_server_serves_style_sheets(page, live_server):
    page.goto("/admin/login/")

    assert page.evaluate("getComputedStyle(document.body).margin") == "0px"
    assert page.evaluate("document.styleSheets.length") > 0


@pytest.mark.django_db
def test_the_database_keeps_what_it_is_told(django_user_model):
    django_user_model.objects.create_user("officer", "a password")

    assert django_user_model.objects.get(username="officer").check_password(
        "a password"
    )
