"""Text that lies encrypted in the database, and the blind index that finds it."""

from __future__ import annotations

import hmac
import os
from functools import lru_cache
from typing import Any

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper

NONCE = 12  # bytes, as AES-GCM wants it

_cipher = lru_cache(maxsize=4)(AESGCM)


def encrypt(text: str) -> bytes:
    """Return nonce and ciphertext of `text`; two calls never give the same bytes."""
    nonce = os.urandom(NONCE)
    return nonce + _cipher(settings.NATIONAL_ID_KEY).encrypt(nonce, text.encode(), None)


def decrypt(sealed: bytes) -> str:
    """Return the text sealed by `encrypt`.

    Errors: cryptography.exceptions.InvalidTag when the key or the bytes are not ours.
    """
    nonce, cipher = sealed[:NONCE], sealed[NONCE:]
    return _cipher(settings.NATIONAL_ID_KEY).decrypt(nonce, cipher, None).decode()


def blind_index(text: str) -> str:
    """Return the keyed index (32 hex digits) under which an encrypted text is found."""
    return hmac.digest(settings.BLIND_INDEX_KEY, text.encode(), "sha256")[:16].hex()


class EncryptedTextField(models.BinaryField[str, str]):
    """A short text, AES-GCM encrypted at rest; to find it, keep a blind index."""

    def get_db_prep_value(
        self,
        value: Any,
        connection: BaseDatabaseWrapper,
        prepared: bool = False,  # noqa: FBT001, FBT002 - Django's signature
    ) -> Any:
        sealed = None if value is None else encrypt(value)
        return super().get_db_prep_value(sealed, connection, prepared)

    def from_db_value(self, value: Any, *_: Any) -> str | None:
        return None if value is None else decrypt(bytes(value))

    def to_python(self, value: Any) -> Any:
        return value

    def value_to_string(self, obj: models.Model) -> str:
        raise TypeError("An encrypted text is not written to fixtures.")
