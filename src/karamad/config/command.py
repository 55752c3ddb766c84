"""The command `karamad`: our commands and Django's, with our exit statuses.

0 done, 1 some rows refused (the good ones are in), 2 nothing done. A command says 1 by
`CommandError(…, returncode=1)`; whatever stops it unforeseen is a 2.
"""

from __future__ import annotations

import os
import sys
import traceback
from collections.abc import Iterator, Sequence
from difflib import get_close_matches

from django.core.management import (
    BaseCommand,
    CommandError,
    ManagementUtility,
    get_commands,
    load_command_class,
)
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from karamad.web.commands import speaking

# With these, `migrate` looks or does a part; only the whole of it prepares a home.
WHOLE_MIGRATION = {"--verbosity", "-v", "--noinput", "--no-input", "--no-color"}
UNASKED = {"--noinput", "--no-input"}  # the seeds ask nothing anyway

GROUPS = (
    (
        gettext_lazy("راه انداختن"),
        ("migrate", "collectstatic", "serve", "demo", "seed"),
    ),
    (gettext_lazy("کاربران"), ("administrator", "password_link")),
    (gettext_lazy("دفترها"), ("load", "export")),
    (gettext_lazy("سنجش"), ("extract", "judge", "warn")),
    (gettext_lazy("نگهداری"), ("refresh", "outcomes")),
)


class House(ManagementUtility):
    """Django's own utility; what it says itself, it says in our language."""

    def main_help_text(self, commands_only: bool = False) -> str:  # noqa: FBT001, FBT002
        if commands_only:
            return str(super().main_help_text(commands_only))
        with speaking():
            return "\n".join(_help())

    def fetch_command(self, subcommand: str) -> BaseCommand:
        if subcommand in get_commands():
            return super().fetch_command(subcommand)
        with speaking():
            raise CommandError(_unknown(subcommand), returncode=2)


def _help() -> Iterator[str]:
    """Yield the lines that `karamad --help` shows."""
    yield _("karamad دستور [گزینه‌ها]؛ گزینه‌های هر دستور: karamad دستور --help")
    for group, names in GROUPS:
        yield f"\n{group}"
        for name in names:
            command = load_command_class(get_commands()[name], name)
            words, *_more = str(command.help).split(".")
            yield f"  {shown(name):<14} {words}"
    yield ""
    yield _("همهٔ دستورها، دستورهای جنگو نیز: karamad help --commands")
    yield _("زبان: KARAMAD_LANGUAGE=en برای انگلیسی")


def _unknown(name: str) -> str:
    words = _("دستوری به نام «%(name)s» نیست.") % {"name": shown(name)}
    ours = [each for _group, names in GROUPS for each in names]
    if near := get_close_matches(name, ours, 1):
        words += " " + _("شاید %(name)s؟") % {"name": shown(near[0])}
    return words + " " + _("همهٔ دستورها: karamad help")


def shown(name: str) -> str:
    """Return a command's name as it is typed: password-link is password_link.py."""
    return name.replace("_", "-")


def main(arguments: Sequence[str] | None = None) -> None:
    """Run `karamad COMMAND …`."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "karamad.config.settings")
    given = list(sys.argv[1:] if arguments is None else arguments)
    if given and not given[0].startswith("-"):
        given[0] = given[0].replace("-", "_")
    run(given)
    if prepares_home(given) and "seed" in get_commands():
        run(["seed", *(word for word in given[1:] if word not in UNASKED)])


def run(given: list[str]) -> None:
    """Run one command; leave with 2 when it stopped for a reason nobody foresaw."""
    # Django would set the name of a class before what is said in words.
    raised = [*given[:1], "--traceback", *given[1:]] if takes_options(given) else given
    try:
        House(["karamad", *raised]).execute()
    except CommandError as error:
        sys.stderr.write(f"{error}\n")
        sys.exit(error.returncode)
    except Exception:  # noqa: BLE001 - a trace and status 2, never the 1 of refused rows
        traceback.print_exc()
        sys.exit(2)


def takes_options(given: Sequence[str]) -> bool:
    """Say whether this begins a command, which knows the options common to all.

    Which commands there are cannot be asked yet: before the settings are read Django
    knows its own alone, and remembers that.
    """
    name = given[0] if given else "help"
    return name not in {"help", "version"} and not name.startswith("-")


def prepares_home(given: Sequence[str]) -> bool:
    """Say whether this is `migrate` as a whole: what the seeds follow."""
    return given[:1] == ["migrate"] and all(
        word.split("=")[0] in WHOLE_MIGRATION or word.isdigit() for word in given[1:]
    )
