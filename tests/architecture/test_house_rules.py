"""What no linter checks for us: how modules are cut, named and tied together."""

import ast
import os
import re
import subprocess
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.db.models import CheckConstraint, ForeignKey, Model
from django.urls import URLPattern, URLResolver, get_resolver

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "src" / "karamad"
MODULES = [path for path in SOURCE.rglob("*.py") if "migrations" not in path.parts]
RULES = [path for path in MODULES if "rules" in (path.stem, path.parent.name)]
APPS = [path.parent for path in SOURCE.rglob("apps.py")]
MODELS = [m for m in apps.get_models() if m.__module__.startswith("karamad.")]
DUMPS = {
    "utils",
    "helpers",
    "common",
    "misc",
    "constants",
    "managers",
    "signals",
    "services",
    "exceptions",
    "selectors",
}

# Open to everyone. A page of the shell belongs to no domain and names no permission.
PUBLIC = {
    "accounts:forgotten",
    "accounts:language",
    "accounts:password-link",
    "accounts:sign-in",
    "accounts:sign-out",
    # What a browser needs to keep the page of the hall; no data in either.
    "delivery:feed",
    "delivery:hall-manifest",
    "delivery:hall-worker",
    "desk:api-docs",
    "web:density",
    "web:gallery",
    "web:gallery-progress",
    "web:language",
    "web:robots",
}
# Open to whoever looks after the machine; it asks for an administrator's role.
BACK_ROOM = "admin"
# Its operations name their permissions to tests/desk/test_api.py.
API = "api"
# Storeys without words of the field's.
FACELESS = {"config", "web"}
IDENTITY_WORDS = ("national", "nid", "melli", "blind", "identity_number")


def name(path: Path) -> str:
    return str(path.relative_to(SOURCE))


# ---- modules -----------------------------------------------------------------


@pytest.mark.parametrize("path", MODULES, ids=name)
def test_modules_stay_readable(path: Path):
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 400


@pytest.mark.parametrize("path", MODULES, ids=name)
def test_modules_are_named_after_what_they_hold(path: Path):
    assert path.stem not in DUMPS
    assert path.parent.name not in DUMPS


def offered(path: Path) -> set[str] | None:
    """Return what a package of rules offers the house; None for a module of its own."""
    package = path.parent / "__init__.py"
    if path.parent.name != "rules" or not package.exists():
        return None
    return {
        alias.asname or alias.name
        for node in ast.parse(package.read_text(encoding="utf-8")).body
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }


@pytest.mark.parametrize("path", RULES, ids=name)
def test_every_rule_names_its_source(path: Path):
    offer = offered(path)
    rules = [
        node
        for node in ast.parse(path.read_text(encoding="utf-8")).body
        if isinstance(node, ast.FunctionDef)
        and not node.name.startswith("_")
        and (offer is None or node.name in offer)
    ]

    silent = [
        rule.name for rule in rules if "Source:" not in (ast.get_docstring(rule) or "")
    ]

    assert not silent


def test_rules_and_kernel_import_without_django():
    pure = [*RULES, *(SOURCE / "kernel").rglob("*.py")]
    modules = sorted(
        ".".join(path.relative_to(SOURCE.parent).with_suffix("").parts).removesuffix(
            ".__init__"
        )
        for path in pure
    )
    code = f"import sys; sys.modules['django'] = None; import {', '.join(modules)}"

    subprocess.run(
        [sys.executable, "-c", code],
        check=True,
        env={**os.environ, "PYTHONPATH": str(SOURCE.parent)},
    )


# ---- apps --------------------------------------------------------------------


@pytest.mark.parametrize("app", APPS, ids=name)
def test_every_app_introduces_itself(app: Path):
    readme = app / "README.md"

    assert readme.exists(), f"{name(app)} has no README.md"
    assert len(readme.read_text(encoding="utf-8").splitlines()) <= 80


@pytest.mark.parametrize("app", APPS, ids=name)
def test_the_glossary_knows_every_app(app: Path):
    glossary = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8")

    assert f"`{app.name}`" in glossary or app.name in FACELESS


# ---- tables ------------------------------------------------------------------


def test_no_table_looks_up_the_stairs():
    """A key into another app leaves no reverse name there for that app to use."""
    keys = [
        field
        for model in MODELS
        for field in model._meta.local_fields
        if isinstance(field, ForeignKey)
        and field.related_model._meta.app_label != model._meta.app_label
    ]

    assert keys
    assert not [str(key) for key in keys if not key.remote_field.hidden]


