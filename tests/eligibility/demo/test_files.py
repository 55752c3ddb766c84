import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.management import call_command
from django.utils import timezone

from karamad.cycle.eligibility.actions.catalogue import shelf
from karamad.cycle.eligibility.actions.gathering import facts_of
from karamad.cycle.eligibility.demo.files.sheets import dirty, spelt
from karamad.cycle.eligibility.demo.nation import EARLIEST, Nation
from karamad.cycle.eligibility.demo.profiles import profiles
from karamad.cycle.eligibility.rules import judge
from karamad.kernel.jalali import parse_day
from karamad.kernel.text import clean
from karamad.registers.exchange import actions, seeding
from karamad.registers.exchange.writing.references import Scope
from karamad.registers.people.models import Person

ON = "1405-01-20"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("nation")
    call_command("demo", people=110, on=ON, files=made)
    return made


def test_the_files_are_the_same_for_the_same_seed(folder: Path, tmp_path: Path):
    call_command("demo", people=110, on=ON, files=tmp_path)

    for file in folder.glob("*.csv"):
        assert (tmp_path / file.name).read_bytes() == file.read_bytes()


def test_old_programs_write_arabic_letters_in_their_own_encoding(folder: Path):
    old = (folder / "04-people.csv").read_bytes()

    with pytest.raises(UnicodeDecodeError):
        old.decode()
    text = old.decode("cp1256")
    assert "ي" in text
    assert "ی" not in text
    assert text.count(";") > 100


@pytest.mark.parametrize("number", range(7))
def test_dirt_does_not_change_what_a_name_means(number: int):
    for name in ("علی‌اکبر", "کریمی", "مریم"):
        assert clean(dirty(name, number)) == name


@pytest.mark.parametrize("number", range(5))
def test_a_day_is_the_same_in_every_spelling(number: int):
    assert parse_day(spelt(EARLIEST, number)) == EARLIEST


@pytest.mark.django_db
def test_a_load_counts_what_the_list_expects_and_the_answers_are_known(folder: Path):
    seeding.seed(at=timezone.now())
    expected = json.loads((folder / "expected.json").read_text(encoding="utf-8"))
    load("profiles", *sorted((folder / "profiles").glob("*.yaml")))

    for each in expected:
        (outcome,) = load(each["kind"], folder / each["file"])
        counts = outcome.counts
        refused = [
            {"row": r.row, "column": r.column, "code": str(r.code)}
            for r in outcome.refusals
        ]
        assert refused == each["refused"], each["file"]
        assert (counts.new, counts.same, counts.mended) == (
            each["new"],
            each["same"],
            each["mended"],
        ), each["file"]
        assert counts.rows == each["rows"], each["file"]
    assert Person.objects.count() == 110
    assert not list(wrong_answers(folder))


def load(kind: str, *files: Path) -> list[actions.Outcome]:
    order = actions.Order(kind=kind, scope=Scope(parse_day(ON)), clock=timezone.now)
    return list(actions.load_files(order, files, None, lambda *_: None))


def wrong_answers(folder: Path) -> Iterator[tuple[str, str, str]]:
    laws = {profile.code: profile for profile in profiles()}
    nation = Nation(110, 1, parse_day(ON))
    for each in nation.planted():
        digits = each.dossier.person.national_id
        facts = facts_of(Person.objects.identified_by(digits).get())
        post = each.dossier.assignments[-1].post
        for answer in each.answers:
            law = laws[answer.profile]
            judged = judge(law, facts, shelf().catalogue, post=post, on=answer.on)
            if judged.verdict != answer.verdict:
                yield each.key, answer.verdict, judged.verdict
