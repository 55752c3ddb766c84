"""How far an extract is, whether it broke off, and the wish that it stop: in files.

They lie beside the extracts, so that they are the same for both databases, and whoever
asks learns from the folder's lock whether somebody is really at work.
"""

from __future__ import annotations

import json
import threading
import time
from dataclasses import asdict, dataclass
from datetime import datetime
from enum import Enum
from typing import Final

from karamad.lake import shelf

OFTEN: Final = 0.2  # seconds between two notes


class State(Enum):
    """What the extracts of this home are doing."""

    IDLE = "idle"
    AT_WORK = "at_work"
    BROKEN = "broken"  # it raised an error, or its process died
    STOPPED = "stopped"  # by somebody's wish


@dataclass(frozen=True, slots=True)
class Progress:
    """One extract. rows: read of the table so far. fault: what broke it off."""

    state: State
    began: datetime | None = None
    table: str = ""
    rows: int = 0
    fault: str = ""


def progress() -> Progress:
    """Return what goes on. A process that died while at work has broken off."""
    try:
        said = json.loads((shelf.folder() / "progress.json").read_text("utf-8"))
    except FileNotFoundError:
        return Progress(State.IDLE)
    began = datetime.fromisoformat(said["began"])
    rest = (said["table"], said["rows"], said["fault"])
    found = Progress(State(said["state"]), began, *rest)
    if found.state is State.AT_WORK and not shelf.is_held():
        return Progress(State.BROKEN, began, found.table, found.rows, "died")
    return found


def ask_to_stop() -> None:
    """Let the extract under way break off after the rows it is reading."""
    if shelf.is_held():
        (shelf.folder() / "stop").touch()


class Notes:
    """What one extract writes down about itself; for the one that holds the lock."""

    def __init__(self, began: datetime) -> None:
        self._began = began
        self._rows: dict[str, int] = {}
        self._table = ""
        self._said = 0.0
        self._lock = threading.Lock()
        (shelf.folder() / "stop").unlink(missing_ok=True)
        self.end(State.AT_WORK)

    def went(self, table: str, rows: int) -> None:
        """Count rows; write them down if it is time."""
        with self._lock:
            self._rows[table] = self._rows.get(table, 0) + rows
            self._table = table
            if time.monotonic() - self._said > OFTEN:
                self.end(State.AT_WORK)

    def is_to_stop(self) -> bool:
        return (shelf.folder() / "stop").exists()

    def end(self, state: State, fault: str = "") -> None:
        """Write down where it stands."""
        self._said = time.monotonic()
        rows = self._rows.get(self._table, 0)
        said = asdict(Progress(state, self._began, self._table, rows, fault))
        said |= {"state": state.value, "began": self._began.isoformat()}
        new = shelf.folder() / "progress.new"
        new.write_text(json.dumps(said), encoding="utf-8")
        new.replace(shelf.folder() / "progress.json")
