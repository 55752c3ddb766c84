"""What a page says to whoever hears it, as far as its template already tells."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import karamad

SOURCE = Path(karamad.__file__).parent
TEMPLATES = sorted(SOURCE.rglob("*.html"))
TABLE = re.compile(r"<table\b[^>]*>(?:\s|{%[^%]*%}|{{[^}]*}})*(?:<caption\b)?")
HEAD = re.compile(r"<th\b([^>]*)>(.*?)</th>", re.DOTALL)
LINK = re.compile(r"<(a|button)\b([^>]*)>(.*?)</\1>", re.DOTALL)
LOOP = re.compile(r"{% for \b.*?{% endfor %}", re.DOTALL)
# Say where one goes only to who sees what stands beside.
VAGUE = {"دیدن", "مشاهده", "اینجا", "بیشتر", "همه", "صفحه", "اعتراض", "تصحیح", "پایان"}
VAGUE |= {"برداشتن", "بردار", "جدا کردن", "ویرایش", "حذف"}
WORDS = re.compile(r'\{% translate "([^"]*)"[^%]*%\}')


def name(path: Path) -> str:
    return path.relative_to(SOURCE).as_posix()


def nameless_tables(text: str) -> list[str]:
    """Return tables without a caption and not named by a heading."""
    found = [match.group() for match in TABLE.finditer(text)]
    return [
        each for each in found if "caption" not in each and "aria-label" not in each
    ]


def silent_heads(text: str) -> list[str]:
    """Return heads of columns and rows that say nothing, or not what they are of."""
    found = [(match[1], match[2]) for match in HEAD.finditer(text)]
    return [
        f"<th{given}>{content}"
        for given, content in found
        if "scope=" not in given or not (content.strip() or "aria-label" in given)
    ]


def vague_links(text: str) -> list[str]:
    """Return links and buttons of a row that are called alike in every row."""
    found = []
    for loop in LOOP.finditer(text):
        for _tag, given, content in LINK.findall(loop.group()):
            words = WORDS.fullmatch(content.strip())
            if words and words[1] in VAGUE and "aria-label" not in given:
                found.append(words[1])
    return found


@pytest.mark.parametrize("path", TEMPLATES, ids=name)
def test_every_table_and_every_head_has_a_name(path: Path):
    text = path.read_text(encoding="utf-8")

    assert nameless_tables(text) == []
    assert silent_heads(text) == []


@pytest.mark.parametrize("path", TEMPLATES, ids=name)
def test_a_link_in_a_row_says_what_it_is_of(path: Path):
    assert vague_links(path.read_text(encoding="utf-8")) == []


def test_these_rules_find_what_they_are_about():
    assert nameless_tables("<table class=x>\n<thead>")
    assert not nameless_tables('<table aria-labelledby="h">')
    assert not nameless_tables("<table>\n  <caption>a</caption>")
    assert silent_heads('<th scope="col"> </th>')
    assert silent_heads("<th>a</th>")
    row = '{% for x in y %}<a href="#">{% translate "تصحیح" %}</a>{% endfor %}'
    assert vague_links(row) == ["تصحیح"]
    assert not vague_links(row.replace("<a ", '<a aria-label="{{ x }}" '))
