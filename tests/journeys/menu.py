"""The way through the menu, as a reader takes it."""

from __future__ import annotations

from typing import Any


def through_menu(page: Any, section: str, name: str) -> None:
    """Open a section of the menu and a page of it, by keyboard."""
    sections = page.get_by_role("navigation", name="بخش‌های سامانه")
    sections.get_by_role("link", name=section, exact=True).press("Enter")
    pages = page.get_by_role("navigation", name=section)
    pages.get_by_role("link", name=name, exact=True).press("Enter")
