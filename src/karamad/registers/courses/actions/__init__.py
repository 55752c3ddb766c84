"""Keeping the catalogue, and those who teach."""

from karamad.registers.courses.actions.catalogue import (
    CodeTaken,
    EndsBeforeItStarts,
    accredit,
    add_course,
    add_provider,
    correct_course,
    correct_provider,
    end_accreditation,
    save_course,
    set_equivalents,
)

__all__ = [
    "CodeTaken",
    "EndsBeforeItStarts",
    "accredit",
    "add_course",
    "add_provider",
    "correct_course",
    "correct_provider",
    "end_accreditation",
    "save_course",
    "set_equivalents",
]
