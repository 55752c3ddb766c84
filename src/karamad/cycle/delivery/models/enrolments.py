"""Who sits in a run, who waits, and who agreed."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from karamad.cycle.delivery.models.nominations import Nomination
from karamad.cycle.delivery.models.runs import OF_TEACHERS, Admission, Run
from karamad.cycle.delivery.rules.seating import Ground, Refusal
from karamad.registers.people.models import Assignment, Person, Unit
from karamad.registers.people.models.himself import own_records
from karamad.trust.accounts.models import User
from karamad.trust.accounts.permissions import ROLES, Permission, Role
from karamad.trust.audit.models import Recorded


class EnrolmentState(models.TextChoices):
    ASKED = "asked", _("در انتظار موافقت")
    WAITING = "waiting", _("در فهرست انتظار")
    PLACED = "placed", _("جا دارد")
    WITHDRAWN = "withdrawn", _("انصراف داد")
    DECLINED = "declined", _("پذیرفته نشد")
    RELEASED = "released", _("اجرا لغو شد")
    MOVED = "moved", _("به اجرای دیگری رفت")
    UNNAMED = "unnamed", _("معرفی‌اش پس گرفته شد")


LIVING = (EnrolmentState.ASKED, EnrolmentState.WAITING, EnrolmentState.PLACED)


class EnrolmentQuerySet(models.QuerySet["Enrolment"]):
    def visible_to(
        self,
        user: User,
        *,
        on: date,
        permission: Permission = Permission.DELIVERY_RUN_VIEW,
    ) -> Self:
        """Enrolments of people he may see, and all in runs of his units or taught.

        Nobody decides of himself: to decide, one's own are left out.
        """
        if permission == Permission.DELIVERY_ENROLMENT_DECIDE:
            seen = self._in_reach(user, on, permission)
            return seen.exclude(person__in=own_records(user))
        return self._in_reach(user, on, permission)

    def _in_reach(self, user: User, on: date, permission: Permission) -> Self:
        reach = user.reach(permission, on=on)
        if reach.everywhere:
            return self
        people = Person.objects.visible_to(user, on=on, permission=permission)
        units = Unit.objects.visible_to(user, on=on, permission=permission)
        seen = Q(person__in=people.values("pk")) | Q(run__unit__in=units.values("pk"))
        if permission in {Permission.DELIVERY_RUN_VIEW, *OF_TEACHERS}:
            seen |= Q(run__in=Run.objects.taught_by(user).values("pk"))
        return self.filter(seen)

    def awaiting(self, user: User, *, on: date) -> Self:
        """Those whose next step is a role of his, on people or runs in its reach."""
        asked = self.visible_to(
            user, on=on, permission=Permission.DELIVERY_ENROLMENT_DECIDE
        ).filter(state=EnrolmentState.ASKED, run__cancelled_on=None)
        reach = {role: _reach_of(user, role, on) for role in _deciding(user, on)}
        his = Q(pk__in=[])
        for chain in Run.objects.exclude(chain=[]).values_list("chain").distinct():
            for step, role in enumerate(chain[0]):
                if role in reach:
                    his |= Q(run__chain=chain[0], steps_agreed=step) & reach[role]
        return asked.filter(his)

    def living(self) -> Self:
        return self.filter(state__in=LIVING)

    def placed(self) -> Self:
        return self.filter(state=EnrolmentState.PLACED)

    def waiting(self) -> Self:
        return self.filter(state=EnrolmentState.WAITING)

    def of(self, person_ids: Iterable[int]) -> Self:
        return self.filter(person__in=person_ids)

    def of_unit(self, unit: Unit, *, on: date) -> Self:
        """Those who hold a post in a unit or below it on the day, by any record."""
        below = Unit.objects.below([unit.path])
        seats = Assignment.objects.current().held_on(on)
        held = seats.filter(unit__in=below.values("pk"))
        return self.filter(
            Q(person__in=held.values("person"))
            | Q(person__in=held.values("person__merged_into"))
            | Q(person__merged_into__in=held.values("person"))
        )

    def in_line(self) -> Self:
        """The order of the waiting list: who came first, goes first."""
        return self.order_by("in_line_since", "pk")


def _deciding(user: User, on: date) -> set[str]:
    decides = Permission.DELIVERY_ENROLMENT_DECIDE
    held = {grant.role for grant in user.roles_on(on)}
    return {role for role in held if decides in ROLES[Role(role)]}


def _reach_of(user: User, role: str, on: date) -> Q:
    """People and runs on which he holds this very role."""
    codes = {grant.unit_code for grant in user.roles_on(on) if grant.role == role}
    if "" in codes:
        return Q()
    granted = Unit.objects.filter(code__in=codes)
    units = Unit.objects.below(granted.values_list("path", flat=True))
    people = Person.objects.among(list(Person.objects.seen_from(units, on)))
    return Q(person__in=people.values("pk")) | Q(run__unit__in=units.values("pk"))


class Enrolment(Recorded):
    """One person and one run: asked for, waiting, placed, or no more.

    in_line_since: his turn. jumped: why he was let in before his turn, if he was.
    steps_agreed: how many of the run's chain have agreed. held_back: why he did not
    move up when a place was free, each ground with what decided it. nomination: the act
    of naming that brought him here last, if one did.
    """

    run = models.ForeignKey(Run, on_delete=models.PROTECT, related_name="enrolments")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=EnrolmentState)
    way = models.CharField(max_length=12, choices=Admission)
    asked_at = models.DateTimeField()
    in_line_since = models.DateTimeField()
    steps_agreed = models.PositiveSmallIntegerField(default=0)
    reason = models.CharField(max_length=300, blank=True)
    jumped = models.CharField(max_length=300, blank=True)
    held_back = models.JSONField(default=list)
    nomination = models.ForeignKey(
        Nomination, on_delete=models.PROTECT, null=True, related_name="enrolments"
    )

    objects = EnrolmentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="enrolment_once_a_run", fields=["run", "person"]
            )
        ]
        indexes = [
            models.Index(
                fields=["run", "state", "in_line_since"], name="enrolment_in_line"
            )
        ]

    def __str__(self) -> str:
        return f"{self.person_id} in {self.run_id}: {self.state}"

    @property
    def why_held_back(self) -> tuple[Refusal, ...]:
        return tuple(Refusal(Ground(code), about) for code, about in self.held_back)


class Approval(models.Model):
    """One step of a run's chain, for one who asked: who agreed or not, and why."""

    enrolment = models.ForeignKey(
        Enrolment, on_delete=models.CASCADE, related_name="approvals"
    )
    step = models.PositiveSmallIntegerField()
    role = models.CharField(max_length=24)
    agreed = models.BooleanField()
    reason = models.CharField(max_length=300, blank=True)
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="approval_once_a_step", fields=["enrolment", "step"]
            )
        ]

    def __str__(self) -> str:
        return f"{self.enrolment_id}, step {self.step}"
