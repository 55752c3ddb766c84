"""Texts sealed for the database, and the keyed index under which they are found."""

from __future__ import annotations

import hmac
import os
from dataclasses import dataclass, field

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

NONCE = 12  # bytes, as AES-GCM wants it


@dataclass(frozen=True, slots=True)
class Keys:
    """The two secrets a national id is kept by; their bytes are never shown."""

    seal: bytes = field(repr=False)
    index: bytes = field(repr=False)


class Seal:
    """Seals, opens and indexes texts with one pair of keys."""

    def __init__(self, keys: Keys) -> None:
        self._cipher = AESGCM(keys.seal)
        self._index = keys.index

    def encrypt(self, text: str) -> bytes:
        """Return nonce and ciphertext; two calls never give the same bytes."""
        nonce = os.urandom(NONCE)
        return nonce + self._cipher.encrypt(nonce, text.encode(), None)

    def decrypt(self, sealed: bytes) -> str:
        """Return the text that `encrypt` sealed.

        Errors: cryptography.exceptions.InvalidTag when key or bytes are not ours.
        """
        return self._cipher.decrypt(sealed[:NONCE], sealed[NONCE:], None).decode()

    def blind_index(self, text: str) -> str:
        """Return 32 hex digits: equal for equal texts, telling nothing without key."""
        return hmac.digest(self._index, text.encode(), "sha256")[:16].hex()
