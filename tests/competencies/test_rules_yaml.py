"""YAML that is read as text and numbers, and never as anything cleverer."""

import pytest

from karamad.registers.competencies.rules import (
    BadProfile,
    Fault,
    profile_from_yaml,
    profile_to_yaml,
)

HEAD = "profile: p\ntitle: {fa: نمونه}\n"


def fault(text):
    with pytest.raises(BadProfile) as refused:
        profile_from_yaml(text)
    return refused.value.refusals[0]


def test_a_day_is_text_quoted_or_not():
    written = (
        "criteria: [{{id: a, kind: service, years: 1, source: {{document: '1'}},"
        " in_force: {{from: {0}}}}}]\n"
    )

    bare = profile_from_yaml(HEAD + written.format("1404-05-15"))
    quoted = profile_from_yaml(HEAD + written.format("'1404-05-15'"))

    assert bare == quoted


@pytest.mark.parametrize("word", ["on", "yes", "no", "0123", "1:30", "1_000", "0x1f"])
def test_words_other_readers_take_for_something_else_stay_words(word):
    text = f"criteria: [{{id: {word}, kind: service, source: {{document: {word}}}}}]\n"
    profile = profile_from_yaml(HEAD + text)

    assert profile.criteria[0].id == word
    assert profile.criteria[0].source.document == word
    assert profile_from_yaml(profile_to_yaml(profile)) == profile


def test_a_document_number_needs_no_quotes():
    text = "criteria: [{id: a, kind: service, source: {document: 226725}}]\n"

    assert profile_from_yaml(HEAD + text).criteria[0].source.document == "226725"


def test_a_key_written_twice_is_refused_with_its_line():
    refusal = fault("profile: p\nprofile: q\n")

    assert (refusal.fault, refusal.where, refusal.stood) == (
        Fault.YAML_KEY_TWICE,
        "line 2",
        "profile",
    )


def test_a_key_written_twice_deep_inside_is_refused():
    assert fault(HEAD + "criteria: [{id: a, id: b}]").fault is Fault.YAML_KEY_TWICE


def test_laughter_is_not_expanded():
    bomb = "a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\n"

    assert fault(bomb).fault is Fault.YAML_ALIAS


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("x" * (256 * 1024 + 1), Fault.TOO_LARGE),
        ("[" * 40, Fault.YAML_UNREADABLE),
        ("[" * 200_000, Fault.YAML_UNREADABLE),
        ("a: [", Fault.YAML_UNREADABLE),
        ("a: !!python/object/apply:os.system [ls]", Fault.YAML_UNREADABLE),
        ("a: !!timestamp 2001-01-01", Fault.YAML_UNREADABLE),
        ("a: !!binary aGk=", Fault.YAML_UNREADABLE),
        ("a: !!set {b, c}", Fault.YAML_UNREADABLE),
        ("a: !!float x", Fault.YAML_UNREADABLE),
        ("a: !!bool x", Fault.YAML_UNREADABLE),
        ("a: !!int x", Fault.YAML_UNREADABLE),
        ("{[a]: b}", Fault.YAML_UNREADABLE),
        ("a: 1\n---\nb: 2\n", Fault.YAML_UNREADABLE),
        ("a: \x00", Fault.YAML_UNREADABLE),
        ("", Fault.NOT_A_MAPPING),
        ("- a", Fault.NOT_A_MAPPING),
    ],
)
def test_what_is_not_a_plain_mapping_is_refused(text, expected):
    assert fault(text).fault is expected


def test_persian_is_written_as_it_is():
    assert "نمونه" in profile_to_yaml(profile_from_yaml(HEAD))


@pytest.mark.parametrize(
    "written",
    [
        '"\\uD800"',  # half a sign: no database takes it
        "!!int 0x" + "f" * 4_000,  # more digits than Python writes out
        "!!int '" + ":".join(["59"] * 3_000) + "'",
    ],
)
def test_what_could_not_be_kept_or_shown_is_refused(written):
    assert (
        fault(f"profile: p\ntitle: {{fa: {written}}}\n").fault is Fault.YAML_UNREADABLE
    )


def test_marks_of_direction_are_not_kept():
    profile = profile_from_yaml("profile: a\u202eb\ntitle: {fa: \u200fنمونه\u202e}\n")

    assert (profile.code, profile.title_fa) == ("ab", "نمونه")
