"""A test session has the product's settings, but for what would make tests lie."""

import os
import socket
import stat
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from pytest_socket import SocketConnectBlockedError

from karamad.config.home import home


def test_the_home_is_thrown_away_with_the_session():
    assert "karamad-test-" in str(settings.HOME)
    assert Path(settings.STATIC_ROOT).is_dir()


def test_static_files_keep_their_names():
    assert settings.STORAGES["staticfiles"]["BACKEND"].endswith(".StaticFilesStorage")


def test_no_test_reaches_beyond_this_machine():
    # As a warning, which is an error here, or as the error itself.
    with pytest.raises((SocketConnectBlockedError, UserWarning), match=r"192\.0\.2\.1"):
        socket.create_connection(("192.0.2.1", 80), timeout=0.1)


@pytest.mark.django_db
def test_the_database_is_the_one_asked_for():
    asked = settings.DATABASES["default"]["ENGINE"].rsplit(".", 1)[-1]
    assert connection.vendor == asked.removesuffix("3")


def test_only_we_read_what_lies_in_a_home(tmp_path, monkeypatch):
    monkeypatch.setenv("KARAMAD_HOME", str(tmp_path / "new"))
    before = os.umask(0o022)
    try:
        folder = home()
        (folder / "karamad.sqlite3").touch()
    finally:
        os.umask(before)

    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert stat.S_IMODE((folder / "karamad.sqlite3").stat().st_mode) == 0o600
