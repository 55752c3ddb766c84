"""A count that begins while another copies the registers waits for what it needs."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import count, pairwise
from types import SimpleNamespace
from typing import Any

import pytest
from django.utils import timezone

from karamad.insight.coverage.actions import judging
from karamad.insight.coverage.actions.working import Counting
from karamad.lake.extracting import AtWork, Stopped


def extracting(monkeypatch: pytest.MonkeyPatch, *, busy: int) -> None:
    """Let another be at work for so many looks, with no copy yet."""
    looks = iter(range(busy))

    def extract(**_: Any) -> SimpleNamespace:
        if next(looks, None) is not None:
            raise AtWork
        return SimpleNamespace(lake="the first copy")

    monkeypatch.setattr(judging, "extract", extract)
    monkeypatch.setattr(judging, "newest", lambda: None)
    monkeypatch.setattr(judging, "PATIENCE", 0)
    monkeypatch.setattr(judging, "PAUSE", 0)


def test_the_first_copy_is_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    extracting(monkeypatch, busy=3)
    heard: list[int] = []

    lake = judging.bring_up(clock=timezone.now, hear=lambda: heard.append(1))

    assert lake == "the first copy"
    assert len(heard) == 3


def test_not_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    extracting(monkeypatch, busy=3)
    monkeypatch.setattr(judging, "FIRST", 0)

    with pytest.raises(AtWork):
        judging.bring_up(clock=timezone.now, hear=lambda: None)


def test_where_there_is_a_copy_it_is_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    extracting(monkeypatch, busy=3)
    monkeypatch.setattr(judging, "newest", lambda: "the copy before")

    assert judging.bring_up(clock=timezone.now, hear=lambda: None) == "the copy before"


def test_who_waits_may_be_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    extracting(monkeypatch, busy=3)
    heard: list[int] = []

    with pytest.raises(Stopped):
        judging.bring_up(
            clock=timezone.now,
            hear=lambda: heard.append(1),
            stop=lambda: len(heard) == 2,
        )


def test_who_waits_is_written_down_each_second(monkeypatch: pytest.MonkeyPatch) -> None:
    """Waiting looks ten times a second; a database is not told as often."""
    began = datetime(2026, 5, 1, tzinfo=UTC)
    tenths = count()
    written: list[datetime] = []

    def write(_work: Counting, *, heard_at: datetime, **_: Any) -> None:
        written.append(heard_at)

    monkeypatch.setattr(Counting, "_write", write)
    work = Counting(
        began.date(),
        began,
        clock=lambda: began + next(tenths) * timedelta(milliseconds=100),
    )

    for _look in range(200):  # of a tenth of a second
        work.hear()

    assert 10 <= len(written) <= 25
    assert max(b - a for a, b in pairwise(written)) < timedelta(seconds=2)
