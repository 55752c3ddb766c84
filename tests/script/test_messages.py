"""The tool that keeps the English catalogues whole."""

import gettext
from pathlib import Path

import pytest

from script import messages

VIEWS = """
from django.utils.translation import gettext as _, ngettext, pgettext

first = _("نام پرونده %(name)s")
several = ngettext("%(count)s نفر", "%(count)s نفر از همه", 3)
rank = pgettext("rank", "پایه")
grade = pgettext("grade", "پایه")
nothing = _("")
built = _(first)
"""

PAGE = """
{% load i18n %}
<h1 title="{% trans "افراد" %}">{% translate "شناسنامه" context "passport" %}</h1>
{% blocktranslate count n=total trimmed %}
  {{ n }} دوره
{% plural %}
  {{ n }} دوره‌ها
{% endblocktranslate %}
<p>{% blocktrans with who=person.name %}سلام {{ who }}، ۱۰۰%{% endblocktrans %}</p>
"""


@pytest.fixture
def source(tmp_path: Path) -> Path:
    app = tmp_path / "registers" / "people"
    (app / "templates" / "people").mkdir(parents=True)
    (app / "apps.py").write_text("")
    (app / "views.py").write_text(VIEWS)
    (app / "templates" / "people" / "list.html").write_text(PAGE)
    return tmp_path


def place(source: Path) -> Path:
    return source / "registers/people/locale/en/LC_MESSAGES/django.po"


def fill(source: Path, sentence: str, english: str) -> None:
    catalog = messages.read(place(source))
    catalog.get(sentence).string = english
    place(source).write_text(messages.render(catalog))


def test_sentences_of_modules_and_templates_are_gathered(source):
    (sentences,) = messages.gather(source).values()

    assert {(s.context, s.id) for s in sentences.values()} == {
        (None, "نام پرونده %(name)s"),
        (None, ("%(count)s نفر", "%(count)s نفر از همه")),
        ("rank", "پایه"),
        ("grade", "پایه"),
        (None, "افراد"),
        ("passport", "شناسنامه"),
        (None, ("%(n)s دوره", "%(n)s دوره‌ها")),
        (None, "سلام %(who)s، ۱۰۰%%"),
    }


def test_a_second_update_changes_nothing(source):
    messages.update(source)
    first = place(source).read_text()

    messages.update(source)

    assert place(source).read_text() == first


def test_catalogues_carry_no_time_line_or_path(source):
    messages.update(source)
    text = place(source).read_text()

    assert str(source) not in text
    assert "Date" not in text
    assert "#: views.py\n" in text


def test_english_is_kept_and_the_dead_dropped(source):
    messages.update(source)
    fill(source, "افراد", "People")
    views = source / "registers/people/views.py"
    views.write_text(VIEWS.replace("نام پرونده", "نام"))

    messages.update(source)

    text = place(source).read_text()
    assert 'msgid "افراد"\nmsgstr "People"' in text
    assert "نام پرونده" not in text
    assert "نام %(name)s" in text


def test_everything_unsaid_in_english_is_a_fault(source):
    messages.update(source)

    assert messages.check(source) == 8


@pytest.mark.parametrize(
    ("english", "fault"),
    [
        ("File %(name)s", None),
        ("", "no English: نام پرونده %(name)s"),
        ("File", "placeholders differ: نام پرونده %(name)s"),
        ("File %(nam)s", "placeholders differ: نام پرونده %(name)s"),
    ],
)
def test_placeholders_are_the_same_in_english(source, english, fault):
    messages.update(source)
    fill(source, "نام پرونده %(name)s", english)
    (sentences,) = messages.gather(source).values()

    found = list(messages.faults(sentences, messages.read(place(source))))

    about_it = [line for line in found if "نام پرونده" in line]
    assert about_it == ([fault] if fault else [])


def test_a_fuzzy_sentence_is_a_fault(source):
    messages.update(source)
    catalog = messages.read(place(source))
    catalog.get("افراد").string = "People"
    catalog.get("افراد").flags.add("fuzzy")
    place(source).write_text(messages.render(catalog))
    (sentences,) = messages.gather(source).values()

    found = list(messages.faults(sentences, messages.read(place(source))))

    assert "fuzzy: افراد" in found


def test_the_singular_may_leave_the_number_out_but_not_the_plural(source):
    messages.update(source)
    (sentences,) = messages.gather(source).values()

    def said(one: str, many: str) -> bool:
        catalog = messages.read(place(source))
        catalog.get("%(n)s دوره").string = (one, many)
        return not any("دوره" in line for line in messages.faults(sentences, catalog))

    assert said("one course", "%(n)s courses")
    assert not said("one course", "courses")
    assert not said("one course", "")


def test_a_dead_sentence_is_a_fault_and_a_silent_app_keeps_no_catalogue(source):
    messages.update(source)
    (source / "registers/people/views.py").write_text("")
    (sentences,) = messages.gather(source).values()
    found = list(messages.faults(sentences, messages.read(place(source))))
    assert "dead: نام پرونده %(name)s" in found

    (source / "registers/people/templates/people/list.html").unlink()
    messages.update(source)

    assert not place(source).exists()


def test_compiled_catalogues_speak_english(source):
    messages.update(source)
    fill(source, "افراد", "People")
    messages.compile_all(source)

    with place(source).with_suffix(".mo").open("rb") as stream:
        english = gettext.GNUTranslations(stream)
    assert english.gettext("افراد") == "People"
