from types import SimpleNamespace

import pytest
from django.test import RequestFactory

from karamad.web import navigation
from karamad.web.navigation import ONE_ROW, Entry, Place, Section, menu, register, shown


@pytest.fixture(autouse=True)
def _own_menu(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(navigation, "_entries", [])


def request(path: str = "/", *, signed_in: bool = True) -> object:
    made = RequestFactory().get(path)
    made.user = SimpleNamespace(is_authenticated=signed_in)
    return made


GALLERY = Entry("نمونه‌ها", "web:gallery", permission="web:gallery:view", order=2)
ROBOTS = Entry("روبات‌ها", "web:robots", order=1)


def labels(*, may: object = None, signed_in: bool = True) -> list[str]:
    asked = request(signed_in=signed_in)
    return [str(entry.label) for entry in shown(Place.MAIN, asked, may)]  # type: ignore[arg-type]


def test_entries_stand_in_their_order_and_once() -> None:
    register(GALLERY, ROBOTS)
    register(GALLERY)

    assert labels(may=lambda permission: True) == ["روبات‌ها", "نمونه‌ها"]


def test_only_what_the_reader_may_open_is_shown() -> None:
    register(GALLERY, ROBOTS)

    assert labels(may=lambda permission: permission == "web:gallery:view") == [
        "روبات‌ها",
        "نمونه‌ها",
    ]
    assert labels(may=lambda permission: False) == ["روبات‌ها"]
    assert labels(may=None) == ["روبات‌ها"]


def test_a_stranger_sees_what_is_for_strangers() -> None:
    register(GALLERY, ROBOTS, Entry("ورود", "web:language", guest=True))

    assert labels(signed_in=False) == ["ورود"]
    assert "ورود" not in labels(may=lambda permission: True)


def test_an_entry_without_a_page_is_left_out() -> None:
    register(Entry("هیچ", "nothing:here"))

    assert labels() == []


def test_the_nearest_entry_is_the_current_one() -> None:
    register(Entry("نمونه‌ها", "web:gallery"), Entry("کار", "web:gallery-progress"))

    def current(path: str) -> list[str]:
        rows = shown(Place.MAIN, request(path), None)  # type: ignore[arg-type]
        return [str(entry.label) for entry in rows if entry.current]

    assert current("/gallery/") == ["نمونه‌ها"]
    assert current("/gallery/other/") == ["نمونه‌ها"]
    assert current("/gallery/progress/") == ["کار"]
    assert current("/galleryx/") == []


def many(section: Section, count: int) -> list[Entry]:
    return [
        Entry(f"{section} {order}", name, order=order, section=section)
        for order, name in enumerate(PAGES[:count])
    ]


PAGES = ("web:gallery", "web:gallery-progress", "web:robots", "web:language")


def test_few_pages_stand_in_one_row() -> None:
    register(*many(Section.PEOPLE, 4), *many(Section.TRAINING, ONE_ROW - 4))

    shown_to = menu(request("/gallery/"), None)  # type: ignore[arg-type]

    assert len(shown_to.first) == ONE_ROW
    assert shown_to.second == []


def test_many_pages_stand_in_sections_and_the_current_one_is_open() -> None:
    register(
        ROBOTS,
        *many(Section.TRAINING, 4),
        *many(Section.PEOPLE, 3),
        Entry("تنها", "web:language", section=Section.FIGURES),
    )

    shown_to = menu(request("/gallery/progress/"), None)  # type: ignore[arg-type]

    assert [str(entry.label) for entry in shown_to.first] == [
        "روبات‌ها",
        "کارکنان",
        "آموزش",
        "تنها",
    ]
    assert shown_to.section is Section.TRAINING
    assert [str(page.label) for page in shown_to.second] == [
        "training 0",
        "training 1",
        "training 2",
        "training 3",
    ]


def test_on_a_page_of_no_section_none_is_open() -> None:
    register(ROBOTS, *many(Section.TRAINING, 4), *many(Section.PEOPLE, 4))

    shown_to = menu(request("/elsewhere/"), None)  # type: ignore[arg-type]

    assert shown_to.second == []
    assert not any(entry.current for entry in shown_to.first)
