from django.test import Client


def test_the_shell_speaks_persian_until_asked(client: Client) -> None:
    page = client.get("/gallery/", HTTP_ACCEPT_LANGUAGE="en").content.decode()

    assert '<html lang="fa" dir="rtl"' in page
    assert "style=" not in page


def test_the_language_switch_keeps_the_page(client: Client) -> None:
    answer = client.post("/language/", {"language": "en", "next": "/gallery/?a=1"})

    assert answer.headers["Location"] == "/gallery/?a=1"
    page = client.get("/gallery/").content.decode()
    assert '<html lang="en" dir="ltr"' in page
