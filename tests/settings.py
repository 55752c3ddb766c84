"""Settings of a test session: the product's, in a throw-away home."""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

WORKER = os.environ.get("PYTEST_XDIST_WORKER")
if WORKER:
    HOME_OF_SESSION = Path(os.environ["KARAMAD_TEST_HOME"]) / WORKER
else:
    HOME_OF_SESSION = Path(tempfile.mkdtemp(prefix="karamad-test-"))
    os.environ["KARAMAD_TEST_HOME"] = str(HOME_OF_SESSION)
    atexit.register(shutil.rmtree, HOME_OF_SESSION, ignore_errors=True)

# Before the product's settings are read: they find their keys and database there.
os.environ["KARAMAD_HOME"] = str(HOME_OF_SESSION)
(HOME_OF_SESSION / "static").mkdir(parents=True, exist_ok=True)

from karamad.config.settings import *  # noqa: E402, F403
from karamad.config.settings import STORAGES as REAL_STORAGES  # noqa: E402

# All tests knock from one address; the one about it sets its own.
FAILURES_OF_AN_ADDRESS = 1_000_000
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]

# With hashed names the live server answers 404, and a browser test "passes" on a
# page without style.
STORAGES = {
    **REAL_STORAGES,
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
