"""Where needs come from: an open kind. An app offers its own in `AppConfig.ready`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise

VERDICT: Final = "verdict"
REQUEST: Final = "request"
PROGRAMME: Final = "programme"
ORDER: Final = "order"


@dataclass(frozen=True, slots=True)
class Source:
    """key: stored with the need, for ever. label: as pages name it."""

    key: str
    label: _StrOrPromise


_sources: dict[str, Source] = {}


def offer(*sources: Source) -> None:
    """Make sources known; one offered again replaces its label."""
    _sources.update({source.key: source for source in sources})


def sources() -> list[Source]:
    """Return the sources offered, in the order offered."""
    return list(_sources.values())


def source_words(key: str) -> str:
    """Return what pages call a source; one whose app is gone goes by its key."""
    known = _sources.get(key)
    return str(known.label) if known else key


offer(
    Source(PROGRAMME, _("برنامهٔ سراسری")),
    Source(VERDICT, _("شرط برآورده‌نشده")),
    Source(REQUEST, _("درخواست فرد یا اداره‌اش")),
    Source(ORDER, _("دستور سازمان")),
)