def loose_pairs(model: type[Model]) -> Iterator[str]:
    """Yield `x` where `x_by` and `x_at` may disagree on whether it happened.

    A pair holds together when both must be given, or when a constraint names both.
    """
    fields = {field.name: field for field in model._meta.local_fields}
    for by, who in fields.items():
        at = f"{by.removesuffix('_by')}_at"
        if not by.endswith("_by") or at not in fields:
            continue
        if not who.null and not fields[at].null:
            continue
        if not any({by, at} <= words for words in constrained_together(model)):
            yield f"{model._meta.label}.{by}"


def constrained_together(model: type[Model]) -> Iterable[set[str]]:
    for constraint in model._meta.constraints:
        if isinstance(constraint, CheckConstraint):
            yield {key.split("__")[0] for key, _ in leaves(constraint.condition)}


def leaves(condition: Any) -> Iterator[tuple[str, Any]]:
    for child in condition.children:
        if isinstance(child, tuple):
            yield child
        else:
            yield from leaves(child)


def test_who_and_when_stand_together():
    assert not [pair for model in MODELS for pair in loose_pairs(model)]


# ---- pages -------------------------------------------------------------------


def pages(
    resolver: URLResolver | None = None, *, prefix: str = "", space: str = ""
) -> Iterator[tuple[str, str, Any]]:
    """Yield name, route and view of every page outside the back room."""
    for pattern in (resolver or get_resolver()).url_patterns:
        route = prefix + str(pattern.pattern)
        if isinstance(pattern, URLPattern):
            yield f"{space}{pattern.name}", route, pattern.callback
        elif pattern.namespace not in {BACK_ROOM, API}:
            inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
            yield from pages(pattern, prefix=route, space=inner)


def test_every_page_names_its_permission():
    silent = [
        page
        for page, _route, view in pages()
        if page not in PUBLIC and getattr(view, "required_permission", None) is None
    ]

    assert not silent, "decorate with @requires, or list it as PUBLIC"


def test_what_is_public_says_so():
    claimed = [
        page
        for page, _route, view in pages()
        if getattr(view, "required_permission", "") is None
    ]

    assert set(claimed) <= PUBLIC


def test_no_address_carries_a_national_id():
    """People are addressed by our key; what an address carries ends up in logs."""
    telling = [
        f"{page}: {carried}"
        for page, route, _view in pages()
        for carried in re.findall(r"<(?:\w+:)?(\w+)>", route)
        if any(word in carried.lower() for word in IDENTITY_WORDS)
    ]

    assert not telling


# What Python calls a digit or a decimal is not yet a number that `int` reads, or that a
# column holds: «²», five thousand nines, 2**63.
LOOSE = {"isdigit", "isdecimal", "isnumeric"}
FACES = [
    path
    for path in MODULES
    if {"views", "forms", "api"} & {path.stem, *path.parent.relative_to(SOURCE).parts}
    or path.is_relative_to(SOURCE / "web")
]


@pytest.mark.parametrize("path", FACES, ids=name)
def test_pages_read_whole_numbers_in_one_place(path: Path):
    """`web.keys` reads what an address or a form says; no page takes it at its word."""
    loose = [
        f"line {node.lineno}: .{node.attr}"
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Attribute) and node.attr in LOOSE
    ]

    assert not loose or name(path) == "web/keys.py", "ask whole_number or key_or_404"


# What a template says by itself is not translated: no mark of Persian stands outside.
SAID_BY_TAGS = re.compile(
    r"\{#.*?#\}|\{% blocktranslate.*?endblocktranslate %\}|\{%.*?%\}|\{\{.*?\}\}",
    re.DOTALL,
)
PERSIAN = re.compile(r"[\u0600-\u06ff]")
IN_PERSIAN_ALONE = {
    "500.html",  # in both languages: whatever reads one may have failed
    "_account.html",  # a language is named in its own
}


@pytest.mark.parametrize("path", sorted(SOURCE.rglob("*.html")), ids=name)
def test_templates_say_nothing_in_persian_alone(path: Path):
    rest = SAID_BY_TAGS.sub("", path.read_text(encoding="utf-8"))

    assert not PERSIAN.search(rest) or path.name in IN_PERSIAN_ALONE
