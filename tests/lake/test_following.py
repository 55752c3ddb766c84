"""The lake follows the registers: told how far, stopped, broken off and taken up."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.core.management import call_command

from karamad.lake import following, shelf
from karamad.lake.extracting import AtWork, Outcome, Stopped, extract
from karamad.lake.following import follow, signs
from karamad.lake.progress import Notes, State, ask_to_stop, progress
from karamad.lake.shelf import newest
from karamad.trust.audit import actions as audit
from tests.exchange.bringing import ALI, HEAD, NOON, SARA, Clock, Folder


def turns(number: int) -> Callable[[], bool]:
    """Say yes so many times."""
    left: Iterator[bool] = iter([True] * number)
    return lambda: next(left, False)


def followed(number: int, **more: Any) -> tuple[list[Outcome], list[float]]:
    said: list[Outcome] = []
    pauses: list[float] = []

    def pause(seconds: float) -> None:
        pauses.append(seconds)
        more.get("meanwhile", lambda: None)()

    follow(clock=Clock(), said=said.append, going=turns(number), pause=pause)
    return said, pauses


def test_what_is_recorded_meanwhile_is_followed(nation: Folder):
    files = iter((ALI, SARA))

    def meanwhile() -> None:
        person = next(files, None)
        if person:
            nation.load("completions", f"{HEAD}{person},EL-204,1404-02-11,1,12\n")

    said, pauses = followed(5, meanwhile=meanwhile)

    assert [outcome.whole for outcome in said] == [True, False, False]
    assert pauses[-2:] == [following.LOOK, following.LOOK]
    lake = newest()
    assert lake is not None
    assert lake.rows("completion") == 2


def test_an_account_is_no_sign(nation: Folder):
    before = signs()
    audit.record(act="accounts:password:set", subject=("user", 1), by=None, at=NOON)
    unmoved = signs()
    audit.record(act="people:person:merge", subject=("person", 1), by=None, at=NOON)

    assert unmoved == before
    assert signs() != before


def test_a_fault_is_said_and_tried_again(
    nation: Folder, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
):
    faults = iter([OSError("disk full")])
    tidy = shelf.tidy

    def sometimes(lake: Any) -> None:
        fault = next(faults, None)
        if fault:
            raise fault
        tidy(lake)

    monkeypatch.setattr(shelf, "tidy", sometimes)
    states: list[tuple[State, str]] = []

    with caplog.at_level(logging.CRITICAL):
        said, pauses = followed(
            2, meanwhile=lambda: states.append((progress().state, progress().fault))
        )

    assert pauses[0] == following.AFTER_A_FAULT
    assert states == [(State.BROKEN, "OSError"), (State.IDLE, "")]
    assert len(said) == 1


def test_somebody_else_at_work_is_waited_for(nation: Folder):
    with shelf.alone():
        said, pauses = followed(2)

    assert (said, pauses) == ([], [following.REST] * 2)


def test_an_extract_says_how_far_it_is_and_stops(nation: Folder):
    seen = []

    def tell(table: str, rows: int) -> None:
        seen.append((progress().state, table, rows))
        ask_to_stop()

    with pytest.raises(Stopped):
        extract(clock=Clock(), tell=tell)

    assert seen[0] == (State.AT_WORK, "person", 3)
    assert progress().state is State.STOPPED
    assert newest() is None
    assert extract(clock=Clock()).whole
    assert progress().state is State.IDLE


def test_what_was_stopped_waits_for_news(
    nation: Folder, monkeypatch: pytest.MonkeyPatch
):
    asked = []

    def stopped(**_asked: Any) -> None:
        asked.append(1)
        raise Stopped

    monkeypatch.setattr(following, "extract", stopped)

    said, pauses = followed(3)

    assert len(asked) == 1
    assert said == []
    assert pauses == [following.REST, following.LOOK, following.LOOK]


def test_who_died_at_work_has_broken_off(home: Any):
    with shelf.alone():
        Notes(NOON)
        alive = progress()

    assert alive.state is State.AT_WORK
    assert (progress().state, progress().fault) == (State.BROKEN, "died")


def test_nobody_at_work_is_idle_and_not_stopped(home: Any):
    call_command("extract", stop=True)

    assert progress().state is State.IDLE
    assert not (shelf.folder() / "stop").exists()


def test_a_look_does_not_keep_an_extract_away(home: Any):
    with shelf.alone(), pytest.raises(AtWork), shelf.alone():
        pass

    assert not shelf.is_held()
    with shelf.alone():
        assert shelf.is_held()
