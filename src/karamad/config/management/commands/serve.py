"""`karamad serve`: the web server and the worker, together."""

from __future__ import annotations

import errno
import os
import socket
import sys
import time
from argparse import ArgumentParser
from http.client import HTTPConnection, HTTPException
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from karamad.config.supervisor import Program, Supervisor
from karamad.config.turns import READERS
from karamad.cycle.delivery import tasks as delivery
from karamad.registers.people.models import Person
from karamad.web.commands import HouseCommand

START = 60.0  # seconds the server may take to answer


class Command(HouseCommand):
    help = gettext_lazy("کارآمد را به کار می‌اندازد: سرور وب و کارگرِ کارهای پس‌زمینه.")
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--host",
            default="127.0.0.1",
            help=_("نشانی‌ای که در آن پاسخ می‌دهد (%(default)s)"),
        )
        parser.add_argument(
            "--port", type=int, default=8000, help=_("درگاه (%(default)s)")
        )
        parser.add_argument(
            "--threads",
            type=int,
            default=4,
            help=_("چند درخواست هم‌زمان پاسخ می‌گیرد (%(default)s)"),
        )
        parser.add_argument(
            "--demo",
            action="store_true",
            help=_("اگر خانه خالی است، کشوری نمونه در آن می‌سازد"),
        )
        parser.add_argument(
            "--people",
            type=int,
            default=5_130,
            help=_("شمار مردم آن کشور نمونه (%(default)s)"),
        )

    def handle(self, *args: Any, **options: Any) -> None:
        host, port = options["host"], options["port"]
        refuse_a_busy_port(host, port)
        refuse_an_old_database()
        if options["demo"] and is_empty():
            # The welcome says the sign-ins, this time and every other.
            call_command("demo", people=options["people"], without_sign_ins=True)
        call_command("refresh", daily=True, verbosity=0)
        # The server forks no connection of ours.
        connection.close()
        supervisor = Supervisor(programs(host, port, options["threads"]), self.say)
        status = supervisor.run(ready=lambda: self.welcome(host, port, supervisor))
        if status:
            raise CommandError(_("کارآمد ایستاد."), returncode=status)

    def say(self, words: str) -> None:
        self.stdout.write(words)
        self.stdout.flush()

    def welcome(self, host: str, port: int, supervisor: Supervisor) -> None:
        """Say where to look, once there is something to see."""
        deadline = time.monotonic() + START
        server = supervisor.programs[0]
        while not answers(host, port):
            if supervisor.stopping or server.died() or time.monotonic() > deadline:
                return
            time.sleep(0.05)
        shown = "127.0.0.1" if host in {"0.0.0.0", "::"} else host  # noqa: S104
        address = f"http://{shown}:{port}/"
        words = _("کارآمد در %(address)s پاسخ می‌دهد (Ctrl-C آن را می‌ایستاند)")
        self.say("\n" + words % {"address": address})
        sign_ins = settings.HOME / "demo-sign-ins.txt"
        if sign_ins.exists():
            self.say("\n" + sign_ins.read_text(encoding="utf-8"))


def programs(host: str, port: int, threads: int) -> list[Program]:
    """Return what has to run: a web server, a worker, the extracts.

    threads: how many requests the server works on at once.
    """
    os.environ["KARAMAD_AT_ONCE"] = str(threads)
    if host not in settings.ALLOWED_HOSTS and "KARAMAD_HOSTS" not in os.environ:
        os.environ["KARAMAD_HOSTS"] = ",".join([*settings.ALLOWED_HOSTS, host])
    server = [
        "-m",
        "granian",
        "--interface",
        "wsgi",
        "--no-ws",
        # Its only warning here would be of the threads for slow readers.
        "--log-level",
        "error",
    ]
    server += ["--host", host, "--port", str(port)]
    server += ["--blocking-threads", str(threads + READERS)]
    worker = [
        "-m",
        "django",
        "db_worker",
        "--queue-name",
        "*",
        # Who waits for counts waits for the worker to look, too.
        "--interval",
        "0.25",
        "--no-reload",
        "-v",
        "0",
    ]
    return [
        Program(
            _("سرور وب"),
            [sys.executable, *server, "karamad.config.wsgi:application"],
        ),
        Program(_("کارگر"), [sys.executable, *worker], before=take_up_what_is_left),
        Program(
            _("رونوشت‌برداری"),
            [sys.executable, "-m", "django", "extract", "--follow"],
        ),
    ]


def take_up_what_is_left() -> None:
    """Have the worker that starts go on with what one before it left unfinished."""
    try:
        delivery.take_up()
    except DatabaseError as error:
        # Its officer finds a button on the page; the house stays open.
        words = _("آنچه نیمه‌کاره مانده بود فعلاً همچنان می‌ماند: %(error)s")
        sys.stderr.write(words % {"error": error} + "\n")
    finally:
        connection.close()


def answers(host: str, port: int) -> bool:
    """Say whether a page comes back: the port is open before there is one."""
    connection = HTTPConnection(host, port, timeout=START)
    try:
        connection.request("HEAD", "/robots.txt")
        connection.getresponse()
    except (OSError, HTTPException):
        return False
    finally:
        connection.close()
    return True


def refuse_a_busy_port(host: str, port: int) -> None:
    """Errors: CommandError when somebody else listens there already."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            words = _("در %(address)s نمی‌توان پاسخ داد: %(why)s.") % {
                "address": f"{host}:{port}",
                "why": error.strerror,
            }
            if error.errno == errno.EADDRINUSE:
                another = {"port": f"--port {port + 1}"}
                words += " " + _("درگاهی دیگر برگزینید: %(port)s") % another
            raise CommandError(words, returncode=2) from error


def refuse_an_old_database() -> None:
    """Errors: CommandError when the tables are not those of this version."""
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        words = _("پایگاه داده آماده نیست؛ نخست «karamad migrate» را اجرا کنید.")
        raise CommandError(words, returncode=2)


def is_empty() -> bool:
    """Say whether nobody signs in here and nobody is on record."""
    return not get_user_model().objects.exists() and not Person.objects.exists()
