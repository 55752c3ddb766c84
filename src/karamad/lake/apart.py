"""Reads one SQLite file for another process and answers in Arrow; a program of its own.

SQLite's locks belong to a process, and the driver here brings a SQLite of its own: this
program has no other one, neither Django's nor Python's (ADR 98).

    python -m karamad.lake.apart file:/…/karamad.sqlite3?mode=ro

Each line it hears is a question in JSON; null is the wish that it look at the file
anew. It says END when it is there; answers a question with YES, an Arrow stream and
END, and a wish with END. What cannot be answered gets NO and a line of JSON; what
breaks off in the middle, no END. It ends when nobody asks or listens any more.
"""

from __future__ import annotations

import json
import signal
import sys
from contextlib import closing, suppress
from typing import Any, BinaryIO, Final

import adbc_driver_sqlite.dbapi as driver
import pyarrow as pa

YES: Final = b"+"
NO: Final = b"-"
END: Final = b"."
BATCH: Final = "65536"  # rows
# The first question is what begins a transaction.
FIRST: Final = "SELECT COUNT(*) FROM django_migrations"


def serve(where: str, asked: BinaryIO, said: BinaryIO) -> None:
    """Answer until nobody asks; the moment seen is that of the last wish to begin."""
    opened = None
    said.write(END)
    said.flush()
    try:
        for line in asked:
            sql = json.loads(line)
            try:
                if sql is None:
                    if opened is not None:
                        opened.close()
                        opened = None
                    opened = _begun(where)
                    said.write(END)
                else:
                    _answer(opened, sql, said)
            except driver.Error as fault:
                said.write(NO + json.dumps(str(fault)).encode() + b"\n")
            said.flush()
    finally:
        if opened is not None:
            opened.close()


def _begun(where: str) -> Any:
    """Open the file and begin to read: what is there now, is what is seen."""
    opened = driver.connect(where)
    try:
        with closing(opened.cursor()) as cursor:
            cursor.execute(FIRST)
            cursor.fetchall()
    except BaseException:
        opened.close()
        raise
    return opened


def _answer(opened: Any, sql: str, said: BinaryIO) -> None:
    with closing(opened.cursor()) as cursor:
        cursor.adbc_statement.set_options(**{"adbc.sqlite.query.batch_rows": BATCH})
        cursor.execute(sql)
        with cursor.fetch_record_batch() as batches:
            said.write(YES)
            with pa.ipc.new_stream(pa.PythonFile(said, "w"), batches.schema) as stream:
                for batch in batches:
                    stream.write_batch(batch)
        said.write(END)


if __name__ == "__main__":
    # Who asks is told to break off by the same keys, and ends this program.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with suppress(BrokenPipeError):
        serve(sys.argv[1], sys.stdin.buffer, sys.stdout.buffer)
