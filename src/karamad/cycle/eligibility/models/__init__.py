"""Nouns of the judgement: candidacies, decisions, objections, inquiries."""

from karamad.cycle.eligibility.models.candidacies import Candidacy
from karamad.cycle.eligibility.models.decisions import Decision
from karamad.cycle.eligibility.models.inquiries import (
    Inquiry,
    InquiryRow,
    Progress,
)
from karamad.cycle.eligibility.models.objections import Objection

__all__ = [
    "Candidacy",
    "Decision",
    "Inquiry",
    "InquiryRow",
    "Objection",
    "Progress",
]
