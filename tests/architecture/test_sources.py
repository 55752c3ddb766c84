"""What a rule names as its source can be found by who reads the repository."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGES = re.compile(r"docs/[\w./-]*\w\.md")
# A heading or a bold word of a page, as `docs/judgement.md, "Windows"` names it.
QUOTED = re.compile(r'(docs/[\w./-]*\w\.md), ((?:"[^"]+"(?: and )?)+)')
SECTIONS = re.compile(r"docs/domain\.md (\d+\.\d+)")


def sources() -> Iterator[tuple[str, str]]:
    """Yield each `Source:` with the file that says it."""
    for path in sorted((ROOT / "src").rglob("*")):
        if path.suffix not in {".py", ".yaml"}:
            continue
        text = path.read_text(encoding="utf-8")
        for found in re.finditer(
            r"Source:\s+(.+?)(?:\n\s*\n|\"\"\"|\n\S|\Z)", text, re.S
        ):
            yield str(path.relative_to(ROOT)), " ".join(found[1].split())


SOURCES = list(sources())


def test_there_are_sources():
    assert len(SOURCES) > 50


@pytest.mark.parametrize(("path", "source"), SOURCES)
def test_the_page_named_is_there(path: str, source: str):
    missing = [page for page in PAGES.findall(source) if not (ROOT / page).is_file()]

    assert not missing, path


@pytest.mark.parametrize(("path", "source"), SOURCES)
def test_the_passage_named_is_on_the_page(path: str, source: str):
    for page, words in QUOTED.findall(source):
        text = (ROOT / page).read_text(encoding="utf-8")
        for passage in re.findall(r'"([^"]+)"', words):
            assert passage in text, f"{path}: {page} has no {passage!r}"
    for section in SECTIONS.findall(source):
        text = (ROOT / "docs/domain.md").read_text(encoding="utf-8")
        assert f"### {section} " in text, path


@pytest.mark.parametrize(("path", "source"), SOURCES)
def test_no_source_lies_outside(path: str, source: str):
    bare = re.findall(r"(?<![\w/.-])(?!docs/)[\w-]+\.md", source)

    assert not bare, path
