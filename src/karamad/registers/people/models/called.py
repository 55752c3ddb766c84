"""Rows that people call by a code or by a name."""

from __future__ import annotations

from typing import Self, TypeVar

from django.db import models
from django.db.models import Exists, Q

from karamad.kernel.text import fold_digits
from karamad.registers.people.rules import title_search_key

Row = TypeVar("Row", bound=models.Model)


class CalledQuerySet(models.QuerySet[Row]):
    """Of rows with a `code`, and a name kept as `search_key` and `sort_key`."""

    @staticmethod
    def key_of_name(text: str) -> str:
        return title_search_key(text)

    def called(self, text: str) -> Self:
        """Rows with this code, else those with exactly this name, in any spelling."""
        coded = Q(code=fold_digits(text).strip())
        named = Q(search_key=self.key_of_name(text)) & ~Exists(self.filter(coded))
        return self.filter(coded | named).order_by("sort_key", "pk")
