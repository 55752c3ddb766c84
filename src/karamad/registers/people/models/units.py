"""Units and their dated places in the tree."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Self

from django.db import models
from django.db.models import Exists, F, OuterRef, Q, Value
from django.db.models.functions import Cast, Concat
from django.utils.translation import gettext_lazy as _

from karamad.registers.people import fields  # noqa: F401 - registers `begins`
from karamad.registers.people.models.called import CalledQuerySet
from karamad.trust.accounts.models import User
from karamad.trust.accounts.permissions import Permission
from karamad.trust.audit.models import (
    Former,
    Recorded,
    Superseding,
    SupersedingQuerySet,
)


class UnitKind(models.TextChoices):
    MINISTRY = "ministry", _("وزارتخانه")
    ORGANISATION = "organisation", _("سازمان")
    PROVINCE = "province", _("استان")
    COUNTY = "county", _("شهرستان")
    DISTRICT = "district", _("بخش")
    CITY = "city", _("شهر")
    MUNICIPALITY = "municipality", _("شهرداری")
    VILLAGE_ADMIN = "village_admin", _("دهیاری")
    COUNCIL = "council", _("شورا")
    SCHOOL = "school", _("مدرسه")
    OFFICE = "office", _("اداره")
    CENTRE = "centre", _("مرکز")


class UnitQuerySet(CalledQuerySet["Unit"]):
    def below(self, paths: Iterable[str]) -> Self:
        """Units at these paths and under them, in today's tree.

        A unit whose path is not yet derived has nothing below it, not everything.
        """
        condition = Q(pk__in=[])
        for path in paths:
            if path:
                condition |= Q(path__begins=path)
        return self.filter(condition)

    def roots(self) -> Self:
        """Units under no other, in today's tree."""
        own = Concat(Cast("pk", models.CharField()), Value("."))
        return self.filter(path=own)

    def open_on(self, day: date) -> Self:
        opened = Q(opened_on=None) | Q(opened_on__lte=day)
        closed = Q(closed_on=None) | Q(closed_on__gt=day)
        return self.filter(opened, closed)

    def visible_to(
        self,
        user: User,
        *,
        on: date,
        permission: Permission = Permission.PEOPLE_UNIT_VIEW,
    ) -> Self:
        """Units on which, or above which, `user` holds a role that allows it."""
        reach = user.reach(permission, on=on)
        if reach.everywhere:
            return self
        granted = Unit.objects.filter(code__in=reach.unit_codes)
        return self.below(granted.values_list("path", flat=True))

    def office_of(self, user: User, *, on: date, permission: Permission) -> Unit | None:
        """Return the highest unit on which he may do so; None: he may everywhere."""
        if user.reach(permission, on=on).everywhere:
            return None
        seen = self.visible_to(user, on=on, permission=permission)
        return seen.order_by("path", "pk").first()


class UnitFacts(models.Model):
    name = models.CharField(max_length=200)
    name_en = models.CharField(max_length=200, blank=True)
    kind = models.CharField(max_length=20, choices=UnitKind)
    province = models.CharField(max_length=2, blank=True)
    population = models.PositiveIntegerField(null=True)
    income_class = models.PositiveSmallIntegerField(null=True)
    grade = models.PositiveSmallIntegerField(null=True)
    opened_on = models.DateField(null=True)
    closed_on = models.DateField(null=True)

    class Meta:
        abstract = True


class Unit(UnitFacts, Recorded):
    """A ministry, province, municipality, school …: what people belong to.

    `path` is today's place in the tree, "12.345.6789.", derived from `UnitPlace` by
    `actions.refresh_paths`; a unit and all below it share its beginning.
    """

    code = models.CharField(max_length=40, unique=True)
    path = models.CharField(max_length=200)
    search_key = models.CharField(max_length=200, blank=True)
    sort_key = models.CharField(max_length=220, blank=True)
    merged_into = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, related_name="+"
    )

    objects = UnitQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="unit_province_is_two_digits",
                condition=Q(province="") | Q(province__regex=r"^[0-9][0-9]$"),
            ),
            models.CheckConstraint(
                name="unit_closes_after_it_opens",
                condition=Q(opened_on=None)
                | Q(closed_on=None)
                | Q(closed_on__gt=F("opened_on")),
            ),
            models.CheckConstraint(
                name="unit_income_class_1_to_10",
                condition=Q(income_class=None) | Q(income_class__range=(1, 10)),
            ),
            models.CheckConstraint(
                name="unit_grade_1_to_12",
                condition=Q(grade=None) | Q(grade__range=(1, 12)),
            ),
            models.CheckConstraint(
                name="unit_not_merged_into_itself",
                condition=Q(merged_into=None) | ~Q(merged_into=F("pk")),
            ),
        ]
        indexes = [
            models.Index(fields=["sort_key"], name="unit_sort"),
            # What lies below a unit is read from it alone.
            models.Index(
                fields=["path", "id"],
                name="unit_path_begins",
                opclasses=["varchar_pattern_ops", "int8_ops"],  # for LIKE 'prefix%'
            ),
            models.Index(fields=["search_key"], name="unit_search"),
            models.Index(fields=["province", "kind"], name="unit_province_kind"),
        ]

    def __str__(self) -> str:
        return self.name


class FormerUnit(UnitFacts, Former):
    """What a unit's row said before a correction."""

    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="former")

    class Meta:
        indexes = [models.Index(fields=["unit", "recorded_at"], name="former_unit")]

    def __str__(self) -> str:
        return self.name


class UnitPlaceQuerySet(SupersedingQuerySet["UnitPlace"]):
    def begun_by(self, day: date) -> Self:
        return self.filter(Q(from_day=None) | Q(from_day__lte=day))

    def in_force_on(self, day: date) -> Self:
        """One place a unit: the latest begun by the day, on today's record."""
        begun = UnitPlace.objects.current().filter(
            unit=OuterRef("unit"), from_day__lte=day
        )
        later = begun.filter(from_day__gt=OuterRef("from_day"))
        last = Q(from_day=None) & ~Exists(begun) | Q(from_day__lte=day) & ~Exists(later)
        return self.current().filter(last)


class UnitPlace(Superseding):
    """From `from_day` on the unit stands under `parent`; the next place ends this one.

    A null `from_day` is "ever since"; a null parent is a root.
    """

    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="places")
    parent = models.ForeignKey(
        Unit, on_delete=models.PROTECT, null=True, related_name="children_places"
    )
    from_day = models.DateField(null=True)

    objects = UnitPlaceQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="unit_has_one_place_from_a_day",
                fields=["unit", "from_day"],
                condition=Q(superseded_at=None),
            ),
            models.UniqueConstraint(
                name="unit_has_one_place_ever_since",
                fields=["unit"],
                condition=Q(superseded_at=None, from_day=None),
            ),
            models.CheckConstraint(
                name="unit_is_not_its_own_parent",
                condition=Q(parent=None) | ~Q(parent=F("unit")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit_id} under {self.parent_id} from {self.from_day}"
