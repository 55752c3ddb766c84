"""How long it takes until somebody knows who qualifies, in a home of any size.

    python benchmarks/qualifying.py --home FOLDER [--rounds N]

FOLDER is a copy of a home on SQLite, of a demo nation for instance: inquiries are kept
in it, and the registers are copied into columns first where they are not yet. Asks for
a post that many hold and for one that few do, as the deputy, the expert of a province
and the officer of a municipality; then does what the worker does. Prints seconds by the
clock and of the processor: until the asker has an answer or sees how far it is, and
until all are judged. Exits 1 where the former passes 2 s of processor time.
"""

# ruff: noqa: PLC0415

from __future__ import annotations

import argparse
import os
import statistics
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

BOUND = 2.0  # seconds without an answer and without progress
READERS = {"deputy": "national", "khorasan": "provincial", "shahrdari": "municipal"}
POSTS = {"MGR-BASE-01": "a common post", "MAYOR": "a rare post"}


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--home", type=Path, required=True)
    options.add_argument("--rounds", type=int, default=3)
    asked = options.parse_args()
    os.environ["KARAMAD_HOME"] = str(asked.home.absolute())
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "karamad.config.settings")
    import django

    django.setup()
    from django.core.management import call_command

    call_command("extract", verbosity=0)
    slow = 0
    print(f"load {os.getloadavg()[0]:.1f}; seconds by the clock (of the processor)")
    print(f"{'':26}{'people':>9}{'until told':>17}{'until judged':>18}")
    for reader, role in READERS.items():
        for post, kind in POSTS.items():
            rounds = [ask(reader, post) for _ in range(asked.rounds)]
            told, judged = ([each[n] for each in rounds] for n in (1, 2))
            people = rounds[0][0]
            print(f"{f'{role}, {kind}':26}{people:>9,}{shown(told)}{shown(judged)}")
            slow += statistics.median(cpu for _, cpu in told) > BOUND
    return 1 if slow else 0


def ask(
    reader: str, post_code: str
) -> tuple[int, tuple[float, float], tuple[float, float]]:
    """Return how many are judged, and both times until told and until all are."""
    from django.utils import timezone

    from karamad.cycle.eligibility.actions import inquiring
    from karamad.cycle.eligibility.views.who import _law
    from karamad.registers.people.models import Post
    from karamad.trust.accounts.models import User

    post = Post.objects.get(code=post_code)
    law = _law("", post)
    assert law is not None, post_code
    vacancy = inquiring.Vacancy(post=post, law=law, on=timezone.localdate())
    by = User.objects.get(username=reader)
    inquiry, told = timed(
        lambda: inquiring.inquire(vacancy=vacancy, by=by, at=timezone.now())
    )
    if inquiry.is_over:
        return inquiry.people, told, told
    _, judged = timed(lambda: inquiring.run(inquiry.pk, clock=timezone.now))
    return inquiry.people, told, judged


def timed(act: Callable[[], Any]) -> tuple[Any, tuple[float, float]]:
    began, cpu = time.perf_counter(), time.process_time()
    done = act()
    return done, (time.perf_counter() - began, time.process_time() - cpu)


def shown(times: list[tuple[float, float]]) -> str:
    clock, processor = (statistics.median(t[n] for t in times) for n in (0, 1))
    return f"{clock:>9.2f} ({processor:.2f})"


if __name__ == "__main__":
    raise SystemExit(main())
