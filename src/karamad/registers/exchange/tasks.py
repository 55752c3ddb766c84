"""What the worker does in the background; each entry point is one action."""

from __future__ import annotations

from django.utils import timezone
from django_tasks import task

from karamad.registers.exchange.actions import working
from karamad.registers.exchange.models import Load, State


@task()
def check_load(load_id: int) -> None:
    """Try a load; passed over when it was stopped or removed meanwhile."""
    load = Load.objects.filter(pk=load_id, state=State.CHECKING).first()
    if load is not None:
        working.check(load, on=timezone.localdate(), clock=timezone.now)


@task()
def run_load(load_id: int) -> None:
    """Run a load; passed over when it was stopped or removed meanwhile."""
    load = Load.objects.filter(pk=load_id, state=State.RUNNING).first()
    if load is not None:
        working.run(load, on=timezone.localdate(), clock=timezone.now)
