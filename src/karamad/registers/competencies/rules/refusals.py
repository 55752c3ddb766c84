"""Why a text is not a profile: every reason at once, each with a stable code."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Fault(StrEnum):
    """What is wrong. Wording hangs on the value, so never rename one."""

    TOO_LARGE = "too_large"
    YAML_UNREADABLE = "yaml_unreadable"
    YAML_ALIAS = "yaml_alias"
    YAML_KEY_TWICE = "yaml_key_twice"
    NOT_A_MAPPING = "not_a_mapping"
    NOT_A_LIST = "not_a_list"
    NOT_TEXT = "not_text"
    FIELD_MISSING = "field_missing"
    FIELD_UNKNOWN = "field_unknown"
    CODE_MALFORMED = "code_malformed"
    VALUE_TWICE = "value_twice"
    NOT_A_NUMBER = "not_a_number"
    NOT_WHOLE = "not_whole"
    TOO_PRECISE = "too_precise"
    OUT_OF_RANGE = "out_of_range"
    BOUNDS_CROSSED = "bounds_crossed"
    WORD_UNKNOWN = "word_unknown"
    BAD_DAY = "bad_day"
    PERIOD_EMPTY = "period_empty"
    KIND_UNKNOWN = "kind_unknown"
    WINDOW_UNKNOWN = "window_unknown"
    CLASS_UNLISTED = "class_unlisted"
    TOO_MANY_CRITERIA = "too_many_criteria"
    CRITERION_TWICE = "criterion_twice"
    TREE_MALFORMED = "tree_malformed"
    TREE_EMPTY = "tree_empty"
    TREE_TOO_DEEP = "tree_too_deep"
    TREE_UNKNOWN_ID = "tree_unknown_id"


@dataclass(frozen=True, slots=True)
class Refusal:
    """One reason. where: the path in the profile, as `criteria[2].window.years`.

    stood: the value as it stood. allowed: what could stand there, where that is a list.
    """

    fault: Fault
    where: str
    stood: str = ""
    allowed: tuple[str, ...] = ()


class BadProfile(ValueError):
    """Not a profile; `refusals` holds every reason, in the order of the text."""

    def __init__(self, refusals: tuple[Refusal, ...]) -> None:
        super().__init__(
            "; ".join(f"{each.fault} {each.where} {each.stood}" for each in refusals)
        )
        self.refusals = refusals
