import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from karamad.cycle.eligibility.actions.catalogue import shelf
from karamad.cycle.eligibility.actions.gathering import facts_of
from karamad.cycle.eligibility.demo import chapters
from karamad.cycle.eligibility.demo.nation import Nation
from karamad.cycle.eligibility.demo.profiles import profiles
from karamad.cycle.eligibility.management.commands import demo
from karamad.cycle.eligibility.models import Candidacy
from karamad.cycle.eligibility.rules import judge
from karamad.kernel.jalali import parse_day
from karamad.registers.competencies.models import Edition
from karamad.registers.credentials.models import (
    Completion,
    Credential,
    Exemption,
    Result,
)
from karamad.registers.people.models import (
    Assignment,
    Person,
    Unit,
    UnitPlace,
)
from karamad.registers.people.rules import name_keys
from karamad.trust.accounts.models import User

ON = "1405-08-30"

pytestmark = pytest.mark.django_db


@pytest.fixture
def home(tmp_path: Path, settings: Any, monkeypatch: Any) -> Path:
    """A home with the nation as it is drawn; what other apps tell of it left out."""
    monkeypatch.setattr(chapters, "_chapters", [])
    settings.HOME = tmp_path
    call_command("demo", people=150, on=ON)
    return tmp_path


def test_every_row_of_the_nation_is_in_the_registers(home: Path):
    nation = Nation(150, 1, parse_day(ON))
    dossiers = list(nation.dossiers())

    assert Person.objects.count() == 150
    for model, rows in (
        (Assignment, [row for d in dossiers for row in d.assignments]),
        (Completion, [row for d in dossiers for row in d.completions]),
        (Result, [row for d in dossiers for row in d.results]),
        (Credential, [row for d in dossiers for row in d.credentials]),
        (Exemption, [row for d in dossiers for row in d.exemptions]),
    ):
        # What sample runs gave is of delivery.
        told = model.objects.exclude(entry__act__startswith="delivery:")
        assert told.count() == len(rows)
    assert Unit.objects.count() == 31 + len(nation.land.units)
    assert UnitPlace.objects.count() == Unit.objects.count()
    assert Edition.objects.count() == len(profiles())


def test_a_person_is_written_as_drawn(home: Path):
    dossier = next(Nation(150, 1, parse_day(ON)).dossiers())
    drawn = dossier.person

    written = Person.objects.identified_by(drawn.national_id).get()

    assert written.national_id == drawn.national_id
    assert written.last_name == drawn.last_name
    assert written.birth_date == drawn.birth_date
    assert written.service_start == drawn.service_start
    assert written in Person.objects.named(*name_keys(drawn.last_name))
    assert written.home_unit is not None
    assert written.home_unit.code == dossier.assignments[-1].unit


def test_paths_say_where_a_unit_stands(home: Path):
    town = Unit.objects.filter(kind="municipality", province="29").first()
    assert town is not None
    place = UnitPlace.objects.select_related("parent").get(unit=town)

    assert place.parent is not None
    assert place.parent.kind == "county"
    assert town.path == f"{place.parent.path}{town.pk}."
    assert town.path.startswith(Unit.objects.get(code="29").path)


def test_the_register_gives_the_planted_their_known_answers(home: Path):
    laws = {profile.code: profile for profile in profiles()}
    known = shelf().catalogue
    wrong = []
    for each in json.loads((home / "demo-planted.json").read_text(encoding="utf-8")):
        person = Person.objects.identified_by(each["national_id"]).get()
        facts = facts_of(person)
        for answer in each["answers"]:
            judged = judge(
                laws[answer["profile"]],
                facts,
                known,
                post=each["post"],
                on=parse_day(answer["on"]),
            )
            if judged.verdict != answer["verdict"]:
                wrong.append((each["key"], answer, judged.verdict))

    assert not wrong


def test_five_sign_in_each_to_his_own_reach(home: Path):
    reach = {
        user.username: Person.objects.visible_to(user, on=parse_day(ON)).count()
        for user in User.objects.filter(is_active=True)
    }
    text = (home / "demo-sign-ins.txt").read_text(encoding="utf-8")

    assert set(reach) == {"admin", "deputy", "khorasan", "shahrdari", "learner"}
    assert reach["admin"] == reach["deputy"] == 150
    assert reach["learner"] == 1
    assert 1 < reach["shahrdari"] < reach["khorasan"] < 150
    assert all(name in text for name in reach)
    assert (home / "demo-sign-ins.txt").stat().st_mode & 0o077 == 0


def test_a_password_of_the_file_opens_the_door(home: Path):
    text = (home / "demo-sign-ins.txt").read_text(encoding="utf-8")
    line = next(line for line in text.splitlines() if line.startswith("deputy"))

    assert User.objects.get(username="deputy").check_password(line.split()[1])


def test_some_of_the_home_town_are_considered_for_its_mayor(home: Path):
    considered = Candidacy.objects.current().running_on(parse_day(ON))
    at_home = considered.filter(unit__province="29", post__code="MAYOR")

    assert at_home.values("person").distinct().count() == at_home.count() == 3


def test_new_rows_go_on_after_the_last_key(home: Path):
    last = Person.objects.order_by("-pk").values_list("pk", flat=True)[0]
    entry = Person.objects.get(pk=last).entry

    added = Person.objects.create(
        first_name="مریم",
        last_name="امیدوار",
        national_id="0000000019",
        blind_index="0" * 32,
        sort_key="",
        recorded_at=entry.at,
        entry=entry,
    )

    assert added.pk > last


def test_a_home_with_people_takes_no_demo(home: Path):
    with pytest.raises(CommandError, match="خالی نیست"):
        call_command("demo", people=150)


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"people": 99}, "دست‌کم ۱۰۰ نفر"),
        ({"on": "1405-13-01"}, "no_such_month"),
        ({"on": "1404-09-30"}, "1404-10-01"),
    ],
)
def test_what_makes_no_nation_is_refused(options: dict[str, object], said: str):
    with pytest.raises(CommandError, match=said) as refused:
        call_command("demo", **options)

    assert refused.value.returncode == 2


@pytest.mark.parametrize(
    ("options", "said"), [({}, True), ({"without_sign_ins": True}, False)]
)
def test_sign_ins_are_said_unless_another_says_them(
    monkeypatch: pytest.MonkeyPatch, options: dict[str, bool], said: bool
):
    monkeypatch.setattr(demo.Command, "_make", lambda *_: "deputy  a password")
    out = StringIO()

    call_command("demo", people=600, stdout=out, **options)

    assert ("deputy" in out.getvalue()) is said
