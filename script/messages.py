"""Gather the Persian sentences of each app into its English catalogue.

    script/messages            update every locale/en/LC_MESSAGES/django.po in place
    script/messages --check    fail on what is missing, fuzzy, dead or wrongly filled
    script/messages --compile  write the .mo files Django reads

The source language is Persian: a msgid is the sentence the reader sees, and only
English has a catalogue, one per app. A sentence that two apps use stands in both. A
catalogue names the files its sentences come from but no lines and no times, so that
two branches merge.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_python
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.conf import settings
from django.utils.translation import templatize

SOURCE = Path(__file__).resolve().parents[1] / "src" / "karamad"
KEYWORDS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
PLACEHOLDER = re.compile(
    r"%(?:\((?P<name>\w+)\))?[#0\- +]*\d*(?:\.\d+)?[sdifgrx]|\{(?P<field>\w*)[^{}]*\}"
)

Key = tuple[str | None, str]


@dataclass
class Sentence:
    """One msgid as the source has it, and the files it stands in."""

    context: str | None
    singular: str
    plural: str | None = None
    files: set[str] = field(default_factory=set)

    @property
    def id(self) -> str | tuple[str, str]:
        return (self.singular, self.plural) if self.plural else self.singular


# ---- gather ------------------------------------------------------------------


def read_template(path: Path) -> BytesIO:
    """Return the template as Python that calls gettext, as Django does it.

    Indented as HTML is, it would not be Python: every line is moved to the margin.
    """
    code = templatize(path.read_text(encoding="utf-8"), origin=str(path))
    lines = (line.lstrip() for line in code.splitlines(keepends=True))
    return BytesIO("".join(lines).encode())


def sentences_of(path: Path) -> Iterator[tuple[str | None, str, str | None]]:
    """Yield context, singular and plural of each sentence in a module or template."""
    stream = BytesIO(path.read_bytes()) if path.suffix == ".py" else read_template(path)
    found = extract_python(stream, list(KEYWORDS), [], {"encoding": "utf-8"})
    for _line, function, words, _comments in found:
        yield from _arguments(function, words)


def _arguments(
    function: str, words: str | tuple[str | None, ...]
) -> Iterator[tuple[str | None, str, str | None]]:
    given = list(words) if isinstance(words, tuple) else [words]
    spec = KEYWORDS[function]
    context = None
    if "pgettext" in function:
        context, *given = given
    if not given or not isinstance(given[0], str) or not given[0]:
        return
    plural = given[1] if spec and "ngettext" in function.replace("np", "n") else None
    yield context, given[0], plural


def app_of(path: Path) -> Path:
    """Return the folder of the app that `path` belongs to: the one with an apps.py."""
    for folder in path.parents:
        if (folder / "apps.py").exists():
            return folder
    raise LookupError(path)


def gather(source: Path) -> dict[Path, dict[Key, Sentence]]:
    """Return the sentences of every app under `source`, by app folder."""
    apps: dict[Path, dict[Key, Sentence]] = {}
    files = [
        path
        for pattern in ("*.py", "*.html", "*.txt")
        for path in source.rglob(pattern)
        if "migrations" not in path.parts and (path.suffix == ".py" or _template(path))
    ]
    for path in sorted(files):
        for context, singular, plural in sentences_of(path):
            app = app_of(path)
            sentences = apps.setdefault(app, {})
            sentence = sentences.setdefault(
                (context, singular), Sentence(context, singular)
            )
            sentence.plural = sentence.plural or plural
            sentence.files.add(path.relative_to(app).as_posix())
    return apps


def _template(path: Path) -> bool:
    return "templates" in path.parts


# ---- the catalogue -----------------------------------------------------------


def place_of(app: Path) -> Path:
    return app / "locale" / "en" / "LC_MESSAGES" / "django.po"


def read(place: Path) -> Catalog:
    if not place.exists():
        return Catalog(locale="en")
    with place.open("rb") as stream:
        return read_po(stream, locale="en")


def merge(old: Catalog, sentences: dict[Key, Sentence]) -> Catalog:
    """Return the sentences of today with the English of yesterday; the rest is gone."""
    new = Catalog(locale="en")
    for (context, singular), sentence in sorted(
        sentences.items(), key=lambda item: (item[0][1], item[0][0] or "")
    ):
        known = old.get(singular, context)
        new.add(
            sentence.id,
            _english(sentence, known),
            locations=[(file, 0) for file in sorted(sentence.files)],
            context=context,
            flags={"fuzzy"} if known and known.fuzzy else set(),
            user_comments=known.user_comments if known else (),
        )
    return new


def _english(sentence: Sentence, known: Message | None) -> str | tuple[str, str]:
    said = ["", ""]
    if known is not None and known.string:
        english = known.string
        said = [english, ""] if isinstance(english, str) else [*english, ""]
    return (said[0], said[1]) if sentence.plural else said[0]


def render(catalog: Catalog) -> str:
    """Return the file's text: stable, without times, lines or this machine."""
    stream = BytesIO()
    write_po(stream, catalog, width=88, omit_header=True, include_lineno=False)
    head = (
        'msgid ""\nmsgstr ""\n'
        '"Language: en\\n"\n'
        '"Content-Type: text/plain; charset=UTF-8\\n"\n'
        '"Content-Transfer-Encoding: 8bit\\n"\n'
        '"Plural-Forms: nplurals=2; plural=(n != 1);\\n"\n\n'
    )
    return head + stream.getvalue().decode().strip() + "\n"


