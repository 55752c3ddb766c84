"""The command `karamad`: Django's commands under our name, with our exit statuses."""

from __future__ import annotations

import os
import sys

from django.core.management import execute_from_command_line


def main() -> None:
    """Run `karamad COMMAND …`."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "karamad.config.settings")
    execute_from_command_line(["karamad", *sys.argv[1:]])
