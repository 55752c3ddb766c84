"""Keeping the register of regulations: documents, what they fix, what they act on."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db import transaction

from karamad.kernel.text import clean, document_key, search_key
from karamad.registers.regulations.models import (
    Document,
    Effect,
    FormerDocument,
    Link,
    Provision,
    Status,
)
from karamad.trust.accounts.models import User
from karamad.trust.audit.actions import correct, record
from karamad.trust.audit.models import Entry


class AlreadyRegistered(Exception):
    """A document of this number and day is in the register; `document` is it."""

    def __init__(self, document: Document) -> None:
        super().__init__(document.number)
        self.document = document


class WithoutValue(Exception):
    """A provision cannot be confirmed while its value is not set."""


class EndsBeforeItStarts(Exception):
    """A provision's last day lies before its first."""


class ActsOnItself(Exception):
    """A document neither replaces, annuls nor amends itself."""


@transaction.atomic
def register(*, facts: dict[str, Any], by: User | None, at: datetime) -> Document:
    """Add a document.

    facts: fields of `DocumentFacts`.
    Errors: AlreadyRegistered for a number (in either order) and day that are there.
    """
    derived = _derived(facts)
    known = Document.objects.numbered(derived["number_key"])
    twin = known.filter(issued_on=facts.get("issued_on")).first()
    if twin is not None:
        raise AlreadyRegistered(twin)
    entry = record(
        act="regulations:document:register",
        subject=("document", derived["number_key"]),
        by=by,
        at=at,
        after=_plain(facts),
    )
    return Document.objects.create(**facts, **derived, recorded_at=at, entry=entry)


@transaction.atomic
def amend_record(
    *, document: Document, facts: dict[str, Any], by: User, at: datetime
) -> bool:
    """Correct what the register says of a document; the former record is kept.

    Returns False when nothing differs.
    Errors: AlreadyRegistered when another document has that number and day.
    """
    document = Document.objects.select_for_update().get(pk=document.pk)
    derived = _derived({**_facts_of(document), **facts})
    twin = (
        Document.objects.numbered(derived["number_key"])
        .filter(issued_on=facts.get("issued_on", document.issued_on))
        .exclude(pk=document.pk)
        .first()
    )
    if twin is not None:
        raise AlreadyRegistered(twin)
    before = {name: getattr(document, name) for name in facts}
    if before == facts:
        return False
    entry = record(
        act="regulations:document:correct",
        subject=("document", document.pk),
        by=by,
        at=at,
        before=_plain({n: v for n, v in before.items() if v != facts[n]}),
        after=_plain({n: v for n, v in facts.items() if v != before[n]}),
    )
    return correct(
        document,
        former=FormerDocument,
        key="document",
        changes={**facts, **derived},
        entry=entry,
        at=at,
    )


@transaction.atomic
def link(
    *,
    document: Document,
    effect: Effect,
    other: Document,
    from_day: date | None,
    by: User | None,
    at: datetime,
) -> Link:
    """Record that `document` acts on `other`; a changed day supersedes the old record.

    Errors: ActsOnItself.
    """
    if document.pk == other.pk:
        raise ActsOnItself
    current = Link.objects.current().select_for_update()
    old = current.filter(document=document, effect=effect, other=other).first()
    if old is not None and old.from_day == from_day:
        return old
    entry = record(
        act="regulations:link:record",
        subject=("document", document.pk),
        by=by,
        at=at,
        before=None if old is None else {"from_day": str(old.from_day)},
        after={"effect": effect, "other": other.pk, "from_day": str(from_day)},
    )
    if old is not None:
        old.superseded_at = at
        old.save(update_fields=["superseded_at"])
    return Link.objects.create(
        document=document,
        effect=effect,
        other=other,
        from_day=from_day,
        recorded_at=at,
        entry=entry,
    )


@transaction.atomic
def unlink(*, link: Link, by: User, at: datetime) -> None:
    """Take a link off the current record; what it said stays on the older one."""
    link = Link.objects.current().select_for_update().get(pk=link.pk)
    record(
        act="regulations:link:withdraw",
        subject=("document", link.document_id),
        by=by,
        at=at,
        before={"effect": link.effect, "other": link.other_id},
    )
    link.superseded_at = at
    link.save(update_fields=["superseded_at"])


@transaction.atomic
def set_provision(
    *, code: str, facts: dict[str, Any], by: User | None, at: datetime
) -> Provision:
    """Say what a document fixes: a new provision, or a new record of a known one.

    facts: document, article, title, title_en, value, unit, from_day, until_day, status.
    Errors: WithoutValue, EndsBeforeItStarts.
    """
    if facts.get("status") == Status.CONFIRMED and not facts.get("value"):
        raise WithoutValue
    start, end = facts.get("from_day"), facts.get("until_day")
    if start and end and end <= start:
        raise EndsBeforeItStarts
    old = Provision.objects.current().select_for_update().filter(code=code).first()
    said = {} if old is None else _provision(old)
    wanted = {**said, **facts}
    if old is not None and wanted == said:
        return old
    entry = record(
        act="regulations:provision:set",
        subject=("provision", code),
        by=by,
        at=at,
        before=_plain({n: v for n, v in said.items() if v != wanted[n]}) or None,
        after=_plain({n: v for n, v in wanted.items() if v != said.get(n)}),
    )
    if old is not None:
        old.superseded_at = at
        old.save(update_fields=["superseded_at"])
    return _add_provision(code, wanted, entry, at)


def _add_provision(
    code: str, facts: dict[str, Any], entry: Entry, at: datetime
) -> Provision:
    return Provision.objects.create(code=code, **facts, recorded_at=at, entry=entry)


PROVISION = (
    "document",
    "article",
    "title",
    "title_en",
    "value",
    "unit",
    "from_day",
    "until_day",
    "status",
)


def _provision(row: Provision) -> dict[str, Any]:
    return {name: getattr(row, name) for name in PROVISION}


def _facts_of(document: Document) -> dict[str, Any]:
    return {name: getattr(document, name) for name in ("number", "subject")}


def _derived(facts: dict[str, Any]) -> dict[str, str]:
    number = clean(facts["number"])
    return {
        "number_key": document_key(number),
        "search_key": search_key(f"{number} {facts['subject']}")[:500],
    }


def _plain(facts: dict[str, Any]) -> dict[str, Any]:
    """Facts as the audit keeps them: days as text, rows by key."""
    return {
        name: value.pk
        if isinstance(value, Document)
        else str(value)
        if isinstance(value, date)
        else value
        for name, value in facts.items()
    }
