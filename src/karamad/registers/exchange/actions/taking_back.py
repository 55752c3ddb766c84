"""A whole load is taken back, while nothing was decided on it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate

from karamad.registers.exchange.actions.receiving import NotNow
from karamad.registers.exchange.models import AT_WORK, Load, State
from karamad.registers.exchange.rules.kinds import PROFILES
from karamad.registers.exchange.writing.rows import Stamp
from karamad.registers.exchange.writing.undoing import Undone as TakenBack
from karamad.registers.exchange.writing.undoing import undo, written
from karamad.registers.people.actions import rebuild_names, refresh_paths
from karamad.trust.accounts.models import User
from karamad.trust.audit import actions as audit
from karamad.trust.audit.actions import moment_of_record

__all__ = [
    "Decided",
    "TakenBack",
    "ask_before_taking_back",
    "is_decided",
    "rows_on_record",
    "take_back",
]

Witness = Callable[[Load], bool]
_witnesses: list[Witness] = []


class Decided(Exception):
    """A decision stands on the load; it is no longer taken back."""


def ask_before_taking_back(witness: Witness) -> None:
    """Let `witness` say whether something was decided on a load.

    Whoever decides is above us and registers here when the house is set up.
    """
    if witness not in _witnesses:
        _witnesses.append(witness)


def is_decided(load: Load) -> bool:
    """Test whether some decision stands on what the load recorded."""
    return any(witness(load) for witness in _witnesses)


def rows_on_record(load: Load) -> int:
    """Return how many rows taking the load back would touch.

    The load's own counts are those of its last run; one that stopped half-way had
    written rows before.
    """
    return 0 if load.entry_id is None else written(load.kind, load.entry_id)


@transaction.atomic
def take_back(*, load: Load, by: User | None, at: datetime) -> TakenBack:
    """Undo all that a load has written; what was corrected since stays as corrected.

    Errors: NotNow while it is at work or has written nothing; Decided.
    """
    at = moment_of_record(at)
    load = Load.objects.select_for_update().get(pk=load.pk)
    if load.entry_id is None or load.kind == PROFILES:
        raise NotNow
    if load.state in (*AT_WORK, State.TAKEN_BACK):
        raise NotNow
    if is_decided(load):
        raise Decided
    entry = audit.record(
        act="exchange:load:take-back",
        subject=("load", load.pk),
        by=by,
        at=at,
        before={"new": load.new, "changed": load.changed, "state": load.state},
    )
    undone = undo(load.kind, load.entry_id, Stamp(at, entry.pk))
    if load.kind == "units":
        refresh_paths(on=localdate(at))
    if load.kind == "people" and undone.restored:
        rebuild_names()
    load.state, load.taken_back_by = State.TAKEN_BACK, entry
    load.save(update_fields=["state", "taken_back_by"])
    audit.record(
        act="exchange:load:taken-back",
        subject=("load", load.pk),
        by=by,
        at=at,
        after=asdict(undone),
    )
    return undone
