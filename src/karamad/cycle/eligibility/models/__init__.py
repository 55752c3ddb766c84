"""Nouns of the judgement: candidacies, decisions, objections, inquiries."""

from karamad.cycle.eligibility.models.candidacies import Candidacy
from karamad.cycle.eligibility.models.decisions import Decision, VerdictWord
from karamad.cycle.eligibility.models.inquiries import (
    Group,
    Inquiry,
    InquiryRow,
    Progress,
)
from karamad.cycle.eligibility.models.objections import (
    AnswerWord,
    Objection,
    ObjectionState,
    OutcomeWord,
)

__all__ = [
    "AnswerWord",
    "Candidacy",
    "Decision",
    "Group",
    "Inquiry",
    "InquiryRow",
    "Objection",
    "ObjectionState",
    "OutcomeWord",
    "Progress",
    "VerdictWord",
]
