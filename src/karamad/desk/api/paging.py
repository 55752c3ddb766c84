"""Long lists in pages: each names the next by a cursor, not by a number."""

from __future__ import annotations

from base64 import urlsafe_b64decode, urlsafe_b64encode
from typing import Annotated, Any, TypeVar

from django.db.models import Model, QuerySet
from ninja import Query, Schema
from pydantic import Field

from karamad.desk.api.errors import Code, Refused

LARGEST_KEY = 2**63 - 1
# PostgreSQL takes no NUL in a text.
Text = Annotated[str, Field(max_length=100, pattern=r"^[^\x00]*$")]
Key = Annotated[int, Field(ge=1, le=LARGEST_KEY)]

Row = TypeVar("Row", bound=Model)


class Page(Schema):
    """cursor: the `next` of the page before; empty is the first. limit: rows a page."""

    cursor: Annotated[str, Field(max_length=40, pattern=r"^[^\x00]*$")] = ""
    limit: Annotated[int, Field(ge=1, le=500)] = 100


Asked = Query[Page]


def paged(rows: QuerySet[Row, Row], page: Page) -> tuple[list[Row], str | None]:
    """Return a page of rows in the order of their keys, and the cursor of the next."""
    after = _key(page.cursor)
    found = list(rows.filter(pk__gt=after).order_by("pk")[: page.limit + 1])
    more = len(found) > page.limit
    found = found[: page.limit]
    return found, _cursor(found[-1].pk) if more else None


def _cursor(key: int) -> str:
    return urlsafe_b64encode(str(key).encode()).decode()


def _key(cursor: str) -> int:
    if not cursor:
        return 0
    try:
        key = int(urlsafe_b64decode(cursor.encode()).decode())
    except ValueError:
        raise Refused(Code.BAD_CURSOR) from None
    if not 0 <= key <= LARGEST_KEY:
        raise Refused(Code.BAD_CURSOR)
    return key


def page_of(items: list[Any], following: str | None) -> dict[str, Any]:
    return {"items": items, "next": following}
