"""A run: one course held once, by a provider, for the people of a unit."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Self

from django.db import models
from django.db.models import Case, Count, F, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from karamad.cycle.delivery.rules.phases import Phase
from karamad.registers.courses.models import Course, Mode, Provider
from karamad.registers.people.models import Assignment, Unit
from karamad.registers.people.models.himself import own_records
from karamad.trust.accounts.models import User
from karamad.trust.accounts.permissions import Permission, Reach
from karamad.trust.audit.models import Former, Recorded


class Admission(models.TextChoices):
    """How one comes to a place: by asking, by being named, or by an order."""

    OPEN = "open", _("ثبت‌نام آزاد")
    NOMINATION = "nomination", _("با معرفی دستگاه")
    ORDER = "order", _("به دستور")


OF_HIMSELF = frozenset(
    {Permission.DELIVERY_RUN_VIEW, Permission.DELIVERY_ENROLMENT_ASK}
)
OF_PEOPLE = frozenset(
    {Permission.DELIVERY_RUN_VIEW, Permission.DELIVERY_ENROLMENT_NOMINATE}
)
OF_TEACHERS = frozenset(
    {Permission.DELIVERY_ATTENDANCE_TAKE, Permission.DELIVERY_SCORE_ENTER}
)


def _not_begun(on: date) -> Q:
    return Q(first_day=None) | Q(first_day__gt=on)


def _asked_for(on: date) -> Q:
    begun = Q(asking_from=None) | Q(asking_from__lte=on)
    return begun & (Q(asking_until=None) | Q(asking_until__gt=on))


# Of what is announced and neither called off nor closed.
_AHEAD: dict[Phase, Callable[[date], Q]] = {
    Phase.ASKING: lambda on: _not_begun(on) & _asked_for(on),
    Phase.COMING: lambda on: _not_begun(on) & ~_asked_for(on),
    Phase.UNDER_WAY: lambda on: (
        Q(first_day__lte=on) & (Q(last_day=None) | Q(last_day__gte=on))
    ),
    Phase.ENDED: lambda on: Q(first_day__lte=on, last_day__lt=on),
}


class RunQuerySet(models.QuerySet["Run"]):
    def visible_to(
        self,
        user: User,
        *,
        on: date,
        permission: Permission = Permission.DELIVERY_RUN_VIEW,
    ) -> Self:
        """Runs of units in his reach; of himself: those he may join, sits in, teaches.

        To read and to name people: also runs announced for a unit above his, as his
        people may come to them.
        What somebody may join is published, and is of a unit above his own post. Of
        other acts than reading, only what a teacher does is his by teaching.
        """
        reach = user.reach(permission, on=on)
        if reach.everywhere:
            return self
        seen = self._of_offices(reach, permission)
        if reach.himself and permission in OF_HIMSELF:
            seen |= self._of_himself(user, on)
        elif reach.himself and permission in OF_TEACHERS:
            seen |= Q(pk__in=Run.objects.taught_by(user).values("pk"))
        return self.filter(seen)

    @staticmethod
    def _of_offices(reach: Reach, permission: Permission) -> Q:
        if not reach.unit_codes:
            return Q(pk__in=[])
        granted = Unit.objects.filter(code__in=reach.unit_codes)
        paths = list(granted.values_list("path", flat=True))
        seen = Q(unit__in=Unit.objects.below(paths).values("pk"))
        if permission in OF_PEOPLE:
            above = {int(key) for path in paths for key in path.split(".") if key}
            seen |= Q(unit__in=above, published_at__isnull=False)
        return seen

    def read_by(self, user: User, *, on: date) -> Self:
        """Runs whose material he reads: of his office's reach, taught, sat in.

        Whoever gave up his place, or could only ask for one, reads nothing.
        """
        permission = Permission.DELIVERY_RUN_VIEW
        reach = user.reach(permission, on=on)
        if reach.everywhere:
            return self
        read = self._of_offices(reach, permission)
        if reach.himself:
            seated = Run.objects.filter(
                enrolments__person__in=own_records(user), enrolments__state="placed"
            )
            read |= Q(pk__in=seated.values("pk"))
            read |= Q(pk__in=Run.objects.taught_by(user).values("pk"))
        return self.filter(read)

    def _of_himself(self, user: User, on: date) -> Q:
        himself = own_records(user)
        seats = Assignment.objects.current().held_on(on).filter(person__in=himself)
        paths = seats.values_list("unit__path", flat=True)
        above = {int(key) for path in paths for key in path.split(".") if key}
        open_to_him = Q(
            unit__in=above, published_at__isnull=False, admission=Admission.OPEN
        )
        enrolled = Run.objects.filter(enrolments__person__in=himself).values("pk")
        taught = Run.objects.taught_by(user).values("pk")
        return open_to_him | Q(pk__in=enrolled) | Q(pk__in=taught)

    def kept_by(self, user: User, *, on: date, permission: Permission) -> Self:
        """Runs whose books he keeps: of the units of his office, or that he teaches.

        To sit in a run, or to be free to join it, is not enough.
        """
        reach = user.reach(permission, on=on)
        if reach.everywhere:
            return self
        granted = Unit.objects.filter(code__in=reach.unit_codes)
        below = Unit.objects.below(granted.values_list("path", flat=True))
        kept = Q(unit__in=below.values("pk"))
        if reach.himself:
            kept |= Q(pk__in=Run.objects.taught_by(user).values("pk"))
        return self.filter(kept)

    def taught_by(self, user: User) -> Self:
        """Runs of which he teaches a session that was not called off."""
        taught = Run.objects.filter(
            sessions__instructor__person__in=own_records(user),
            sessions__cancelled_at=None,
        )
        return self.filter(pk__in=taught.values("pk"))

    def standing(self) -> Self:
        return self.filter(cancelled_on=None)

    def published(self) -> Self:
        return self.filter(published_at__isnull=False)

    def in_phase(self, phase: Phase, on: date) -> Self:
        """Runs that stand so on the day; the same answer as `rules.phases.phase`."""
        if phase == Phase.CANCELLED:
            return self.exclude(cancelled_on=None)
        live = self.filter(cancelled_on=None)
        if phase == Phase.CLOSED:
            return live.exclude(closed_on=None)
        live = live.filter(closed_on=None)
        if phase == Phase.DRAFT:
            return live.filter(published_at=None)
        return live.published().filter(_AHEAD[phase](on))

    def taking_the_named(self, on: date) -> Self:
        """Runs for which people may be named on the day."""
        live = self.published().filter(cancelled_on=None, closed_on=None)
        return live.filter(_not_begun(on) | _AHEAD[Phase.UNDER_WAY](on))

    def with_placed(self) -> Self:
        """Each with `placed`: how many people have a place.

        Asked run by run: joined, all enrolments of all runs would be grouped first.
        """
        seated = Run.objects.filter(pk=OuterRef("pk"), enrolments__state="placed")
        people = seated.order_by().values("pk").annotate(people=Count("enrolments"))
        return self.annotate(placed=Coalesce(Subquery(people.values("people")), 0))

    def with_places_empty(self, on: date) -> Self:
        """Announced, not begun, and fewer people than places."""
        waited_for = self.standing().published().filter(closed_on=None)
        coming = waited_for.filter(Q(first_day=None) | Q(first_day__gte=on))
        return coming.with_placed().filter(placed__lt=F("capacity"))

    def ended_by(self, day: date) -> Self:
        """Whose last session was before the day."""
        return self.filter(last_day__lt=day)

    def coming_first(self) -> Self:
        return self.order_by(F("first_day").asc(nulls_last=True), "pk")

    def needed_first(self, on: date) -> Self:
        """Those that still come or run by their day, then those that are over."""
        over = Q(last_day__lt=on) | ~Q(cancelled_on=None) | ~Q(closed_on=None)
        is_over = Case(When(over, then=Value(1)), default=Value(0))
        coming = F("first_day").asc(nulls_first=True)
        return self.order_by(is_over, coming, "pk")


class RunFacts(models.Model):
    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="+")
    provider = models.ForeignKey(
        Provider, on_delete=models.PROTECT, null=True, related_name="+"
    )
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=200, blank=True)
    mode = models.CharField(max_length=12, choices=Mode)
    admission = models.CharField(max_length=12, choices=Admission)
    capacity = models.PositiveIntegerField(help_text="People; on all sessions alike.")
    asking_from = models.DateField(null=True)
    asking_until = models.DateField(null=True, help_text="Not included.")
    chain = models.JSONField(
        default=list, help_text="Roles that must agree, one after the other."
    )
    hours = models.DecimalField(max_digits=7, decimal_places=2, null=True)
    price = models.BigIntegerField(null=True, help_text="Rials a head, as agreed.")
    published_at = models.DateTimeField(null=True)
    cancelled_on = models.DateField(null=True)
    closed_on = models.DateField(null=True, help_text="When its outcomes were settled.")
    reason = models.CharField(max_length=300, blank=True)

    class Meta:
        abstract = True


class Run(RunFacts, Recorded):
    """A course held once. Null hours: the course's.

    unit: whose run it is; people of it and below may come. first_day, last_day: of its
    sessions, derived whenever these change.
    """

    code = models.CharField(max_length=24, unique=True)
    first_day = models.DateField(null=True, db_index=True)
    last_day = models.DateField(null=True)
    sample = models.BooleanField(default=False)

    objects = RunQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="run_has_room_for_somebody", condition=Q(capacity__gt=0)
            ),
            models.CheckConstraint(
                name="run_asking_ends_after_it_begins",
                condition=Q(asking_from=None)
                | Q(asking_until=None)
                | Q(asking_until__gt=F("asking_from")),
            ),
            models.CheckConstraint(
                name="run_hours_not_negative",
                condition=Q(hours=None) | Q(hours__gte=0),
            ),
            models.CheckConstraint(
                name="run_price_not_negative",
                condition=Q(price=None) | Q(price__gte=0),
            ),
        ]
        indexes = [models.Index(fields=["unit", "first_day"], name="run_of_unit")]

    def __str__(self) -> str:
        return self.title or self.code

    @property
    def is_cancelled(self) -> bool:
        return self.cancelled_on is not None

    @property
    def is_closed(self) -> bool:
        return self.closed_on is not None


class FormerRun(RunFacts, Former):
    """What a run's row said before a correction."""

    run = models.ForeignKey(Run, on_delete=models.CASCADE, related_name="former")

    def __str__(self) -> str:
        return self.title
