"""The browser tests would lie on a page without style: this one notices."""

import pytest


@pytest.mark.journey
def test_the_live_server_serves_style_sheets(page, live_server):
    page.goto("/admin/login/")

    assert page.evaluate("getComputedStyle(document.body).margin") == "0px"
    assert page.evaluate("document.styleSheets.length") > 0
