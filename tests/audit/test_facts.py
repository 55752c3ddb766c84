"""Whatever an act writes down of what it changed has a name a reader knows."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path

import pytest
from django.apps import apps
from django.utils.translation import override

import karamad
from karamad.registers.exchange.actions import TakenBack
from karamad.trust.audit.letters import FACTS, fact_words
from karamad.trust.audit.models import Former

SOURCE = Path(karamad.__file__).parent
SAID = {"before", "after", "changes"}
# The row's own: when it was recorded, by which act, and until when it stood.
OWN = {"id", "recorded_at", "superseded_at", "entry"}


def written() -> Iterator[str]:
    """Yield the names that acts write as they stand in the code."""
    for path in SOURCE.rglob("actions/*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if not isinstance(node, ast.keyword) or node.arg not in SAID:
                continue
            if isinstance(node.value, ast.Dict):
                for key in node.value.keys:
                    if isinstance(key, ast.Constant):
                        yield str(key.value)

    # Named by a class's fields, and by a key that only some entries have.
    yield from (field.name for field in fields(TakenBack))
    yield "for"


def corrected() -> Iterator[str]:
    """Yield the fields that a correction may write: what they said before is kept."""
    for model in apps.get_models():
        if issubclass(model, Former):
            yield from (field.name for field in model._meta.concrete_fields)


def test_the_names_are_looked_for_where_acts_are() -> None:
    assert {"reason", "state", "sms"} <= {*written(), *FACTS}
    assert len(set(written())) > 50
    assert {"last_name", "capacity"} <= set(corrected())


def test_every_name_an_act_writes_is_said_in_words() -> None:
    assert sorted(set(written()) - FACTS.keys()) == []


def test_every_field_that_is_corrected_is_said_in_words() -> None:
    assert sorted(set(corrected()) - FACTS.keys() - OWN) == []


@pytest.mark.parametrize("name", sorted(FACTS))
def test_each_is_said_in_both_languages(name: str) -> None:
    with override("fa"):
        persian = fact_words(name)
    with override("en"):
        english = fact_words(name)
    assert not persian.isascii()
    assert english.isascii()


def test_one_that_is_not_known_stands_as_it_is() -> None:
    assert fact_words("never_heard_of") == "never_heard_of"