# ---- what is wrong -----------------------------------------------------------


def faults(sentences: dict[Key, Sentence], catalog: Catalog) -> Iterator[str]:
    """Yield what keeps the English reader from reading this app, a line each."""
    for (context, singular), sentence in sorted(
        sentences.items(), key=lambda item: (item[0][1], item[0][0] or "")
    ):
        known = catalog.get(singular, context)
        yield from (f"{problem}: {singular}" for problem in _wrong(sentence, known))
    for message in catalog:
        if message.id and (message.context, _first(message.id)) not in sentences:
            yield f"dead: {_first(message.id)}"


def clashes(catalogs: Iterable[Catalog]) -> Iterator[str]:
    """Yield the sentences that two apps put into different English.

    Django reads all catalogues as one, so the reader would see either, anywhere.
    """
    english: dict[tuple[str | None, str], set[str]] = {}
    for catalog in catalogs:
        for message in catalog:
            if message.id and message.string:
                said = message.string
                said = said if isinstance(said, str) else " / ".join(said)
                key = (message.context, _first(message.id))
                english.setdefault(key, set()).add(said)
    for (_context, sentence), said_by in english.items():
        if len(said_by) > 1:
            yield f"{sentence}: two apps differ: {' | '.join(sorted(said_by))}"


def _first(words: str | Iterable[str]) -> str:
    return words if isinstance(words, str) else next(iter(words))


def _wrong(sentence: Sentence, known: Message | None) -> Iterator[str]:
    if known is None:
        yield "not in the catalogue"
        return
    said = known.string or ""
    english = [said] if isinstance(said, str) else [*said]
    if known.fuzzy:
        yield "fuzzy"
    if not all(english):
        yield "no English"
        return
    if len(english) != (2 if sentence.plural else 1):
        yield "plural forms differ"
        return
    asked = placeholders(sentence.plural or sentence.singular)
    # "one person" may leave the number out; the plural may not.
    if placeholders(english[-1]) != asked or not placeholders(english[0]) <= asked:
        yield "placeholders differ"


def placeholders(words: str) -> set[str]:
    """Return the names (or the bare marks) that get filled in."""
    plain = words.replace("%%", "")
    return {match.group(0) for match in PLACEHOLDER.finditer(plain)}


# ---- commands ----------------------------------------------------------------


def update(source: Path) -> int:
    """Rewrite the catalogues that changed; return how many sentences lack English."""
    missing = 0
    gathered = gather(source)
    for app, sentences in gathered.items():
        place = place_of(app)
        catalog = merge(read(place), sentences)
        text = render(catalog)
        if not place.exists() or place.read_text(encoding="utf-8") != text:
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_text(text, encoding="utf-8")
            print(f"wrote {place.relative_to(source)}")
        for fault in faults(sentences, catalog):
            print(f"{app.relative_to(source)}: {fault}")
            missing += 1
    for place in set(source.rglob("django.po")) - {place_of(app) for app in gathered}:
        place.unlink()
        print(f"removed {place.relative_to(source)}, its app says nothing")
    return missing


def check(source: Path) -> int:
    """Print every fault; return how many there are."""
    count = 0
    for app, sentences in gather(source).items():
        for fault in faults(sentences, read(place_of(app))):
            print(f"{app.relative_to(source)}: {fault}")
            count += 1
    for clash in clashes(read(place) for place in sorted(source.rglob("django.po"))):
        print(clash)
        count += 1
    return count


def compile_all(source: Path) -> None:
    """Write a .mo beside every .po."""
    for place in sorted(source.rglob("*.po")):
        with place.with_suffix(".mo").open("wb") as stream:
            write_mo(stream, read(place))


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        prog="script/messages",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--check", action="store_true", help="only say what is wrong")
    parser.add_argument("--compile", action="store_true", help="only write .mo files")
    options = parser.parse_args(arguments)
    if not settings.configured:
        settings.configure(USE_I18N=False)
    if options.compile:
        compile_all(SOURCE)
        return 0
    if options.check:
        return 1 if check(SOURCE) else 0
    update(SOURCE)
    compile_all(SOURCE)
    return 0


if __name__ == "__main__":
    sys.exit(main())
