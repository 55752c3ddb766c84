"""What an officer gives a run of what is handed out, instead of what it would take."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from karamad.cycle.delivery.models.runs import Run
from karamad.registers.courses.models import Material, MaterialVersion
from karamad.trust.audit.models import Superseding, SupersedingQuerySet


class GivenVersion(Superseding):
    """A run takes this version; superseded: by another one, or by the rule."""

    run = models.ForeignKey(Run, on_delete=models.PROTECT, related_name="+")
    material = models.ForeignKey(Material, on_delete=models.PROTECT, related_name="+")
    version = models.ForeignKey(
        MaterialVersion, on_delete=models.PROTECT, related_name="+"
    )

    objects = SupersedingQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="material_given_once_a_run",
                fields=["run", "material"],
                condition=Q(superseded_at=None),
            )
        ]

    def __str__(self) -> str:
        return f"{self.version_id} to {self.run_id}"
