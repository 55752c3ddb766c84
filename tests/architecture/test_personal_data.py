"""Every field of every table is classed as personal or not, by somebody who thought."""

import tomllib
from pathlib import Path

import pytest
from django.apps import apps

DECLARED = Path(__file__).parents[2] / "docs" / "personal-data.toml"
CLASSES = tomllib.loads(DECLARED.read_text(encoding="utf-8"))
EVERYWHERE = {"id", "recorded_at", "superseded_at", "entry"}
MODELS = {
    model._meta.label: model
    for model in apps.get_models()
    if model.__module__.startswith("karamad.")
}


def classes(label: str) -> tuple[set[str], set[str]]:
    app, model = label.split(".")
    declared = CLASSES.get(app, {}).get(model, {})
    return set(declared.get("personal", ())), set(declared.get("plain", ()))


@pytest.mark.parametrize("label", sorted(MODELS))
def test_every_field_is_classed(label: str):
    personal, plain = classes(label)
    fields = {f.name for f in MODELS[label]._meta.local_fields} - EVERYWHERE

    assert fields - personal - plain == set(), f"class them in {DECLARED.name}"
    assert (personal | plain) - fields == set(), f"gone; drop them in {DECLARED.name}"


@pytest.mark.parametrize("label", sorted(MODELS))
def test_no_field_is_both(label: str):
    personal, plain = classes(label)

    assert not personal & plain


def test_no_table_is_classed_that_is_gone():
    labels = {f"{app}.{model}" for app, models in CLASSES.items() for model in models}

    assert labels <= set(MODELS)


def test_what_points_at_a_person_is_personal():
    """Whose row it is tells something of him already."""
    plain = [
        f"{label}.{field.name}"
        for label, model in MODELS.items()
        for field in model._meta.local_fields
        if field.is_relation
        and field.related_model._meta.label in {"people.Person", "accounts.User"}
        and field.name not in classes(label)[0]
    ]

    assert not plain
