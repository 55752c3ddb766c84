"""The folder that holds everything a running Karamad owns."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[3]


def home() -> Path:
    """Return `KARAMAD_HOME`, or `var/` in the checkout; made if missing, for us alone.

    What is written from then on only we can read: the database, uploads, sheets.
    """
    os.umask(os.umask(0o077) | 0o077)
    folder = Path(os.environ.get("KARAMAD_HOME") or CHECKOUT / "var")
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def key(name: str, size: int = 32) -> bytes:
    """Return the secret `name`, drawn at the first call; only we can read it."""
    folder = home() / "keys"
    folder.mkdir(mode=0o700, exist_ok=True)
    file = folder / name
    try:
        descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return bytes.fromhex(file.read_text())
    with os.fdopen(descriptor, "w") as stream:
        stream.write(secrets.token_hex(size))
    return bytes.fromhex(file.read_text())
