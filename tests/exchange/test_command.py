"""On record, and on the command line."""

from collections import Counter
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from karamad.registers.competencies.models import Edition
from karamad.registers.exchange.models import State
from karamad.trust.audit.models import Entry
from tests.exchange.bringing import (
    ALI,
    HEAD,
    ONE,
    SARA,
    Folder,
    everything,
    last_load,
    rows_of,
)

pytestmark = pytest.mark.django_db


def test_a_load_is_on_record_without_any_national_id(nation: Folder):
    nation.load("completions", ONE + f"{SARA},EL-204,04/2/1,1,12\n")

    load = last_load()
    assert (load.new, load.refused, load.state) == (1, 1, State.DONE)
    assert Counter(load.reasons) == Counter({"date-two-digit-year": 1})
    entries = Entry.objects.about("load", load.pk)
    assert set(entries.values_list("act", flat=True)) == {
        "exchange:load:run",
        "exchange:load:finish",
    }
    said = str(list(entries.values("before", "after")))
    assert ALI not in said
    assert SARA not in said


def status(*words: str) -> int:
    try:
        call_command("load", *words)
    except CommandError as error:
        return error.returncode
    return 0


def test_exit_statuses(nation: Folder, capsys: pytest.CaptureFixture[str]):
    bad = f"{SARA},EL-204,04/2/1,1,12\n"
    good, mixed, all_bad = (
        str(nation.text(text)) for text in (ONE, ONE + bad, HEAD + bad)
    )

    assert status("completions", good) == 0
    assert status("completions", mixed) == 1
    assert status("completions", all_bad) == 2
    assert status("completions", mixed, "--all-or-nothing") == 2
    assert status("completions", "/nowhere.csv") == 2
    assert status("completions", good, all_bad) == 1
    assert status("completions", good, "--as", "nobody") == 2
    said = capsys.readouterr()
    assert SARA not in said.out + said.err


def test_export_on_the_command_line(nation: Folder, tmp_path: Path):
    call_command("export", "people", str(tmp_path / "p.csv"))

    assert len(rows_of(tmp_path / "p.csv")) == 4
    with pytest.raises(CommandError):
        call_command("export", "people", str(tmp_path / "p.pdf"))


def test_profiles_go_out_and_come_in_as_the_same(nation: Folder, tmp_path: Path):
    everything(nation)
    path = tmp_path / "profile.yaml"

    call_command("export", "profiles", str(path))

    assert status("profiles", str(path)) == 0
    assert Edition.objects.count() == 1
