"""Who is considered for which post in the demo: some of the staff for mayor."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction

from karamad.cycle.eligibility.demo.nation import Nation
from karamad.cycle.eligibility.models import Candidacy
from karamad.registers.people.models import Assignment, Post, Unit
from karamad.trust.audit.models import Entry

TOWNS = 60
EACH = 3
POST = "MAYOR"


@transaction.atomic
def propose(nation: Nation, entry: Entry, at: datetime) -> int:
    """Consider three of a town's finance office for its mayor; return how many."""
    since = nation.on - timedelta(days=12)
    post = Post.objects.get(code=POST)
    towns = [unit for unit in nation.land.units if unit.kind == "municipality"]
    # The home province comes first: its officers are the ones who sign in.
    towns.sort(key=lambda unit: (unit.province != "29", unit.code))
    codes = [unit.code for unit in towns[:TOWNS]]
    units = Unit.objects.in_bulk(codes, field_name="code")
    candidacies = []
    for code in codes:
        serving = Assignment.objects.current().held_on(nation.on)
        people = serving.filter(unit__code=f"{code}-1").order_by("person_id")
        keys = dict.fromkeys(people.values_list("person_id", flat=True)[: EACH * 2])
        candidacies += [
            Candidacy(
                person_id=key,
                post=post,
                unit=units[code],
                from_day=since,
                recorded_at=at,
                entry=entry,
            )
            for key in list(keys)[:EACH]
        ]
    return len(Candidacy.objects.bulk_create(candidacies))
