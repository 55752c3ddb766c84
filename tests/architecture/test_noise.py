"""What nobody sane asks, asked of every page: a 404 or a sentence, never a failure.

Which names a page reads is not written here: they are overheard while it answers. It is
asked all of them at once, as a form cleans each by itself and so do lists; one by one,
where that led nowhere.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import pytest
from django.db import transaction
from django.http import QueryDict
from django.test import Client
from django.urls import reverse
from django.utils.datastructures import MultiValueDict

from karamad.web.middleware import LONGEST
from tests.architecture.scope_world import World
from tests.architecture.test_scope import EXAMPLES, founded, owner_of, world

__all__ = ["founded", "world"]

METHOD_NOT_ALLOWED = 405
READ = {200, 422}
SHELL = {"csrfmiddlewaretoken"}

pytestmark = pytest.mark.django_db

NOISE = {
    "a-digit-and-no-number": "²",
    "more-than-a-column-holds": "9" * 19,
    "more-than-int-reads": "9" * 5_000,
}


@contextmanager
def overheard() -> Iterator[set[str]]:
    """Collect the names that are read of what was asked and posted."""
    names: set[str] = set()

    def listening(read: Callable[..., Any]) -> Callable[..., Any]:
        def heard(self: Any, name: str, *rest: Any) -> Any:
            if isinstance(self, QueryDict):
                names.add(name)
            return read(self, name, *rest)

        return heard

    with pytest.MonkeyPatch.context() as patch:
        for reader in ("get", "getlist", "__getitem__"):
            patch.setattr(
                MultiValueDict, reader, listening(getattr(MultiValueDict, reader))
            )
        yield names


@dataclass(frozen=True, slots=True)
class Page:
    """A page, how it is asked, and what it is asked whatever else is said."""

    client: Client
    method: str
    address: str
    data: dict[str, Any]

    def ask(self, names: Iterable[str] = (), noise: str = "") -> int:
        """Say one noise of all names; nothing of it stays done."""
        said = noise[:LONGEST] if self.method == "get" else noise
        with transaction.atomic():
            read = getattr(self.client, self.method)
            answer = read(self.address, self.data | dict.fromkeys(names, said))
            answer.close()
            transaction.set_rollback(True)
        return int(answer.status_code)

    def breaks(self, names: list[str], noise: str) -> Iterator[str]:
        """Yield at what it broke: all names at once; each, where those lead nowhere."""
        try:
            status = self.ask(names, noise)
        except Exception as broke:  # noqa: BLE001 - any of them is a 500 to its reader
            yield f"{self.method} {self.address} {names} {noise[:20]}: {broke!r}"[:300]
        else:
            if self.method == "get" and status not in READ and len(names) > 1:
                for name in names:
                    yield from self.breaks([name], noise)


def pages(name: str, world: World) -> Iterator[Page]:
    trial, owner, client = EXAMPLES[name], owner_of(world, name), Client()
    if owner is not None:
        client.force_login(owner)
    address = reverse(name, kwargs=trial.given(world))
    for method in ("post",) if trial.post else ("get", "post"):
        yield Page(client, method, address, trial.data)


@pytest.mark.parametrize("noise", NOISE.values(), ids=NOISE.keys())
def test_noise_is_answered(world: World, noise: str) -> None:
    broken = []
    for page in (page for name in sorted(EXAMPLES) for page in pages(name, world)):
        with overheard() as names:
            taken = page.ask() != METHOD_NOT_ALLOWED
        if taken:
            broken += page.breaks(sorted(names - SHELL), noise)

    assert not broken, "\n".join(broken)
