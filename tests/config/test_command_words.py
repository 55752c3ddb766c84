"""Which language a terminal reads, from help to the last refusal."""

from __future__ import annotations

import argparse
import ast
import inspect
import io
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from django.core.management import CommandError, get_commands, load_command_class
from django.utils.translation import gettext, override

from karamad.config import command
from karamad.web import commands
from karamad.web.commands import HouseCommand, language, speaking

OURS = sorted(name for _group, names in command.GROUPS for name in names)
PERSIAN = re.compile(r"[\u0600-\u06ff]")
ARGPARSE = commands.WORDS / "fa" / "LC_MESSAGES" / "argparse.po"
# Said to whoever writes a program with argparse, never to whoever runs it.
TO_PROGRAMMERS = re.compile(
    r"conflict|required\b.*invalid|mutually|callable|cannot|dest=|subparser|not defined"
    r"|invalid option string|unknown parser|with mode"
)


def helped(name: str) -> str:
    found = load_command_class(get_commands()[name], name)
    out = io.StringIO()
    with speaking():
        found.create_parser("karamad", name).print_help(out)
    return out.getvalue()


def refused(*given: str) -> None:
    """Run the command with arguments that it refuses."""
    with pytest.raises(SystemExit) as leaving:
        command.main(given)
    assert leaving.value.code == 2


def test_every_command_of_ours_is_in_the_help_and_of_the_house() -> None:
    ours = {n for n, app in get_commands().items() if app.startswith("karamad.")}

    assert ours == set(OURS)
    for name in OURS:
        assert isinstance(load_command_class(get_commands()[name], name), HouseCommand)


@pytest.mark.parametrize("name", OURS)
def test_help_is_persian_throughout(name: str) -> None:
    text = helped(name)
    _usage, *sentences = text.split("\n\n")

    assert text.startswith("کاربرد: karamad " + name.replace("_", "-"))
    for words in re.split(r"\n\s*-|\n\n", "\n\n".join(sentences)):
        assert PERSIAN.search(words), words
    assert "skip-checks" not in "\n".join(sentences)


@pytest.mark.parametrize("name", OURS)
def test_help_is_english_throughout_where_asked(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KARAMAD_LANGUAGE", "en")

    text = helped(name)

    assert text.startswith("usage: karamad ")
    assert not PERSIAN.search(text)


def test_every_option_of_ours_says_what_it_does() -> None:
    for name in OURS:
        found = load_command_class(get_commands()[name], name)
        parser = found.create_parser("karamad", name)
        dumb = [each.dest for each in parser._actions if not each.help]
        assert (name, dumb) == (name, [])


@pytest.mark.parametrize(
    ("given", "persian", "english"),
    [
        (["judge"], "این‌ها گفته نشده است: --as-of, --out", "are required: --as-of"),
        (["serve", "--port", "x"], "پذیرفتنی نیست", "invalid int value"),
        (["load", "persons", "x"], "در میان گزینه‌ها نیست", "invalid choice"),
        (["servee"], "شاید serve؟", "serve perhaps?"),
        (["judge", "--as-of", "1405", "--out", "x.doc"], "پایان نام", "to end in"),
    ],
)
def test_refusals_are_in_the_language_asked_for(
    given: list[str],
    persian: str,
    english: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    refused(*given)
    first = capsys.readouterr().err
    monkeypatch.setenv("KARAMAD_LANGUAGE", "en")
    refused(*given)
    second = capsys.readouterr().err

    assert persian in first
    assert english in second
    assert not PERSIAN.search(second)


@pytest.mark.parametrize(
    ("wish", "encoding", "expected"),
    [
        ("", "utf-8", "fa"),
        ("en", "utf-8", "en"),
        ("EN_us", "utf-8", "en"),
        ("fa", "ascii", "fa"),  # asked for is asked for
        ("", "ascii", "en"),
        ("tlh", "utf-8", "fa"),
    ],
)
def test_the_language_of_a_terminal(
    wish: str, encoding: str, expected: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KARAMAD_LANGUAGE", wish)
    stream = io.TextIOWrapper(io.BytesIO(), encoding=encoding)
    monkeypatch.setattr(sys, "stdout", stream)

    assert language() == expected


def test_only_what_is_typed_changes_the_language(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("KARAMAD_LANGUAGE", "en")
    found = load_command_class(get_commands()["demo"], "demo")
    with override("fa"), pytest.raises(CommandError) as why:
        found.handle(people=0)

    assert PERSIAN.search(str(why.value))
    with override("fa"):
        with speaking():
            assert gettext("بله") == "Yes"
        assert gettext("بله") == "بله"


def test_argparse_says_nothing_that_is_not_translated() -> None:
    with ARGPARSE.open("rb") as stream:
        known = {m.id if isinstance(m.id, str) else m.id[0] for m in read_po(stream)}

    missing = [words for words in sentences_of_argparse() if words not in known]

    assert [words for words in missing if not TO_PROGRAMMERS.search(words)] == []


def sentences_of_argparse() -> Iterator[str]:
    for node in ast.walk(ast.parse(inspect.getsource(argparse))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            first = node.args[0] if node.args else None
            if node.func.id in {"_", "ngettext"} and isinstance(first, ast.Constant):
                yield str(first.value)


def sources() -> list[Path]:
    return sorted(Path(command.__file__).parents[1].rglob("commands/*.py"))


@pytest.mark.parametrize("path", sources(), ids=lambda path: path.stem)
def test_no_command_has_a_sentence_of_its_own_in_english(path: Path) -> None:
    """A sentence is two words and more, in a string that reaches a terminal."""
    english = re.compile(r"[A-Za-z]{2,} [A-Za-z]{2,}")

    found = [words for words in spoken(path) if english.search(words)]

    assert [words for words in found if not PERSIAN.search(words)] == []


def spoken(path: Path) -> Iterator[str]:
    """Yield each string that a call handing words to a terminal holds."""
    speaks = {"write", "say", "_say", "_tell", "CommandError", "refused", "Program"}
    for call in ast.walk(ast.parse(path.read_text("utf-8"))):
        if not isinstance(call, ast.Call):
            continue
        name = getattr(call.func, "attr", getattr(call.func, "id", ""))
        if name in speaks:
            for each in ast.walk(call):
                if isinstance(each, ast.Constant) and isinstance(each.value, str):
                    yield each.value
