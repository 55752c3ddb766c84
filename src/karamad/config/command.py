"""The command `karamad`: Django's commands under our name, with our exit statuses.

0 done, 1 some rows refused (the good ones are in), 2 nothing done. A command says 1 by
`CommandError(…, returncode=1)`; whatever stops it unforeseen is a 2.
"""

from __future__ import annotations

import os
import sys
import traceback
from collections.abc import Sequence

from django.core.management import CommandError, ManagementUtility, get_commands

# With these, `migrate` looks or does a part; only the whole of it prepares a home.
WHOLE_MIGRATION = {"--verbosity", "-v", "--noinput", "--no-input", "--no-color"}


def main(arguments: Sequence[str] | None = None) -> None:
    """Run `karamad COMMAND …`."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "karamad.config.settings")
    given = list(sys.argv[1:] if arguments is None else arguments)
    if given and not given[0].startswith("-"):
        given[0] = given[0].replace("-", "_")  # password-link is password_link.py
    run(given)
    if prepares_home(given) and "seed" in get_commands():
        run(["seed", *given[1:]])


def run(given: list[str]) -> None:
    """Run one command; leave with 2 when it stopped for a reason nobody foresaw."""
    # Django would set the name of a class before what is said in words.
    raised = [*given[:1], "--traceback", *given[1:]] if takes_options(given) else given
    try:
        ManagementUtility(["karamad", *raised]).execute()
    except CommandError as error:
        sys.stderr.write(f"{error}\n")
        sys.exit(error.returncode)
    except SystemExit as leaving:
        # Django says 1 to a command it does not know; our 1 means refused rows.
        if leaving.code == 1 and not is_command(given[0]):
            sys.exit(2)
        raise
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


def is_command(name: str) -> bool:
    return name in {*get_commands(), "help", "version"}


def prepares_home(given: Sequence[str]) -> bool:
    """Say whether this is `migrate` as a whole: what the seeds follow."""
    return given[:1] == ["migrate"] and all(
        word.split("=")[0] in WHOLE_MIGRATION or word.isdigit() for word in given[1:]
    )
