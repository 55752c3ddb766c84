"""Who signs in, and which role holds where."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar, Self

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models import F, Q

from karamad.trust.accounts.permissions import ROLES, Permission, Reach, Role
from karamad.trust.audit.models import Recorded


class UserManager(BaseUserManager["User"]):
    def create_user(
        self, username: str, password: str | None = None, **fields: Any
    ) -> User:
        user = self.model(username=self.model.normalize_username(username), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(
        self, username: str, password: str | None = None, **fields: Any
    ) -> User:
        return self.create_user(
            username, password, is_staff=True, is_superuser=True, **fields
        )


class User(AbstractBaseUser, PermissionsMixin):
    """A person or a program that signs in. What it may do stands in its grants."""

    username = models.CharField(max_length=60, unique=True)
    name = models.CharField(max_length=120, blank=True)
    name_en = models.CharField(max_length=120, blank=True)
    email = models.EmailField(blank=True)
    language = models.CharField(max_length=2, blank=True)
    is_active = models.BooleanField(default=True)
    is_staff = models.BooleanField(default=False)
    must_change_password = models.BooleanField(default=False)

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    def __str__(self) -> str:
        return self.name or self.username

    def roles_on(self, day: date) -> tuple[Grant, ...]:
        """The grants held on the day; asked of the database once a request."""
        held: dict[date, tuple[Grant, ...]] = self.__dict__.setdefault("_held", {})
        if day not in held:
            held[day] = tuple(Grant.objects.of(self).held_on(day).order_by("pk"))
        return held[day]

    def permissions_on(self, day: date) -> frozenset[Permission]:
        """Everything some role of his allows somewhere."""
        roles = {Role(grant.role) for grant in self.roles_on(day)}
        return frozenset().union(*(ROLES[role] for role in roles))

    def reach(self, permission: Permission, *, on: date) -> Reach:
        """How far a permission of his carries on the day."""
        grants = [g for g in self.roles_on(on) if permission in ROLES[Role(g.role)]]
        offices = [g for g in grants if g.role != Role.LEARNER]
        return Reach(
            everywhere=any(not grant.unit_code for grant in offices),
            unit_codes=frozenset(g.unit_code for g in offices if g.unit_code),
            himself=bool(grants),
        )


class GrantQuerySet(models.QuerySet["Grant"]):
    def of(self, user: User) -> Self:
        return self.filter(user=user)

    def held_on(self, day: date) -> Self:
        ended = Q(until_day=None) | Q(until_day__gt=day)
        return self.filter(ended, from_day__lte=day, revoked_at=None)


class Grant(Recorded):
    """`user` holds `role` on the unit and all below it, from a day until a day.

    `unit_code` is a code, not a key: what lies below a unit is known to
    registers/people. Empty is the whole nation. A substitute for an officer on leave
    holds the officer's role in his own name: `substitutes` says for whom.
    """

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="grants")
    role = models.CharField(max_length=30, choices=[(r.value, r.value) for r in Role])
    unit_code = models.CharField(max_length=40, blank=True)
    from_day = models.DateField()
    until_day = models.DateField(null=True)
    substitutes = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, related_name="+"
    )
    revoked_at = models.DateTimeField(null=True)

    objects = GrantQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="grant_ends_after_it_starts",
                condition=Q(until_day=None) | Q(until_day__gt=F("from_day")),
            ),
            models.CheckConstraint(
                name="nobody_substitutes_himself",
                condition=Q(substitutes=None) | ~Q(substitutes=F("user")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.role} on {self.unit_code or 'the nation'}"
