"""The finder of who/when pairs finds them; the house may have none at the moment."""

import pytest
from django.db import models
from django.db.models import Q
from django.test.utils import isolate_apps

from tests.architecture.test_house_rules import loose_pairs

TOGETHER = models.CheckConstraint(
    name="closed_by_and_at",
    condition=Q(closed_by="", closed_at=None)
    | (~Q(closed_by="") & Q(closed_at__isnull=False)),
)
APART = models.CheckConstraint(name="closed_by_only", condition=~Q(closed_by="nobody"))


@pytest.mark.parametrize(
    ("optional", "constraints", "loose"),
    [
        (True, [], ["architecture.Case.closed_by"]),
        (True, [APART], ["architecture.Case.closed_by"]),
        (True, [TOGETHER], []),
        (False, [], []),
    ],
)
@isolate_apps("tests.architecture")
def test_a_pair_must_hold_together(optional, constraints, loose):
    class Case(models.Model):  # noqa: DJ008 - never shown
        closed_by = models.CharField(max_length=10, null=optional)
        closed_at = models.DateTimeField(null=optional)

        class Meta:
            app_label = "architecture"

    Case._meta.constraints = constraints

    assert list(loose_pairs(Case)) == loose
