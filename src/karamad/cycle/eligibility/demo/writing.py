"""The nation into the registers, in bulk and under one audit entry."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime
from functools import lru_cache
from itertools import islice

from django.db import transaction
from django.utils.translation import gettext as _

from karamad.cycle.eligibility.demo import catalogue
from karamad.cycle.eligibility.demo.bare import bare
from karamad.cycle.eligibility.demo.bulk import Row, Table, analyse, moment
from karamad.cycle.eligibility.demo.nation import Nation
from karamad.cycle.eligibility.demo.profiles import profiles
from karamad.cycle.eligibility.demo.rows import Dossier
from karamad.registers.competencies.actions import save_edition
from karamad.registers.competencies.models import Instrument, Profile
from karamad.registers.courses.models import Course, Equivalence, Provider
from karamad.registers.credentials.models import (
    Completion,
    Credential,
    Exemption,
    Result,
)
from karamad.registers.people.models import (
    Assignment,
    NameKey,
    Person,
    Post,
    Unit,
    UnitPlace,
)
from karamad.registers.people.models.seen import derive_seen
from karamad.registers.people.rules import (
    name_keys,
    person_sort_key,
    title_search_key,
    title_sort_key,
)
from karamad.trust.audit.models import Entry
from karamad.web.display import number
from karamad.web.encrypted import blind_index, encrypt

BATCH = 5_000  # people, some seconds

_sort_key = lru_cache(maxsize=1 << 17)(person_sort_key)


def write_places(nation: Nation, entry: Entry, at: datetime) -> None:
    """Write posts, units, sample courses, instruments and profiles."""
    with transaction.atomic():
        _write_catalogue(entry, at)
        _write_units(nation, entry, at)
        for profile in profiles():
            save_edition(profile, by=None, at=at, entry=entry)


def write_people(
    nation: Nation, entry: Entry, at: datetime, tell: Callable[[str], None]
) -> None:
    """Write everybody, so many at a time; `tell` hears how far it is."""
    writer = _PeopleWriter(entry, at)
    dossiers, done = nation.dossiers(), 0
    with bare([table.name for table in writer.tables], tell):
        while batch := list(islice(dossiers, BATCH)):
            writer.write(batch)
            done += len(batch)
            so_far = {"done": number(done), "all": number(nation.people)}
            tell(_("%(done)s نفر از %(all)s نفر") % so_far)
        tell(_("هر کس از کجا دیده می‌شود"))
        derive_seen()
    writer.close()
    tell(_("آمار پایگاه داده"))
    analyse()


def _write_catalogue(entry: Entry, at: datetime) -> None:
    Post.objects.bulk_create(
        Post(
            **post._asdict(),
            search_key=title_search_key(post.title),
            sort_key=title_sort_key(post.title),
            recorded_at=at,
            entry=entry,
        )
        for post in catalogue.POSTS
    )
    Instrument.objects.bulk_create(
        Instrument(**instrument._asdict(), recorded_at=at, entry=entry)
        for instrument in catalogue.INSTRUMENTS
    )
    providers = {provider.code: provider for provider in Provider.objects.all()}
    for row in catalogue.COURSES:
        facts = row._asdict() | {"provider": providers.get(row.provider)}
        counts_as = facts.pop("equivalent_to")
        course = Course.objects.create(
            **facts,
            coined_here=True,
            search_key=title_search_key(row.title),
            sort_key=title_sort_key(row.title),
            recorded_at=at,
            entry=entry,
        )
        if counts_as:
            of = Course.objects.get(code=counts_as)
            Equivalence(course=course, of=of, recorded_at=at, entry=entry).save()


def _write_units(nation: Nation, entry: Entry, at: datetime) -> None:
    """Write the units; parents come before children, so paths are known at once."""
    paths = dict(Unit.objects.values_list("code", "path"))
    table = Table(
        Unit,
        "code",
        "name",
        "name_en",
        "kind",
        "province",
        "population",
        "income_class",
        "grade",
        "path",
        "search_key",
        "sort_key",
        "recorded_at",
        "entry_id",
    )
    recorded = moment(at)
    places: list[tuple[int, str]] = []

    def rows() -> Iterator[Row]:
        for unit in nation.land.units:
            key = table.next()
            paths[unit.code] = f"{paths.get(unit.parent, '')}{key}."
            places.append((key, unit.parent))
            yield (
                key,
                unit.code,
                unit.name,
                unit.name_en,
                unit.kind,
                unit.province,
                unit.population,
                unit.income_class,
                unit.grade,
                paths[unit.code],
                title_search_key(unit.name),
                title_sort_key(unit.name),
                recorded,
                entry.pk,
            )

    table.write(rows())
    table.close()
    _write_unit_places(places, recorded, entry)


def _write_unit_places(
    places: Iterable[tuple[int, str]], recorded: str, entry: Entry
) -> None:
    keys = dict(Unit.objects.values_list("code", "pk"))
    table = Table(UnitPlace, "unit_id", "parent_id", "recorded_at", "entry_id")
    table.write(
        (table.next(), unit, keys.get(parent), recorded, entry.pk)
        for unit, parent in places
    )
    table.close()


@lru_cache(maxsize=1 << 15)
def _iso(day: date) -> str:
    return day.isoformat()


def _day(day: date | None) -> str | None:
    return None if day is None else _iso(day)


class _PeopleWriter:
    """Holds the keys of everything people point at, and the tables they go into."""

    def __init__(self, entry: Entry, at: datetime) -> None:
        self.recorded = (moment(at), entry.pk)
        self.units = dict(Unit.objects.values_list("code", "pk"))
        self.posts = dict(Post.objects.values_list("code", "pk"))
        self.courses = dict(Course.objects.values_list("code", "pk"))
        self.providers = dict(Provider.objects.values_list("code", "pk"))
        self.profiles = dict(Profile.objects.values_list("code", "pk"))
        told = ("recorded_at", "entry_id")
        self.people = Table(
            Person,
            "first_name",
            "last_name",
            "father_name",
            "birth_date",
            "gender",
            "degree",
            "service_start",
            "employment",
            "mobile",
            "email",
            "retired_on",
            "died_on",
            "national_id",
            "blind_index",
            "foreigner",
            "sort_key",
            "home_unit_id",
            *told,
        )
        self.names = Table(NameKey, "name", "key")
        self.named = set(NameKey.objects.values_list("name", flat=True))
        self.assignments = Table(
            Assignment,
            "person_id",
            "post_id",
            "unit_id",
            "from_day",
            "until_day",
            "kind",
            *told,
        )
        self.completions = Table(
            Completion,
            "person_id",
            "course_id",
            "completed_on",
            "hours",
            "score",
            "passed",
            "mode",
            "provider_id",
            "certificate_no",
            "revoked_on",
            *told,
        )
        self.results = Table(
            Result, "person_id", "instrument", "kind", "taken_on", "value", *told
        )
        self.credentials = Table(
            Credential,
            "person_id",
            "credential_type",
            "issued_on",
            "expires_on",
            "number",
            "issuer",
            *told,
        )
        self.exemptions = Table(
            Exemption,
            "person_id",
            "profile_id",
            "criterion",
            "document",
            "from_day",
            "until_day",
            *told,
        )

    def write(self, batch: list[Dossier]) -> None:
        keyed = [(self.people.next(), dossier) for dossier in batch]
        self.people.write(self._people(keyed))
        self.names.write(self._names(keyed))
        self.assignments.write(self._assignments(keyed))
        self.completions.write(self._completions(keyed))
        self.results.write(self._results(keyed))
        self.credentials.write(self._credentials(keyed))
        self.exemptions.write(self._exemptions(keyed))

    @property
    def tables(self) -> tuple[Table, ...]:
        return (
            self.people,
            self.names,
            self.assignments,
            self.completions,
            self.results,
            self.credentials,
            self.exemptions,
        )

    def close(self) -> None:
        for table in self.tables:
            table.close()

    def _people(self, keyed: list[tuple[int, Dossier]]) -> Iterator[Row]:
        for key, dossier in keyed:
            person = dossier.person
            yield (
                key,
                person.first_name,
                person.last_name,
                person.father_name,
                _day(person.birth_date),
                person.gender,
                person.degree,
                _day(person.service_start),
                person.employment,
                "",
                "",
                _day(person.retired_on),
                _day(person.died_on),
                encrypt(person.national_id),
                blind_index(person.national_id),
                int(len(person.national_id) == 12),
                _sort_key(first_name=person.first_name, last_name=person.last_name),
                self.units[dossier.assignments[-1].unit],
                *self.recorded,
            )

    def _names(self, keyed: list[tuple[int, Dossier]]) -> Iterator[Row]:
        for _key, dossier in keyed:
            for name in (dossier.person.first_name, dossier.person.last_name):
                if name not in self.named:
                    self.named.add(name)
                    for key in name_keys(name):
                        yield self.names.next(), name, key

    def _assignments(self, keyed: list[tuple[int, Dossier]]) -> Iterator[Row]:
        following = self.assignments.next
        for key, dossier in keyed:
            for row in dossier.assignments:
                yield (
                    following(),
                    key,
                    self.posts[row.post],
                    self.units[row.unit],
                    _iso(row.from_day),
                    _day(row.until_day),
                    row.kind,
                    *self.recorded,
                )

    def _completions(self, keyed: list[tuple[int, Dossier]]) -> Iterator[Row]:
        following = self.completions.next
        courses, providers = self.courses, self.providers
        for key, dossier in keyed:
            for row in dossier.completions:
                yield (
                    following(),
                    key,
                    courses[row.course],
                    _iso(row.completed_on),
                    row.hours,
                    row.score,
                    int(row.passed),
                    row.mode,
                    providers.get(row.provider),
                    row.certificate_no,
                    _day(row.revoked_on),
                    *self.recorded,
                )

    def _results(self, keyed: list[tuple[int, Dossier]]) -> Iterator[Row]:
        following = self.results.next
        for key, dossier in keyed:
            for row in dossier.results:
                yield (
                    following(),
                    key,
                    row.instrument,
                    row.kind,
                    _iso(row.taken_on),
                    row.value,
                    *self.recorded,
                )

    def _credentials(self, keyed: list[tuple[int, Dossier]]) -> Iterator[Row]:
        following = self.credentials.next
        for key, dossier in keyed:
            for row in dossier.credentials:
                yield (
                    following(),
                    key,
                    row.credential_type,
                    _iso(row.issued_on),
                    _day(row.expires_on),
                    row.number,
                    row.issuer,
                    *self.recorded,
                )

    def _exemptions(self, keyed: list[tuple[int, Dossier]]) -> Iterator[Row]:
        following = self.exemptions.next
        for key, dossier in keyed:
            for row in dossier.exemptions:
                yield (
                    following(),
                    key,
                    self.profiles[row.profile],
                    row.criterion,
                    row.document,
                    _iso(row.from_day),
                    _day(row.until_day),
                    *self.recorded,
                )
