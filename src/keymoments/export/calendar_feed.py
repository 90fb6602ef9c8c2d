"""Due days as a calendar file (.ics) that calendar programs read: words of the procedure, nothing of the family."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from icalendar import Calendar, Event


@dataclass(frozen=True, slots=True)
class Due:
    """Something due on a day. ``key``: the same for the same thing at every call, so that a calendar replaces it."""

    key: str
    on: date
    title: str
    words: str = ""


def calendar_feed(name: str, dues: Sequence[Due], *, made: date) -> bytes:
    """The calendar file; ``made``: the day it was made, which stands in each event (RFC 5545)."""
    calendar = Calendar()
    calendar.add("prodid", "-//Keymoments//due days//EN")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", name)
    for due in sorted(dues, key=lambda one: (one.on, one.key)):
        event = Event()
        event.add("uid", f"{due.key}@keymoments")
        event.add("dtstamp", datetime.combine(made, time(), UTC))
        event.add("dtstart", due.on)
        event.add("dtend", due.on + timedelta(days=1))
        event.add("summary", due.title)
        if due.words:
            event.add("description", due.words)
        calendar.add_component(event)
    return bytes(calendar.to_ical())
