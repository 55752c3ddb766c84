"""Whose account is whose: a learner sees his own passport by it."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from karamad.registers.people.models import Person
from karamad.trust.accounts.models import User
from karamad.trust.audit.actions import record


class AccountTaken(Exception):
    """The account belongs to another person."""


@transaction.atomic
def link_account(
    *, person: Person, account: User | None, by: User | None, at: datetime
) -> None:
    """Say which account is this person's; None takes the link away.

    Errors: AccountTaken.
    """
    person = Person.objects.select_for_update().get(pk=person.pk)
    if person.account_id == (account.pk if account else None):
        return
    if account and Person.objects.filter(account=account).exists():
        raise AccountTaken
    before, after = person.account, account
    person.account = account
    person.save(update_fields=["account"])
    record(
        act="people:account:link",
        subject=("person", person.pk),
        by=by,
        at=at,
        before={"account": before.username if before else None},
        after={"account": after.username if after else None},
    )
