"""Records and decisions never share a moment, and are stamped in their true order."""

from datetime import UTC, datetime, timedelta
from threading import Event, Thread

import pytest
from django.db import IntegrityError, connection, transaction

from karamad.trust.audit.actions import moment_of_decision, moment_of_record
from karamad.trust.audit.models import LastDecision

NOON = datetime(2026, 5, 1, 12, tzinfo=UTC)
AN_HOUR = timedelta(hours=1)


@pytest.mark.django_db
def test_without_a_decision_the_moment_is_the_clocks():
    assert moment_of_record(NOON) == NOON


@pytest.mark.django_db
def test_what_is_recorded_after_a_decision_is_stamped_after_it():
    decided = moment_of_decision(NOON)

    assert moment_of_record(NOON - AN_HOUR) > decided
    assert moment_of_record(NOON) > decided
    assert moment_of_record(NOON + AN_HOUR) == NOON + AN_HOUR


@pytest.mark.django_db
def test_two_decisions_never_share_a_moment():
    first = moment_of_decision(NOON)

    assert moment_of_decision(NOON) > first


@pytest.mark.django_db
def test_there_is_one_last_decision():
    with pytest.raises(IntegrityError, match="one_last_decision"):
        LastDecision.objects.create(pk=2, at=NOON)


@pytest.mark.django_db(transaction=True)
def test_a_moment_is_held_by_a_transaction():
    with pytest.raises(RuntimeError):
        moment_of_record(NOON)


# SQLite lets one transaction write at a time; nothing to wait for.
@pytest.mark.only_on("postgresql")
@pytest.mark.django_db(transaction=True)
def test_a_decision_waits_for_the_writers_under_way():
    writing, order = Event(), []

    def decide() -> None:
        writing.wait()
        try:
            with transaction.atomic():
                moment_of_decision(NOON)
                order.append("decided")
        finally:
            connection.close()

    decider = Thread(target=decide)
    decider.start()
    with transaction.atomic():
        moment_of_record(NOON)
        writing.set()
        decider.join(timeout=0.3)
        order.append("written")
    decider.join()

    assert order == ["written", "decided"]
