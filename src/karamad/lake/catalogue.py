"""Which tables there are: what each app says in its `extracts` module."""

from __future__ import annotations

import hashlib
from functools import cache
from importlib import import_module

from django.apps import apps
from django.utils.module_loading import module_has_submodule

from karamad.kernel.extracts import Extract


@cache
def catalogue() -> dict[str, Extract]:
    """Return the extracts of all apps, by name."""
    found: dict[str, Extract] = {}
    for app in apps.get_app_configs():
        if not app.name.startswith("karamad.") or not module_has_submodule(
            app.module, "extracts"
        ):
            continue
        for extract in import_module(f"{app.name}.extracts").EXTRACTS:
            if extract.name in found:
                raise ValueError(f"{extract.name} is said twice.")
            found[extract.name] = extract
    return found


def digest() -> str:
    """Return what tells one catalogue from another: other columns are other files."""
    return hashlib.sha256(repr(catalogue()).encode()).hexdigest()[:16]
