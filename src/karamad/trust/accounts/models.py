"""Who signs in, and which role holds where."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, ClassVar, Self

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q
from django.utils.timezone import localdate

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


class User(AbstractBaseUser):
    """A person or a program that signs in. What it may do stands in its grants.

    A substitute sits in one seat at a time: `acting_for` is the officer he stands in
    for, None his own seat; only the grants of that seat count.
    """

    username = models.CharField(max_length=60, unique=True)
    name = models.CharField(max_length=120, blank=True)
    name_en = models.CharField(max_length=120, blank=True)
    email = models.EmailField(blank=True)
    language = models.CharField(max_length=2, blank=True)
    is_active = models.BooleanField(default=True)
    is_program = models.BooleanField(default=False)
    must_change_password = models.BooleanField(default=False)

    acting_for: User | None = None

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    def __str__(self) -> str:
        return self.name or self.username

    def held_on(self, day: date) -> tuple[Grant, ...]:
        """Every grant held on the day; asked of the database once a request."""
        held: dict[date, tuple[Grant, ...]] = self.__dict__.setdefault("_held", {})
        if day not in held:
            grants = Grant.objects.of(self).held_on(day).select_related("substitutes")
            held[day] = tuple(grants.order_by("pk"))
        return held[day]

    def own_grants_on(self, day: date) -> tuple[Grant, ...]:
        return tuple(g for g in self.held_on(day) if g.substitutes_id is None)

    def officers_on(self, day: date) -> tuple[User, ...]:
        """For whom this user may sit on the day."""
        officers = {g.substitutes for g in self.held_on(day) if g.substitutes}
        return tuple(sorted(officers, key=lambda officer: officer.pk))

    def roles_on(self, day: date) -> tuple[Grant, ...]:
        """The grants of the seat he sits in."""
        seat = None if self.acting_for is None else self.acting_for.pk
        return tuple(g for g in self.held_on(day) if g.substitutes_id == seat)

    def permissions_on(self, day: date) -> frozenset[Permission]:
        """Everything some role of his allows somewhere; a page asks it forty times."""
        known: dict[Any, frozenset[Permission]]
        known = self.__dict__.setdefault("_permissions", {})
        asked = (day, None if self.acting_for is None else self.acting_for.pk)
        if asked not in known:
            roles = {Role(grant.role) for grant in self.roles_on(day)}
            known[asked] = frozenset().union(*(ROLES[role] for role in roles))
        return known[asked]

    def reach(self, permission: Permission, *, on: date) -> Reach:
        """How far a permission of his carries on the day."""
        grants = [g for g in self.roles_on(on) if permission in ROLES[Role(g.role)]]
        offices = [g for g in grants if g.role != Role.LEARNER]
        return Reach(
            everywhere=any(not grant.unit_code for grant in offices),
            unit_codes=frozenset(g.unit_code for g in offices if g.unit_code),
            himself=bool(grants),
        )

    # Django's admin asks these two; it is for administrators alone.
    def has_perm(self, perm: str, obj: Any = None) -> bool:
        held = self.own_grants_on(localdate())
        return self.is_active and any(g.role == Role.ADMINISTRATOR for g in held)

    def has_module_perms(self, app_label: str) -> bool:
        return self.has_perm(app_label)


class GrantQuerySet(models.QuerySet["Grant"]):
    def of(self, user: User) -> Self:
        return self.filter(user=user)

    def unrevoked(self) -> Self:
        return self.filter(revoked_at=None)

    def within(self, reach: Reach, codes: models.QuerySet[Any] | None = None) -> Self:
        """Grants on places that a reach covers; codes: of the units it covers."""
        if reach.everywhere:
            return self
        return self.none() if codes is None else self.filter(unit_code__in=codes)

    def lasting_beyond(self, day: date) -> Self:
        """Grants in force on the day or beginning later."""
        return self.filter(Q(until_day=None) | Q(until_day__gt=day))

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
    role = models.CharField(max_length=30, choices=[(r.value, r.label) for r in Role])
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


class TokenQuerySet(models.QuerySet["Token"]):
    def usable_at(self, moment: datetime) -> Self:
        return self.filter(expires_at__gt=moment, revoked_at=None, user__is_active=True)


class Token(Recorded):
    """The key of one integration; only its digest is kept.

    What the program may do stands in the grants of its own `user`. `prefix` tells two
    tokens apart in a list and finds the row; the secret part is 256 bits of chance, so
    a plain SHA-256 is enough.
    """

    name = models.CharField(max_length=120)
    user = models.OneToOneField(User, on_delete=models.PROTECT, related_name="+")
    prefix = models.CharField(max_length=12, unique=True)
    digest = models.CharField(max_length=64)
    created_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    expires_at = models.DateTimeField()
    last_used_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    objects = TokenQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="token_expires_after_it_is_issued",
                condition=Q(expires_at__gt=F("recorded_at")),
            )
        ]

    def __str__(self) -> str:
        return self.name
