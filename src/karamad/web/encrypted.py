"""Text that lies encrypted in the database, and the blind index that finds it."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from django.conf import settings
from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper

from karamad.kernel.sealing import Keys, Seal

_seal = lru_cache(maxsize=4)(Seal)


def keys() -> Keys:
    """Return the keys of this installation."""
    return Keys(settings.NATIONAL_ID_KEY, settings.BLIND_INDEX_KEY)


def encrypt(text: str) -> bytes:
    """Return nonce and ciphertext of `text`; two calls never give the same bytes."""
    return _seal(keys()).encrypt(text)


def decrypt(sealed: bytes) -> str:
    """Return the text sealed by `encrypt`.

    Errors: cryptography.exceptions.InvalidTag when the key or the bytes are not ours.
    """
    return _seal(keys()).decrypt(sealed)


def blind_index(text: str) -> str:
    """Return the keyed index (32 hex digits) under which an encrypted text is found."""
    return _seal(keys()).blind_index(text)


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
