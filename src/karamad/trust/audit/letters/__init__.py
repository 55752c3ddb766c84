"""What the audit holds, in words: acts, and the names of what they change."""

from karamad.trust.audit.letters.acts import (
    THINGS,
    VERBS,
    act_words,
    kind_words,
)
from karamad.trust.audit.letters.facts import FACTS, fact_words
from karamad.trust.audit.letters.values import value_words

__all__ = [
    "FACTS",
    "THINGS",
    "VERBS",
    "act_words",
    "fact_words",
    "kind_words",
    "value_words",
]
