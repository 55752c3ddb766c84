"""The server and the worker live and die together."""

import os
import signal
import sys
import time
from pathlib import Path

import pytest

from karamad.config.supervisor import Program, Supervisor

STAY = "import time; time.sleep(60)"


@pytest.fixture(autouse=True)
def own_signals():
    before = {n: signal.getsignal(n) for n in (signal.SIGINT, signal.SIGTERM)}
    yield
    for number, handler in before.items():
        signal.signal(number, handler)


def program(code: str, name: str = "It") -> Program:
    return Program(name, [sys.executable, "-c", code])


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_stops_everything(number):
    programs = [program(STAY), program(STAY)]
    supervisor = Supervisor(programs, say=lambda _words: None)

    status = supervisor.run(ready=lambda: os.kill(os.getpid(), number))

    assert status == 0
    assert all(p.process is not None and p.process.poll() is not None for p in programs)


def test_a_dead_program_is_started_again(tmp_path: Path):
    births = tmp_path / "births"
    once = f"""
import pathlib, time
births = pathlib.Path({str(births)!r})
first = not births.exists()
births.write_text("twice" if not first else "once")
first or time.sleep(60)
"""
    said: list[str] = []
    supervisor = Supervisor([program(once)], say=said.append)
    revive = supervisor.revive

    def until_twice() -> bool:
        alive = revive()
        supervisor.stopping = births.exists() and births.read_text() == "twice"
        return alive

    supervisor.revive = until_twice

    assert supervisor.run(ready=lambda: None) == 0
    assert said == ["It افتاد؛ دوباره راه می‌افتد."]


def test_a_program_that_never_lives_is_given_up():
    said: list[str] = []
    other = program(STAY)

    status = Supervisor([program("0"), other], say=said.append).run(ready=lambda: None)

    assert status == 2
    assert said[-1] == "It پا نمی‌گیرد؛ دست می‌کشیم."
    assert other.process is not None
    assert other.process.poll() is not None


def test_a_program_that_will_not_stop_is_killed(monkeypatch):
    monkeypatch.setattr("karamad.config.supervisor.PATIENCE", 0.5)
    deaf = f"import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN); {STAY}"
    stubborn = program(deaf)

    def stop_soon() -> None:
        time.sleep(0.5)
        os.kill(os.getpid(), signal.SIGTERM)

    assert Supervisor([stubborn], say=lambda _w: None).run(ready=stop_soon) == 0
    assert stubborn.process is not None
    assert stubborn.process.returncode == -signal.SIGKILL
