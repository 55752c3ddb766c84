"""`karamad load KIND FILE…`: files into registers."""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from karamad.kernel.identifiers import mask
from karamad.registers.exchange import actions, wording
from karamad.registers.exchange.loading import BATCH, Counts
from karamad.registers.exchange.rules.faults import Refusal
from karamad.registers.exchange.rules.kinds import KINDS, PROFILES
from karamad.registers.exchange.writing.references import Scope
from karamad.trust.accounts.models import User
from karamad.web.commands import HouseCommand
from karamad.web.display import number

SHOWN = 10


class Command(HouseCommand):
    help = gettext_lazy("پرونده‌هایی از یک نوع را در دفترها ثبت می‌کند.")

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "kind", choices=[*KINDS, PROFILES], help=_("چه چیزی بارگذاری می‌شود")
        )
        parser.add_argument(
            "files", nargs="+", type=Path, metavar="FILE", help=_("پرونده‌ها")
        )
        parser.add_argument(
            "--dry-run",
            action="store_true",
            help=_("تنها بیازماید؛ چیزی ثبت نمی‌شود"),
        )
        parser.add_argument(
            "--all-or-nothing",
            action="store_true",
            help=_("اگر ردیفی پذیرفته نشود، هیچ ردیفی ثبت نمی‌شود"),
        )
        parser.add_argument(
            "--errors",
            type=Path,
            metavar="FILE",
            help=_("ردیف‌های نپذیرفته در این پرونده، برای درست کردن"),
        )
        parser.add_argument(
            "--as",
            dest="user",
            metavar="USER",
            help=_("در محدودهٔ این کاربر؛ بی آن، همهٔ کشور"),
        )
        parser.add_argument(
            "--batch",
            type=int,
            default=BATCH,
            help=_("چند ردیف در هر دسته (%(default)s)"),
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        order = actions.Order(
            kind=options["kind"],
            scope=scope_of(options["user"]),
            clock=timezone.now,
            dry_run=options["dry_run"],
            all_or_nothing=options["all_or_nothing"],
            batch=max(options["batch"], 1),
        )
        good = bad = 0
        work = actions.load_files(
            order, options["files"], options["errors"], self.progress
        )
        for outcome in work:
            self.say(outcome, dry_run=options["dry_run"])
            kept = outcome.kept or (options["dry_run"] and outcome.fault is None)
            good += outcome.counts.good if kept else 0
            bad += outcome.counts.refused or (outcome.fault is not None)
        if bad:
            raise CommandError(
                _("برخی ردیف‌ها پذیرفته نشد.") if good else _("هیچ ردیفی ثبت نشد."),
                returncode=1 if good else 2,
            )

    def progress(self, counts: Counts, share: float) -> None:
        """Say how far the file is, on a terminal only."""
        if sys.stderr.isatty():
            words = _("%(rows)s ردیف، %(percent)s٪") % {
                "rows": number(counts.rows),
                "percent": number(round(share * 100)),
            }
            sys.stderr.write(f"\r{words} ")

    def say(self, outcome: actions.Outcome, *, dry_run: bool) -> None:
        """Print what became of one file."""
        if sys.stderr.isatty():
            sys.stderr.write("\r\033[K")
        if outcome.fault is not None:
            about = wording.of_file(outcome.fault.code, outcome.fault.about)
            self.stderr.write(f"{outcome.name}: {about} [{outcome.fault.code}]")
            return
        for header in outcome.unknown:
            said = _("ستون «%(header)s» شناخته نشد و نادیده ماند.") % {"header": header}
            self.stderr.write(f"{outcome.name}: {said}")
        for refusal in outcome.refusals[:SHOWN]:
            self.stderr.write(f"{outcome.name}: {sentence(refusal)}")
        counts = outcome.counts
        words = _(
            "تازه %(new)s، دگرگون %(changed)s، یکسان %(same)s، نپذیرفته %(refused)s، "
            "ترمیم‌شده %(mended)s"
        ) % {
            name: number(getattr(counts, name))
            for name in ("new", "changed", "same", "refused", "mended")
        }
        note = ""
        if dry_run:
            note = _(" (آزمایشی؛ چیزی ثبت نشد)")
        elif not outcome.kept:
            note = _(" (چیزی ثبت نشد)")
        self.stdout.write(f"{outcome.name}: {words}{note}")


def scope_of(username: str | None) -> Scope:
    """Return for whom to load; without a name, for the whole nation."""
    today = timezone.localdate()
    if username is None:
        return Scope(today)
    user = User.objects.filter(username=username, is_active=True).first()
    if user is None:
        raise CommandError(_("کاربری با این نام نیست."), returncode=2)
    return actions.scope_of(user, today)


def shown(refusal: Refusal) -> str:
    """Return the value; a terminal's text ends in logs, and no national id does."""
    if refusal.column == "national_id":
        return mask(refusal.value)
    return refusal.value


def sentence(refusal: Refusal) -> str:
    return _("ردیف %(row)s، %(column)s «%(value)s»: %(reason)s [%(code)s]") % {
        "row": number(refusal.row),
        "column": refusal.column,
        "value": shown(refusal),
        "reason": wording.advice(refusal.code, refusal.about),
        "code": refusal.code.value,
    }
