"""Sessions as calendar programmes read them: iCalendar (RFC 5545, 7986).

Gregorian and UTC inside; the Jalali day stands in the words.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta

from django.db.models import Model
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from karamad.cycle.delivery.models import Session
from karamad.web.display import clock, is_persian, jalali_long

AGAIN = timedelta(hours=1)  # programmes that ask are told to look this often
EPOCH = datetime(2020, 1, 1, tzinfo=UTC)
MOST = 1_000_000  # octets; Google reads no more (support.google.com/calendar, 45654)
END = b"END:VCALENDAR\r\n"


def calendar_file(
    sessions: Iterable[Session], *, name: str, address: Callable[[Session], str]
) -> bytes:
    """Return sessions as an iCalendar file, in the language that is active.

    address: where a session's run is shown. The same rows give the same bytes. Of more
    than programmes read, the last are left out.
    """
    file = Calendar()
    file.add("prodid", "-//Karamad//Karamad//FA")
    file.add("version", "2.0")
    file.add("calscale", "GREGORIAN")
    file.add("method", "PUBLISH")
    # The older name and interval are what Google and Outlook read.
    file.add("name", name)
    file.add("x-wr-calname", name)
    file.add("refresh-interval", AGAIN)
    file.add("x-published-ttl", "PT1H")
    home = salted_hmac("karamad.calendar", "home").hexdigest()[:12]
    events = (
        _event(each, f"session-{each.pk}@{home}", address(each)) for each in sessions
    )
    body = bytearray(file.to_ical().removesuffix(END))
    for event in events:
        written = event.to_ical()
        if len(body) + len(written) + len(END) > MOST:
            break
        body += written
    return bytes(body + END)


def _event(session: Session, uid: str, url: str) -> Event:
    called_off = session.cancelled_at is not None or session.run.is_cancelled
    changed = _changed(session)
    event = Event()
    event.add("uid", uid)
    event.add("dtstamp", changed)
    event.add("last-modified", changed)
    event.add("sequence", int((changed - EPOCH).total_seconds()))
    event.add("dtstart", session.begins_at.astimezone(UTC))
    event.add("dtend", session.ends_at.astimezone(UTC))
    event.add("summary", _summary(session, called_off=called_off))
    event.add("description", _description(session, url))
    if place := _place(session):
        event.add("location", place)
    event.add("url", url)
    event.add("status", "CANCELLED" if called_off else "CONFIRMED")
    event.add("transp", "TRANSPARENT" if called_off else "OPAQUE")
    return event


def _changed(session: Session) -> datetime:
    """Return when anything that the event says was last recorded.

    Of this comes SEQUENCE, too: it only grows, even when a session passes to another
    run, of which a count of corrections would be smaller.
    """
    rows = (session, session.run, session.room, session.instructor)
    moment = max(row.recorded_at for row in rows if row is not None)
    return moment.astimezone(UTC).replace(microsecond=0)


def _summary(session: Session, *, called_off: bool) -> str:
    title = session.run.title or _named(session.run.course, "title")
    # Not every programme strikes out what is cancelled.
    return _("لغو شد: %(title)s") % {"title": title} if called_off else title


def _description(session: Session, url: str) -> str:
    when = _("%(day)s، ساعت %(from)s تا %(until)s") % {
        "day": jalali_long(session.begins_at),
        "from": clock(session.begins_at),
        "until": clock(session.ends_at),
    }
    lines = [when]
    if session.topic:
        lines.append(_("موضوع: %(topic)s") % {"topic": session.topic})
    if session.instructor:
        name = _named(session.instructor, "name")
        lines.append(_("مدرس: %(name)s") % {"name": name})
    if session.link:
        lines.append(_("نشانی برخط: %(link)s") % {"link": session.link})
    return "\n".join([*lines, url])


def _place(session: Session) -> str:
    if session.room is None:
        return session.link
    parts = (session.room.name, session.room.address)
    return _("، ").join(part for part in parts if part)


def _named(row: Model, name: str) -> str:
    """Return a text kept in two languages as plain text; `said` is for pages."""
    english = "" if is_persian() else getattr(row, f"{name}_en")
    return english or str(getattr(row, name))
