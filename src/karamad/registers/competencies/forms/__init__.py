"""Forms of profiles."""

from karamad.registers.competencies.forms.criterion import (
    CriterionForm,
    criterion_values,
)
from karamad.registers.competencies.forms.profile import (
    HeadForm,
    TextForm,
    head_values,
)

__all__ = [
    "CriterionForm",
    "HeadForm",
    "TextForm",
    "criterion_values",
    "head_values",
]
