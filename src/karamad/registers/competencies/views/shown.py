"""What a page shows of an edition: its tree as nested lines, its documents."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.http import Http404
from django.utils.translation import gettext as _

from karamad.kernel.text import document_key
from karamad.registers.competencies import rules
from karamad.registers.competencies.letters import (
    Names,
    applies_words,
    names_for,
    sentence,
)
from karamad.registers.competencies.models import Edition
from karamad.registers.people.models import Post
from karamad.registers.regulations.models import Document, Status
from karamad.web.display import number, said
from karamad.web.keys import key_or_404


@dataclass(frozen=True, slots=True)
class Line:
    """One criterion as it is read. `document_id`: None when no register row has it."""

    criterion: rules.Criterion
    sentence: str
    status: str
    document_id: int | None
    in_force: bool
    unset: bool


@dataclass(frozen=True, slots=True)
class Branch:
    """A group of the tree: its words, and what stands under it."""

    words: str
    under: tuple[Branch | Line, ...]


@dataclass(frozen=True, slots=True)
class Shown:
    """A profile as a page shows it."""

    profile: rules.Profile
    tree: Branch
    outside: tuple[Line, ...]
    applies: list[str]

    @property
    def lines(self) -> tuple[Line, ...]:
        return (*_lines(self.tree), *self.outside)


def edition_or_404(code: str, asked: str = "") -> Edition:
    """Return the edition asked for by its number, or the newest."""
    editions = Edition.objects.of(code).with_criteria()
    if asked:
        editions = editions.filter(number=key_or_404(asked))
    edition = editions.order_by("-number").first()
    if edition is None:
        raise Http404
    return edition


def show(profile: rules.Profile, *, on: date) -> Shown:
    """Read a profile into the lines of a page."""
    lines = _lines_by_id(profile, names_for(profile), on)
    in_tree = set(rules.leaves(profile.tree))
    return Shown(
        profile=profile,
        tree=_branch(profile.tree, lines),
        outside=tuple(line for i, line in lines.items() if i not in in_tree),
        applies=asked_of(profile),
    )


def asked_of(profile: rules.Profile) -> list[str]:
    """Return whom a profile is asked of, a phrase each."""
    codes = profile.applies_to.posts
    posts = {
        post.code: said(post, "title") for post in Post.objects.filter(code__in=codes)
    }
    return applies_words(profile.applies_to, posts)


def _lines_by_id(profile: rules.Profile, names: Names, on: date) -> dict[str, Line]:
    keys = {document_key(c.source.document) for c in profile.criteria}
    documents = dict(
        Document.objects.filter(number_key__in=keys)
        .order_by("issued_on")
        .values_list("number_key", "pk")
    )
    return {
        criterion.id: Line(
            criterion=criterion,
            sentence=sentence(criterion, names),
            status=str(Status(criterion.source.status).label),
            document_id=documents.get(document_key(criterion.source.document)),
            in_force=on in criterion.in_force,
            unset=criterion.is_unset,
        )
        for criterion in profile.criteria
    }


def _branch(tree: rules.Tree, lines: dict[str, Line]) -> Branch:
    match tree:
        case rules.Leaf():
            return Branch(_("این شرط"), (lines[tree.criterion],))
        case rules.AllOf():
            words = _("همهٔ این شرط‌ها")
        case rules.AnyOf():
            words = _("یکی از این شرط‌ها")
        case _:
            words = _("دست‌کم %(count)s شرط از این %(all)s شرط") % {
                "count": number(tree.count),
                "all": number(len(tree.branches)),
            }
    return Branch(words, tuple(_under(branch, lines) for branch in tree.branches))


def _under(tree: rules.Tree, lines: dict[str, Line]) -> Branch | Line:
    if isinstance(tree, rules.Leaf):
        return lines[tree.criterion]
    return _branch(tree, lines)


def _lines(branch: Branch) -> Iterator[Line]:
    for each in branch.under:
        if isinstance(each, Line):
            yield each
        else:
            yield from _lines(each)
