"""What the worker does: tries, runs, stops, goes on after a break."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from karamad.kernel.identifiers import synthetic
from karamad.registers.credentials.models import Completion
from karamad.registers.exchange import actions
from karamad.registers.exchange.actions import receiving, working
from karamad.registers.exchange.models import Load, State
from karamad.registers.exchange.rules.faults import FileCode, Unreadable
from karamad.registers.exchange.rules.headers import How
from karamad.registers.exchange.running import Passage
from karamad.registers.exchange.views import shown
from karamad.registers.exchange.writing.references import Scope
from karamad.registers.people.models import Person
from karamad.trust.accounts.models import User
from karamad.trust.accounts.permissions import Role
from tests.exchange.bringing import (
    ALI,
    HEAD,
    NOON,
    ONE,
    SARA,
    TODAY,
    Clock,
    Folder,
    officer,
    stand_in_for,
)

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)
MANY = "national_id,first_name,last_name\n" + "".join(
    f"{synthetic(n)},نام,نشان\n" for n in range(100, 130)
)


@pytest.fixture(autouse=True)
def at_home(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path / "uploads"


@pytest.fixture
def small_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(working, "BATCH", 10)
    monkeypatch.setattr(working, "OFTEN", 0)


def receive(kind: str, text: str, by: User | None = None) -> Load:
    return actions.receive(
        kind=kind,
        name="file.csv",
        chunks=[text.encode()],
        scope=actions.scope_of(by, TODAY) if by else Scope(TODAY),
        at=NOON,
    )


def check(load: Load) -> Load:
    load = actions.request_check(load, at=NOON)
    return actions.check(load, on=TODAY, clock=Clock())


def run(load: Load) -> Load:
    load = actions.request_run(load, at=NOON)
    return actions.run(load, on=TODAY, clock=Clock())


def test_a_file_is_tried_then_run(nation: Folder):
    load = check(receive("completions", ONE + f"{SARA},EL-204,04/2/1,1,\n"))

    assert (load.state, load.new, load.refused) == (State.CHECKED, 1, 1)
    assert not Completion.objects.exists()
    refusal = load.refusals.get()
    assert (refusal.row, refusal.value) == (3, "04/2/1")
    load = run(load)
    assert (load.state, load.new, load.rows) == (State.DONE, 1, 2)
    assert Completion.objects.get().entry_id == load.entry_id
    assert (receiving.folder() / load.errors_path).exists()


def test_a_substitute_loads_in_the_officers_seat_while_he_may(nation: Folder):
    absent = officer("absent", Role.HR_OFFICER, "M1")
    stand_in = stand_in_for(absent, until=TODAY + DAY)
    load, late = (receive("completions", ONE, by=stand_in) for _ in range(2))
    forgotten = Load.objects.get(pk=load.pk)  # the worker knows no session

    done = run(forgotten)
    late = actions.request_run(Load.objects.get(pk=late.pk), at=NOON)
    late = actions.run(late, on=TODAY + DAY, clock=Clock())

    assert (done.state, done.new) == (State.DONE, 1)
    assert done.entry is not None
    assert (done.entry.actor, done.entry.acting_for) == (stand_in, absent)
    assert (late.state, late.fault) == (State.FAILED, FileCode.NOT_ALLOWED)


def test_what_is_made_in_anothers_seat_is_seen_from_there(nation: Folder):
    absent = officer("absent", Role.HR_OFFICER, "M1")
    stand_in = stand_in_for(absent, until=TODAY + DAY)
    load = receive("completions", ONE, by=stand_in)

    seen_there = Load.objects.visible_to(stand_in, on=TODAY)
    back = User.objects.get(pk=stand_in.pk)

    assert load in seen_there
    assert load in Load.objects.visible_to(absent, on=TODAY)
    assert load not in Load.objects.visible_to(back, on=TODAY)


def test_the_columns_of_a_file_are_shown_with_samples(nation: Folder):
    load = receive("completions", f"کدملی پرسنل,کد دوره,بی‌ربط\n,,\n{ALI},EL-204,؟\n")

    first, second, third = actions.columns_of(load)

    assert (first.how, first.near, first.sample) == (How.NEAR_NAME, "national_id", ALI)
    assert (second.how, second.column) == (How.SAME_NAME, "course")
    assert (third.how, third.column) == (How.UNKNOWN, "")


def test_a_mapping_given_wins(nation: Folder):
    load = receive("people", f"شناسه,اسم,فامیل\n{synthetic(9)},الف,ب\n")
    with pytest.raises(Unreadable) as caught:
        actions.give_mapping(load, {"شناسه": "national_id"})
    assert caught.value.code is FileCode.COLUMN_MISSING

    load = actions.give_mapping(
        load, {"شناسه": "national_id", "اسم": "first_name", "فامیل": "last_name"}
    )

    assert run(load).new == 1


def test_a_load_stops_after_the_batch_under_way_and_goes_on(
    nation: Folder, small_batches: None, monkeypatch: pytest.MonkeyPatch
):
    load = receive("people", MANY)
    note = working.Notes.heard

    def heard_and_stopped(self: working.Notes, passage: Passage) -> None:
        actions.ask_to_stop(self.load)
        note(self, passage)

    with monkeypatch.context() as patch:
        patch.setattr(Passage, "share", 0.4)
        patch.setattr(working.Notes, "heard", heard_and_stopped)
        load = run(load)

    assert (load.state, load.new) == (State.CANCELLED, 10)
    assert Person.objects.count() == 3 + 10
    assert actions.rows_on_record(load) == 10
    assert shown.steps(load)[1] == 4  # it is being written, not done
    assert str(shown.counts(load, with_file=False)[-1].label) == "خوانده تا این‌جا"
    load = run(load)
    assert (load.state, load.new, load.same) == (State.DONE, 20, 10)
    assert str(shown.counts(load, with_file=False)[-1].label) == "همهٔ پرونده"
    assert actions.rows_on_record(load) == 30
    assert actions.take_back(load=load, by=None, at=NOON).removed == 30


def test_whole_batches_outlive_a_break(
    nation: Folder, small_batches: None, monkeypatch: pytest.MonkeyPatch
):
    load = receive("people", MANY)
    with monkeypatch.context() as patch:
        patch.setattr(working.Notes, "heard", _break)
        with pytest.raises(MemoryError):
            run(load)

    load.refresh_from_db()
    assert load.state == State.FAILED
    assert Person.objects.count() == 3 + 10
    assert run(load).state == State.DONE
    assert Person.objects.count() == 3 + 30
    undone = actions.take_back(load=load, by=None, at=NOON)
    assert undone.removed == 30


def _break(*_: object) -> None:
    raise MemoryError


def test_one_whose_worker_died_is_asked_for_again(nation: Folder):
    load = actions.request_run(receive("completions", ONE), at=NOON)

    with pytest.raises(actions.NotNow):
        actions.request_run(load, at=NOON + timedelta(seconds=59))
    load = actions.request_run(load, at=NOON + timedelta(seconds=61))

    assert actions.run(load, on=TODAY, clock=Clock()).state == State.DONE


def test_all_or_nothing_in_the_background(nation: Folder):
    load = receive("completions", ONE + f"{SARA},EL-204,04/2/1,1,\n")
    mapping = {name: name for name in HEAD.strip().split(",")}
    load = actions.give_mapping(load, mapping, all_or_nothing=True)

    assert run(load).state == State.FAILED
    assert not Completion.objects.exists()


def test_what_cannot_be_read_says_why(nation: Folder):
    load = check(receive("completions", "%PDF-1.7"))

    assert (load.state, load.fault) == (State.FAILED, FileCode.NOT_A_TABLE)


def test_too_large_a_file_is_not_kept(nation: Folder, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(receiving, "LARGEST", 10)

    with pytest.raises(Unreadable):
        receive("completions", ONE)

    assert not list(receiving.folder().iterdir())
    assert not Load.objects.filter(kind="completions").exists()


def test_only_what_wrote_nothing_is_removed(nation: Folder):
    tried, done = check(receive("completions", ONE)), run(receive("completions", ONE))

    actions.remove(tried)

    with pytest.raises(actions.NotNow):
        actions.remove(done)


def test_who_waits_behind_a_longer_load_has_not_died(
    settings: Any, django_capture_on_commit_callbacks: Any
):
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    load = receive("people", MANY)
    with django_capture_on_commit_callbacks(execute=True):
        load = actions.request_check(load, at=NOON)
    later = NOON + timedelta(minutes=20)

    waits = working.is_silent(load, later)
    DBTaskResult.objects.update(status=TaskResultStatus.RUNNING)  # and killed there
    died = working.is_silent(load, later)

    assert (waits, died) == (False, True)
    assert not working.is_silent(load, NOON + working.SILENCE)
