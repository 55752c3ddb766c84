"""What every program of the house carries from its start on."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
# Statistics and tables in columns: sixty megabytes and a second of every start.
HEAVY = ("duckdb", "pandas", "pyarrow", "scipy")
START = f"""
import sys, django
django.setup()
from karamad.registers.exchange import actions
print(*(name for name in {HEAVY} if name in sys.modules))
"""


def test_a_load_starts_without_what_only_figures_need(tmp_path: Path):
    done = subprocess.run(
        [sys.executable, "-c", START],
        env={
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "karamad.config.settings",
            "KARAMAD_HOME": str(tmp_path),
            "PYTHONPATH": str(ROOT / "src"),
        },
        capture_output=True,
        check=True,
        text=True,
    )

    assert done.stdout.split() == []
