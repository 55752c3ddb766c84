"""Those who sign in to the demo: an administrator and four offices."""

from __future__ import annotations

import json
import secrets
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from karamad.cycle.eligibility.demo.land import HOME_PROVINCE, Home
from karamad.cycle.eligibility.demo.nation import Nation
from karamad.kernel.jalali import jalali_iso
from karamad.registers.people.models import Person
from karamad.trust.accounts.models import Grant, User
from karamad.trust.accounts.permissions import Role
from karamad.trust.audit.models import Entry

SIGN_INS = "demo-sign-ins.txt"
PLANTED = "demo-planted.json"
# The planted person whom the learner is.
LEARNER = "hours-half-an-hour-short"


class SignIn(NamedTuple):
    """Who signs in, in which role, over which unit (empty: the nation)."""

    username: str
    name: str
    name_en: str
    role: Role
    unit: str


def sign_ins(nation: Nation) -> tuple[SignIn, ...]:
    """Return the five of the demo."""
    town = Home.of(nation.land).municipality
    return (
        SignIn(
            "admin",
            "مدیر سامانه",
            "Administrator",
            Role.ADMINISTRATOR,
            "",
        ),
        SignIn(
            "deputy",
            "معاون آموزش وزارت کشور",
            "Deputy for training, Ministry of Interior",
            Role.NATIONAL_DEPUTY,
            "",
        ),
        SignIn(
            "khorasan",
            "کارشناس آموزش خراسان جنوبی",
            "Training expert of South Khorasan",
            Role.PROVINCIAL_EXPERT,
            HOME_PROVINCE,
        ),
        SignIn(
            "shahrdari",
            f"کارگزین {town.name}",
            f"HR officer, {town.name_en}",
            Role.HR_OFFICER,
            town.code,
        ),
        SignIn("learner", "فراگیر", "Learner", Role.LEARNER, ""),
    )


def admit(nation: Nation, entry: Entry, at: datetime, home: Path) -> str:
    """Make the accounts and return what they sign in with; kept in the home, too."""
    lines = []
    for each in sign_ins(nation):
        password = secrets.token_urlsafe(9)
        user = User.objects.create_user(
            each.username,
            password,
            name=each.name,
            name_en=each.name_en,
        )
        Grant.objects.create(
            user=user,
            role=each.role,
            unit_code=each.unit,
            from_day=nation.on,
            recorded_at=at,
            entry=entry,
        )
        if each.role is Role.LEARNER:
            _become_learner(user, nation)
        lines.append(f"{each.username:<10} {password:<13} {user.name} / {user.name_en}")
    # Kept in the home for both: whoever reads it may have asked in either language.
    head = "ورودهای نمونه (نام، گذرواژه) / Demo sign-ins (name, password):"
    text = "\n".join([head, *lines]) + "\n"
    _keep(home / SIGN_INS, text)
    return text


def _become_learner(user: User, nation: Nation) -> None:
    planted = next(each for each in nation.planted() if each.key == LEARNER)
    person = Person.objects.identified_by(planted.dossier.person.national_id).get()
    Person.objects.filter(pk=person.pk).update(account=user)
    user.name, user.name_en = person.name, f"{user.name_en}: {person.name}"
    user.save(update_fields=["name", "name_en"])


def note_planted(nation: Nation, home: Path) -> None:
    """Keep the list of the planted people and their answers, for tests to read.

    The ids in it are made up, as all ids of the demo are.
    """
    noted = [
        {
            "key": planted.key,
            "story": {"fa": planted.story, "en": planted.story_en},
            "national_id": planted.dossier.person.national_id,
            "post": planted.dossier.assignments[-1].post,
            "unit": planted.dossier.assignments[-1].unit,
            "answers": [
                {
                    "profile": answer.profile,
                    "on": jalali_iso(answer.on),
                    "verdict": answer.verdict,
                    "findings": dict(answer.findings),
                }
                for answer in planted.answers
            ],
        }
        for planted in nation.planted()
    ]
    _keep(home / PLANTED, json.dumps(noted, ensure_ascii=False, indent=1))


def _keep(file: Path, text: str) -> None:
    file.touch(mode=0o600)
    file.write_text(text, encoding="utf-8")
