"""The costing of a run: the line of a plan it carries out, and its invoices."""

from karamad.cycle.costs.models.costings import Costing, CostingQuerySet
from karamad.cycle.costs.models.invoices import (
    FormerInvoice,
    Invoice,
    InvoiceKind,
    InvoiceQuerySet,
)

__all__ = [
    "Costing",
    "CostingQuerySet",
    "FormerInvoice",
    "Invoice",
    "InvoiceKind",
    "InvoiceQuerySet",
]
