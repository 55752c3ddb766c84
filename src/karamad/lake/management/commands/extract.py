"""`karamad extract`: the registers into columns, for questions about everyone."""

from __future__ import annotations

import sys
import threading
import time
from argparse import ArgumentParser
from datetime import datetime
from typing import Any

from django.core.management.base import CommandError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from karamad.kernel.jalali import jalali_iso
from karamad.lake import extracting
from karamad.lake.extracting import Outcome
from karamad.lake.following import follow
from karamad.lake.progress import ask_to_stop
from karamad.web.commands import HouseCommand
from karamad.web.display import number

NOTHING_DONE = 2
OFTEN = 0.2  # seconds between two words on how far it is


class Command(HouseCommand):
    help = gettext_lazy(
        "رونوشت ستونی دفترها را تازه می‌کند: آنچه از بار پیش دگرگون شده است."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--whole",
            action="store_true",
            help=_("همه از نو، هرچه دگرگون شده باشد"),
        )
        parser.add_argument(
            "--follow",
            action="store_true",
            help=_("هر بار که چیزی ثبت شد، دوباره"),
        )
        parser.add_argument(
            "--stop", action="store_true", help=_("رونوشتی را که در کار است می‌ایستاند")
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        if options["stop"]:
            ask_to_stop()
            return
        if options["follow"]:
            follow(clock=timezone.now, said=self.say)
            return
        self.say(self._extracted(whole=options["whole"]))

    def _extracted(self, *, whole: bool) -> Outcome:
        progress = Progress()
        try:
            return extracting.extract(
                clock=timezone.now, whole=whole, tell=progress.went
            )
        except extracting.AtWork:
            raise refused(_("رونوشت دیگری در همین خانه در حال تهیه است.")) from None
        except extracting.Busy:
            words = _("پیوسته در دفترها نوشته می‌شد؛ رونوشت پیشین بر جای خود ماند.")
            raise refused(words) from None
        except (extracting.Stopped, KeyboardInterrupt):
            words = _("به خواست کسی باز ایستاد؛ رونوشت پیشین بر جای خود ماند.")
            raise refused(words) from None
        except extracting.ScannerLost as lost:
            words = _("خواندن پایگاه داده نیمه‌کاره ماند؛ رونوشت پیشین بر جای خود ماند.")
            raise refused(f"{words} ({lost})") from None
        except OSError as error:
            words = _("نوشتن رونوشت ممکن نشد؛ رونوشت پیشین بر جای خود ماند.")
            raise refused(f"{words} ({error.strerror or error})") from error
        finally:
            progress.clear()

    def say(self, outcome: Outcome) -> None:
        self.stdout.write(said(outcome))
        self.stdout.flush()


class Progress:
    """Says which table is read and how far, in place, on a terminal only."""

    def __init__(self) -> None:
        self._rows: dict[str, int] = {}
        self._said = 0.0
        self._lock = threading.Lock()

    def went(self, table: str, rows: int) -> None:
        with self._lock:
            self._rows[table] = self._rows.get(table, 0) + rows
            if sys.stderr.isatty() and time.monotonic() - self._said > OFTEN:
                self._said = time.monotonic()
                words = _("%(table)s: %(rows)s ردیف") % {
                    "table": table,
                    "rows": number(self._rows[table]),
                }
                sys.stderr.write(f"\r\033[K{words}")

    def clear(self) -> None:
        if self._said:
            sys.stderr.write("\r\033[K")


def said(outcome: Outcome) -> str:
    """Return what became of the lake, a line a table that was written."""
    words = _("دفترها در %(moment)s؛ %(seconds)s ثانیه.") % {
        "moment": moment(outcome.lake.moment),
        "seconds": number(outcome.seconds, 1),
    }
    if not outcome.whole and not outcome.change:
        return words + " " + _("از رونوشت پیشین چیزی دگرگون نشده بود.")
    lines = [words]
    if outcome.change.people is not None:
        changed = _("ردیف‌های %(people)s نفر دگرگون شد.")
        lines[0] += " " + changed % {"people": number(len(outcome.change.people))}
    for table, rows in outcome.written.items():
        lines.append(f"{table:>12} {number(rows):>12}")
    return "\n".join(lines)


def moment(at: datetime) -> str:
    local = timezone.localtime(at)
    return f"{jalali_iso(local.date())} {local:%H:%M:%S}"


def refused(why: str) -> CommandError:
    return CommandError(why, returncode=NOTHING_DONE)
