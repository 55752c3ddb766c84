"""The verdicts of a passport: each answer as a block of the page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import chain
from operator import attrgetter
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from karamad.cycle.eligibility import rules
from karamad.cycle.eligibility.actions.judging import Answer
from karamad.cycle.eligibility.actions.seats import Seat
from karamad.cycle.eligibility.letters.findings import Marks, shown
from karamad.cycle.eligibility.letters.remedies import (
    deed_words,
    limit_words,
    record_words,
    wait_words,
)
from karamad.cycle.eligibility.letters.titles import Titles, titles_for
from karamad.cycle.eligibility.letters.verdicts import (
    answer_words,
    in_groups,
    lede_words,
)
from karamad.cycle.eligibility.rules import Finding, Missing, Remedy, Step
from karamad.cycle.eligibility.rules.remaining import deciding
from karamad.cycle.eligibility.views.lapsing import (
    Rulings,
    lapsed_words,
    out_of_force,
    rulings_on,
)
from karamad.registers.competencies.letters import sentence, title_of
from karamad.registers.competencies.rules import Profile
from karamad.registers.people.models import Post, Unit
from karamad.web import beside, components
from karamad.web.display import jalali, number, said
from karamad.web.navigation import May
from karamad.web.templatetags.words import code

MISSING_COURSE = "eligibility:missing-course"  # other apps do something about it
FOLDED = 2  # the rank of what is asked of whoever is employed


def _nothing(_permission: str) -> bool:
    return False


@dataclass(frozen=True, slots=True)
class Reader:
    """What the reader of a passport may do about what he sees. person: its key.

    seats: what the person holds on the day, by codes of post and unit. may: whether a
    permission of the reader's reaches him.
    """

    person: int
    edits_person: bool = False
    edits_profiles: bool = False
    edits_courses: bool = False
    considers: bool = False
    decides: bool = False
    objects: bool = False
    seats: frozenset[tuple[str, str]] = frozenset()
    may: May = _nothing


@dataclass(frozen=True, slots=True)
class Block:
    """One verdict of the page. A folded one has neither findings nor remedies."""

    anchor: str
    verdict: str
    title: str
    subject: str
    answer: str
    rank: int
    note: str = ""
    lede: str = ""
    remedies: Sequence[components.Remedy] = ()
    findings: Sequence[components.Finding | components.Group] = ()
    lapsed: Sequence[SafeString] = ()
    unconfirmed: bool = False
    decide_url: str = ""
    opened: bool = False

    @property
    def folded(self) -> bool:
        """It is not about the post, and the page begins without its findings."""
        return self.rank >= FOLDED


@dataclass(slots=True)
class Names:
    """Titles of posts and units by code, asked once for all seats."""

    posts: dict[str, str] = field(default_factory=dict)
    units: dict[str, str] = field(default_factory=dict)


def names_of(seats: Sequence[Seat], places: Iterable[Sequence[str]]) -> Names:
    """Return what the posts of these seats and the units of these places are called."""
    posts = Post.objects.filter(code__in={seat.post for seat in seats})
    units = Unit.objects.filter(code__in=set(chain.from_iterable(places)))
    return Names(
        {row.code: said(row, "title") for row in posts},
        {row.code: said(row, "name") for row in units},
    )


def blocks(
    answers: Sequence[Answer], on: date, reader: Reader, opened: str = ""
) -> list[Block]:
    """Return the answers as the page shows them.

    What is asked for the post comes first; what is asked of whoever is employed, such
    as a promotion in rank, follows folded, but for the one whose anchor is `opened`.
    A post held at several units is answered once.
    """
    if not answers:
        return []
    units = _units(answers)
    answers = [each for each in answers if anchor_of(each) in units]
    chosen = len(answers) == 1
    full = [
        each
        for each in answers
        if chosen or _rank(each.law.profile) < FOLDED or anchor_of(each) == opened
    ]
    profiles = [each.law.profile for each in full]
    titles = titles_for(profiles, [each.judgement for each in full])
    names = names_of([each.seat for each in answers], units.values())
    rulings = rulings_on(full, on)
    asked_of = Counter(_answered_for(each) for each in answers)
    shown_blocks = []
    for each in answers:
        alone = asked_of[_answered_for(each)] == 1
        page = _Page(on, reader, titles, names, units, rulings, alone, chosen)
        block = _head(each, page)
        shown_blocks.append(_whole(block, each, page) if each in full else block)
    return sorted(shown_blocks, key=attrgetter("rank"))


def _units(answers: Sequence[Answer]) -> dict[str, list[str]]:
    """Return the units of each answer to be shown, by its anchor.

    Seats of one post that are held have one answer, which depends on no unit; for a
    seat he is considered for it is asked one by one, because it can be decided on.
    """
    units: dict[str, list[str]] = {}
    first: dict[tuple[str, ...], str] = {}
    for each in answers:
        one = (each.law.code, *_answered_for(each))
        units.setdefault(first.setdefault(one, anchor_of(each)), []).append(
            each.seat.unit
        )
    return units


def _answered_for(answer: Answer) -> tuple[str, str]:
    """Return the post; of a seat he is considered for its unit, too."""
    seat = answer.seat
    return (seat.post, f"?{seat.unit}" if seat.considered else "")


def anchor_of(answer: Answer) -> str:
    """Return the name of an answer on its page."""
    return f"{answer.law.code}-{answer.seat.post}-{answer.seat.unit}"


@dataclass(frozen=True, slots=True)
class _Page:
    """What all blocks share.

    units: those where the post of an answer is held, by its anchor.
    alone: the post is judged by one profile only. chosen: it is the only answer.
    """

    on: date
    reader: Reader
    titles: Titles
    names: Names
    units: dict[str, list[str]]
    rulings: Rulings
    alone: bool
    chosen: bool


def _rank(profile: Profile) -> int:
    """Return whom a profile is about: 0 the post, 1 its kind, 2 whoever is employed."""
    applies = profile.applies_to
    if applies.posts or applies.level or applies.unit_kind:
        return 0
    return 1 if applies.managerial is not None else 2


def _head(answer: Answer, page: _Page) -> Block:
    profile, judgement = answer.law.profile, answer.judgement
    subject = _for_post(answer.seat, _post(answer, page))
    title = title_of(profile)
    if not page.alone or not subject:
        subject = title
    words = answer_words(profile, judgement)
    return Block(
        anchor=anchor_of(answer),
        verdict="undetermined" if judgement.is_empty else judgement.verdict.value,
        title=_("%(subject)s: %(answer)s") % {"subject": subject, "answer": words},
        subject=subject,
        answer=words,
        rank=0 if page.chosen else _rank(profile),
    )


def _whole(block: Block, answer: Answer, page: _Page) -> Block:
    """Return a verdict with its findings and what would help."""
    profile, judgement = answer.law.profile, answer.judgement
    said_of = rules.remedies(judgement)
    found = {
        each.criterion.id: shown(
            each,
            [remedy for remedy in said_of if remedy.criterion == each.criterion.id],
            page.titles,
            _marks(answer, each, page),
        )
        for each in judgement.findings
    }
    helping = list(_helping(answer, said_of, page))
    return replace(
        block,
        opened=True,
        note=_note(answer, _post(answer, page), page),
        lede=lede_words(profile, judgement, len(helping)),
        remedies=helping,
        findings=list(in_groups(profile, judgement, found)),
        lapsed=[
            lapsed_words(each, page.on, page.rulings, page.titles.names)
            for each in out_of_force(answer)
        ],
        unconfirmed=any(each.status for each in found.values()),
        decide_url=_decide(answer, page),
    )


def _post(answer: Answer, page: _Page) -> str:
    return page.names.posts.get(answer.seat.post, answer.seat.post)


def _for_post(seat: Seat, post: str) -> str:
    if not post:
        return ""
    if seat.considered:
        return _("نامزد پست %(post)s") % {"post": post}
    return _("برای پست %(post)s") % {"post": post}


def _note(answer: Answer, post: str, page: _Page) -> SafeString:
    held_at = page.units[anchor_of(answer)]
    units = [page.names.units[each] for each in held_at if each in page.names.units]
    link = format_html(
        '<a href="{}">{}</a>',
        reverse("competencies:profile", args=[answer.law.code]),
        code(answer.law.code),
    )
    edition = _("ویرایش %(number)s") % {"number": number(answer.law.number)}
    where = [post, *units] if not page.alone else units
    parts = [each for each in where if each]
    lead = _("، ").join(parts)
    comma = _("، ")
    if not lead:
        return format_html("{} {}{}{}", _("نمایهٔ"), link, comma, edition)
    return format_html("{}{}{} {}{}{}", lead, _("؛ "), _("نمایهٔ"), link, comma, edition)


def _query(answer: Answer, page: _Page, **more: str) -> str:
    return urlencode(
        {
            "profile": answer.law.code,
            "post": answer.seat.post,
            "unit": answer.seat.unit,
            "as_of": jalali(page.on),
            **more,
        }
    )


def _marks(answer: Answer, finding: Finding, page: _Page) -> Marks:
    anchor = f"{answer.law.code}-{answer.seat.post}-{finding.criterion.id}"
    if not page.reader.objects:
        return Marks(anchor)
    address = reverse("eligibility:object", args=[page.reader.person])
    query = _query(answer, page, criterion=finding.criterion.id)
    return Marks(anchor, f"{address}?{query}")


def _decide(answer: Answer, page: _Page) -> str:
    """Return where an appointment is recorded; a seat held needs none."""
    seat = answer.seat
    if not page.reader.decides or not seat.post or not seat.unit:
        return ""
    if (seat.post, seat.unit) in page.reader.seats:
        return ""
    address = reverse("eligibility:decide", args=[page.reader.person])
    return f"{address}?{_query(answer, page)}"


# ---- what would help -------------------------------------------------------------


def _helping(
    answer: Answer, remedies: Sequence[Remedy], page: _Page
) -> Iterator[components.Remedy]:
    """Yield one thing to do for each criterion on which the verdict hangs."""
    hanging = deciding(answer.law.profile, answer.judgement)
    for finding in answer.judgement.findings:
        mine = [each for each in remedies if each.criterion == finding.criterion.id]
        if finding.criterion.id in hanging and mine:
            yield _help(answer, finding, mine, page)


def _help(
    answer: Answer, finding: Finding, remedies: Sequence[Remedy], page: _Page
) -> components.Remedy:
    waits = [each for each in remedies if each.step is Step.WAIT]
    deeds = [each for each in remedies if each.step is not Step.WAIT]
    first = (deeds or waits)[0]
    what = deed_words(first, page.titles)
    if first.step is Step.RECORD:
        what = record_words([r.lack for r in deeds if r.lack], page.titles)
    notes: list[str] = []
    if first.step in (Step.SET_TERM, Step.SEEK_EXEMPTION, Step.RECORD):
        notes.append(sentence(finding.criterion, page.titles.names))
    if limit := limit_words(first):
        notes.append(limit)
    if waits and deeds and waits[0].day:
        notes.append(wait_words(finding, waits[0].day))
    url, url_text = _way(answer, first, page)
    return components.Remedy(
        what=what,
        note=format_html_join(_("؛ "), "{}", ((each,) for each in notes)),
        url=url,
        url_text=url_text,
        more=_doors(first, page),
    )


def _doors(remedy: Remedy, page: _Page) -> tuple[components.Choice, ...]:
    """Return what else the reader may do about a course that is missing."""
    if remedy.step is not Step.PASS_COURSE or len(remedy.codes) != 1:
        return ()
    where, asked = {"pk": page.reader.person}, {"course": remedy.codes[0]}
    found = beside.of(MISSING_COURSE, where, page.reader.may, asked)
    return tuple(components.Choice(str(each.label), each.url) for each in found)


def _way(answer: Answer, remedy: Remedy, page: _Page) -> tuple[str, str]:
    """Return where the deed is done, and what the link says."""
    reader = page.reader
    if remedy.step is Step.PASS_COURSE and len(remedy.codes) == 1:
        key = page.titles.course_keys.get(remedy.codes[0])
        if key:
            return reverse("courses:course", args=[key]), _("دیدن دوره")
    if remedy.step is Step.EARN_HOURS:
        address = reverse("courses:courses")
        if len(remedy.codes) == 1:
            address += "?" + urlencode({"class": remedy.codes[0]})
        return address, _("دیدن دوره‌ها")
    if remedy.step is Step.SET_TERM and reader.edits_profiles:
        args = [answer.law.code, remedy.criterion]
        return reverse("competencies:criterion", args=args), _("تعیین عدد")
    if remedy.step is Step.RECORD and remedy.lack and reader.edits_person:
        name = _FORMS.get(remedy.lack.what)
        if name:
            return reverse(name, args=[reader.person]), _("ثبت کنید")
    return "", ""


_FORMS = {
    Missing.BIRTH_DATE: "people:edit",
    Missing.SERVICE_START: "people:edit",
    Missing.DEGREE: "people:edit",
    Missing.APPOINTMENT: "people:assignment-new",
}
