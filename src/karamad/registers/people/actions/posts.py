"""Posts are created and corrected."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime

from django.db import IntegrityError, transaction

from karamad.registers.people import rules
from karamad.registers.people.actions.refusing import Refused, differing
from karamad.registers.people.models import FormerPost, Level, Post
from karamad.registers.people.rules import Ground
from karamad.trust.accounts.models import User
from karamad.trust.audit import actions as audit


@dataclass(frozen=True, slots=True)
class PostDetails:
    """What a post's row says of it. unit_kind: in what kind of unit it stands."""

    title: str
    title_en: str = ""
    family: str = ""
    level: str = Level.NONE.value
    managerial: bool = False
    unit_kind: str = ""


@transaction.atomic
def create_post(
    *, code: str, details: PostDetails, by: User | None, at: datetime
) -> Post:
    """Create a post.

    Errors: Refused when it has no title, or the code is another post's.
    """
    at = audit.moment_of_record(at)
    if not details.title.strip():
        raise Refused.because(Ground.NAME_MISSING)
    entry = audit.record(
        act="people:post:create",
        subject=("post", code),
        by=by,
        at=at,
        after=asdict(details),
    )
    post = Post(
        code=code,
        **asdict(details),
        **_derived(details.title),
        recorded_at=at,
        entry=entry,
    )
    try:
        with transaction.atomic():
            post.save()
    except IntegrityError:
        raise Refused.because(Ground.CODE_TAKEN, code) from None
    return post


@transaction.atomic
def correct_post(
    *, post: Post, details: PostDetails, by: User | None, at: datetime
) -> Post:
    """Correct what a post's row says; the former state stays on record.

    Errors: Refused, also when nothing changes.
    """
    at = audit.moment_of_record(at)
    post = Post.objects.select_for_update().get(pk=post.pk)
    if not details.title.strip():
        raise Refused.because(Ground.NAME_MISSING)
    changes = differing(post, asdict(details))
    if not changes:
        raise Refused.because(Ground.NOTHING_CHANGES)
    entry = audit.record(
        act="people:post:correct",
        subject=("post", post.code),
        by=by,
        at=at,
        before={name: getattr(post, name) for name in changes},
        after=changes,
    )
    audit.correct(
        post,
        former=FormerPost,
        key="post",
        changes={**changes, **_derived(details.title)},
        entry=entry,
        at=at,
    )
    return post


def _derived(title: str) -> dict[str, str]:
    return {
        "search_key": rules.title_search_key(title),
        "sort_key": rules.title_sort_key(title),
    }
