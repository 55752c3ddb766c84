"""Ways out: a console, a mail server, an SMS centre over HTTP."""

from __future__ import annotations

import http.client
import json
import re
import smtplib
import socket
import sys
import urllib.error
import urllib.request
from dataclasses import dataclass
from typing import Any, Protocol
from urllib.parse import quote

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail import EmailMessage, get_connection
from django.core.validators import validate_email

from karamad.cycle.outbox.rules import Answer, masked

TIMEOUT = 20  # seconds
GOOD = range(200, 300)
NOT_NOW = frozenset({408, 425, 429, 503})
_PLACE = re.compile(r"\{(to|text|key)\}")
SERVER = 500  # from here on a fault of the server, which may have taken it all the same


@dataclass(frozen=True, slots=True)
class Parcel:
    """What goes out. key: the same for every try of the same message."""

    key: str
    address: str
    subject: str
    text: str


@dataclass(frozen=True, slots=True)
class Report:
    """What became of one try; `fault` says why it was not taken."""

    answer: Answer
    fault: str = ""


class Gateway(Protocol):
    """A way out. repeatable: it sends one key once, however often it hears of it."""

    @property
    def repeatable(self) -> bool: ...

    def send(self, parcel: Parcel) -> Report: ...


class Console:
    """Writes what would go out; of the address only as much as tells it apart."""

    repeatable = False

    def send(self, parcel: Parcel) -> Report:
        print(  # noqa: T201 - this is what a console is for
            f"[message] {masked(parcel.address)} {parcel.subject}\n{parcel.text}\n",
            file=sys.stderr,
        )
        return Report(Answer.TAKEN)


class Mail:
    """Sends over the mail server of the settings."""

    repeatable = False

    def send(self, parcel: Parcel) -> Report:
        # What files call an address is often none, and breaks the letter to it.
        if not _is_address(parcel.address):
            return Report(Answer.REFUSED, "address")
        letter = EmailMessage(
            parcel.subject,
            parcel.text,
            to=[parcel.address],
            headers={"Message-ID": f"<{parcel.key}@{socket.getfqdn()}>"},
            connection=get_connection(timeout=TIMEOUT),
        )
        return _posted(letter)


def _posted(letter: EmailMessage) -> Report:
    try:
        letter.send()
    except (smtplib.SMTPRecipientsRefused, smtplib.SMTPSenderRefused) as error:
        return Report(Answer.REFUSED, type(error).__name__)
    except smtplib.SMTPServerDisconnected as error:
        return Report(Answer.NO_ANSWER, type(error).__name__)
    except smtplib.SMTPResponseException as error:
        final = error.smtp_code >= SERVER
        return Report(Answer.REFUSED if final else Answer.NOT_NOW, str(error.smtp_code))
    except TimeoutError as error:
        return Report(Answer.NO_ANSWER, type(error).__name__)
    except (smtplib.SMTPException, OSError) as error:
        return Report(Answer.NOT_NOW, type(error).__name__)
    return Report(Answer.TAKEN)


def _is_address(said: str) -> bool:
    try:
        validate_email(said)
    except ValidationError:
        return False
    return True


@dataclass(frozen=True, slots=True)
class HttpSms:
    """Asks an SMS centre over HTTP, as its template says.

    In `url` and `body`, {to}, {text} and {key} are said: quoted for an address in the
    url and in a form, escaped for a string in JSON.
    """

    url: str
    body: str = ""
    headers: tuple[tuple[str, str], ...] = ()
    repeatable: bool = False

    def send(self, parcel: Parcel) -> Report:
        asked = self._request(parcel)
        try:
            # The settings' own address: http and https only.
            with _DIRECT.open(asked, timeout=TIMEOUT) as reply:
                reply.read(1)
                return _read(reply.status)
        except urllib.error.HTTPError as error:
            return _read(error.code)
        except urllib.error.URLError as error:
            return _unreached(error.reason)
        except (OSError, http.client.HTTPException) as error:
            return Report(Answer.NO_ANSWER, type(error).__name__)

    def _request(self, parcel: Parcel) -> urllib.request.Request:
        is_json = self.body.lstrip().startswith(("{", "["))
        said = {"to": parcel.address, "text": parcel.text, "key": parcel.key}
        body = _said(self.body, said, in_json=is_json).encode() if self.body else None
        kind = "application/json" if is_json else "application/x-www-form-urlencoded"
        headers = {"Content-Type": kind, **dict(self.headers)} if body else {}
        return urllib.request.Request(  # noqa: S310
            _said(self.url, said, in_json=False),
            data=body,
            headers=headers or dict(self.headers),
        )


class _Stays(urllib.request.HTTPRedirectHandler):
    """Goes nowhere else: there the text would be lost, and the centre's key known."""

    def redirect_request(self, *_args: Any, **_options: Any) -> None:
        return None


_DIRECT = urllib.request.build_opener(_Stays)


def _said(template: str, values: dict[str, str], *, in_json: bool) -> str:
    """Return the template with its places filled; what is filled in stays."""

    def safe(found: re.Match[str]) -> str:
        value = values[found.group(1)]
        return json.dumps(value)[1:-1] if in_json else quote(value, safe="")

    return _PLACE.sub(safe, template)


def _read(status: int) -> Report:
    if status in GOOD:
        return Report(Answer.TAKEN)
    if status in NOT_NOW:
        return Report(Answer.NOT_NOW, str(status))
    answer = Answer.NO_ANSWER if status >= SERVER else Answer.REFUSED
    return Report(answer, str(status))


def _unreached(reason: object) -> Report:
    """What never reached the centre has surely not gone out."""
    before = (ConnectionRefusedError, socket.gaierror)
    answer = Answer.NOT_NOW if isinstance(reason, before) else Answer.NO_ANSWER
    return Report(answer, type(reason).__name__)


def gateway(channel: str) -> Gateway:
    """Return the way out of a channel, as the settings say; a console without them."""
    if channel == "email":
        return Mail() if settings.MAILS else Console()
    if not settings.SMS_URL:
        return Console()
    return HttpSms(
        settings.SMS_URL,
        settings.SMS_BODY,
        tuple(settings.SMS_HEADERS.items()),
        repeatable=settings.SMS_KNOWS_KEYS,
    )
