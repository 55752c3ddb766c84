"""A test session has the product's settings, but for what would make tests lie."""

import socket
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from pytest_socket import SocketConnectBlockedError


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
