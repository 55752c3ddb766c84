"""Profiles as YAML text: the form officers, circulars and versions are kept in.

Only what the format needs is understood: text, whole and decimal numbers, true, false
and null. A day is text, quoted or not; there are no anchors, tags or merges.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Final

import yaml

from karamad.kernel.text import BIDI
from karamad.registers.competencies.rules.nouns import Profile
from karamad.registers.competencies.rules.reading import read_profile
from karamad.registers.competencies.rules.refusals import BadProfile, Fault, Refusal
from karamad.registers.competencies.rules.writing import write_profile

LARGEST: Final = 256 * 1024  # characters
_DEEPEST: Final = 30
_DIRECTIONLESS: Final = dict.fromkeys(map(ord, BIDI))


def profile_from_yaml(text: str) -> Profile:
    """Return the profile that `text` says.

    Errors: BadProfile with all refusals.
    Source: docs/judgement.md, "A profile".
    """
    return read_profile(_plain(text))


def profile_to_yaml(profile: Profile) -> str:
    """Return `profile` as YAML, fields in their fixed order, Persian as it is.

    Source: docs/judgement.md, "A profile".
    """
    return yaml.dump(
        write_profile(profile),
        Dumper=_Writer,
        allow_unicode=True,
        sort_keys=False,
        width=100,
    )


def _plain(text: str) -> object:
    if len(text) > LARGEST:
        raise _refused(Fault.TOO_LARGE, str(len(text)))
    try:
        return _Reader(text).get_single_data()
    except BadProfile:
        raise
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = "" if mark is None else f"line {mark.line + 1}"
        problem = getattr(error, "problem", None) or type(error).__name__
        raise _refused(Fault.YAML_UNREADABLE, str(problem), where) from None
    except _UNFIT as error:
        raise _refused(Fault.YAML_UNREADABLE, str(error)) from None


# What a value raises that is tagged as a number, or a truth, and is none.
_UNFIT: Final = (ValueError, ArithmeticError, KeyError, RecursionError)


def _refused(fault: Fault, stood: str, where: str = "") -> BadProfile:
    return BadProfile((Refusal(fault, where, stood[:80]),))


class _Reader(yaml.SafeLoader):
    """Safe, and stricter: no aliases, no key twice, no words turned into days."""

    depth = 0

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        if self.check_event(yaml.AliasEvent):
            raise _refused(Fault.YAML_ALIAS, "", f"line {self.line + 1}")
        self.depth += 1
        if self.depth > _DEEPEST:
            raise _refused(Fault.YAML_UNREADABLE, "too deep")
        node = super().compose_node(parent, index)
        self.depth -= 1
        return node

    def plain_mapping(self, node: yaml.MappingNode) -> dict[str, object]:
        mapping: dict[str, object] = {}
        for key_node, value_node in node.value:
            line = f"line {key_node.start_mark.line + 1}"
            if not isinstance(key_node, yaml.ScalarNode):
                raise _refused(Fault.YAML_UNREADABLE, "", line)
            key = self.plain_text(key_node)
            if key in mapping:
                raise _refused(Fault.YAML_KEY_TWICE, key, line)
            mapping[key] = self.construct_object(value_node, deep=True)
        return mapping

    def plain_text(self, node: yaml.ScalarNode) -> str:
        """Return the text without marks of direction; they come along from elsewhere.

        Errors: UnicodeEncodeError for half a sign, which YAML can escape.
        """
        text = str(node.value).translate(_DIRECTIONLESS)
        text.encode()
        return text

    def plain_number(self, node: yaml.ScalarNode) -> int:
        """Return a whole number as decimals say it; YAML 1.1 knows hours and hex."""
        return int(str(node.value))

    def plain_decimal(self, node: yaml.ScalarNode) -> Decimal:
        return Decimal(str(node.value))


_Reader.yaml_implicit_resolvers = {}
for _tag, _pattern, _first in (
    ("null", r"null|~|", ["n", "~", ""]),
    ("bool", r"true|false", ["t", "f"]),
    ("int", r"-?(?:0|[1-9][0-9]*)", list("-0123456789")),
    ("float", r"-?(?:0|[1-9][0-9]*)\.[0-9]+", list("-0123456789")),
):
    _Reader.add_implicit_resolver(
        f"tag:yaml.org,2002:{_tag}", re.compile(f"(?:{_pattern})\\Z"), _first
    )
_Reader.yaml_constructors = {
    tag: construct
    for tag, construct in yaml.SafeLoader.yaml_constructors.items()
    if tag is None or tag.rpartition(":")[2] in {"null", "bool", "int", "str", "seq"}
}
_Reader.add_constructor("tag:yaml.org,2002:map", _Reader.plain_mapping)
_Reader.add_constructor("tag:yaml.org,2002:str", _Reader.plain_text)
_Reader.add_constructor("tag:yaml.org,2002:int", _Reader.plain_number)
_Reader.add_constructor("tag:yaml.org,2002:float", _Reader.plain_decimal)


class _Writer(yaml.SafeDumper):
    """Never writes an alias; quotes what an ordinary reader would not take as text."""

    def ignore_aliases(self, data: object) -> bool:
        return True
