"""The one clock: what day and what time it is for the Network.

The Network's day is the Secretariat's, in the time zone of the setting `NETWORK_TIME_ZONE`: at
22:00 in New York it is still today, whatever the server's clock or the reader's says. Every rule
of the domain (who is designated, which presidency is current, whether a deadline has passed) asks
`today()` or `now()`, and `tests/test_clock.py` refuses any other source of the time. What a
machine does by itself (a lease, a retry, the age of a file) is measured by the clock of the
database or of the machine.

This module lies below every room: it imports nothing of the portal.
"""

from __future__ import annotations

import datetime
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import timezone


class SettableClock:
    """A clock that was set: it stands still until it is moved."""

    def __init__(self, moment: datetime.datetime | datetime.date) -> None:
        self._lock = threading.Lock()
        self.moment = _moment_of(moment)

    def move_to(self, moment: datetime.datetime | datetime.date) -> None:
        """Set it to an aware moment, or to noon of a day of the Network."""
        with self._lock:
            self.moment = _moment_of(moment)

    def advance(self, **step: float) -> None:
        """Move it forward (or back), by the arguments of `datetime.timedelta`."""
        with self._lock:
            self.moment += datetime.timedelta(**step)


_here: ContextVar[SettableClock | None] = ContextVar("network.clock", default=None)
_everywhere: list[SettableClock] = []
_noted: ContextVar[Noted | None] = ContextVar("network.clock.noted", default=None)


def zone() -> ZoneInfo:
    """The Network's time zone."""
    return ZoneInfo(settings.NETWORK_TIME_ZONE)


def now() -> datetime.datetime:
    """This moment, aware; in UTC, as the database gives moments back."""
    if (noted := _noted.get()) is not None:
        noted.moment_was_asked = True
    return _now()


def today() -> datetime.date:
    """The Network's day."""
    return day_of(_now())


def _now() -> datetime.datetime:
    set_clock = _here.get() or (_everywhere[-1] if _everywhere else None)
    return set_clock.moment.astimezone(datetime.UTC) if set_clock else timezone.now()


@dataclass
class Noted:
    """What was asked of the clock inside a block of `noting`."""

    moment_was_asked: bool = False


@contextmanager
def noting() -> Iterator[Noted]:
    """Note whether the code of the block asks for the moment, and not for the day alone.

    What is noted in a block inside another is noted in both.

    An answer that hangs on the day alone holds until midnight; one that hangs on the moment may
    be out of date at once.
    """
    noted, outer = Noted(), _noted.get()
    token = _noted.set(noted)
    try:
        yield noted
    finally:
        _noted.reset(token)
        if outer is not None:
            outer.moment_was_asked |= noted.moment_was_asked


def day_of(moment: datetime.datetime) -> datetime.date:
    """The Network's day at an aware moment."""
    return moment.astimezone(zone()).date()


def start_of(day: datetime.date) -> datetime.datetime:
    """The moment at which a day of the Network begins."""
    return datetime.datetime.combine(day, datetime.time.min, tzinfo=zone())


@contextmanager
def set_to(
    moment: datetime.datetime | datetime.date, *, in_every_thread: bool = False
) -> Iterator[SettableClock]:
    """Set the clock for the code called inside the block, in tests and in rehearsals.

    `moment` is aware, or a day of the Network, meaning its noon. The clock stands there, and the
    block may move it. It holds for this context: views called by the test client, services and
    tasks that run here, while other threads keep the real time. `in_every_thread` sets it for the
    whole process, whose live server answers in threads of its own. The database's own clock,
    which measures leases, goes on.
    """
    settable = SettableClock(moment)
    if in_every_thread:
        _everywhere.append(settable)
        try:
            yield settable
        finally:
            _everywhere.remove(settable)
        return
    token = _here.set(settable)
    try:
        yield settable
    finally:
        _here.reset(token)


def _moment_of(moment: datetime.datetime | datetime.date) -> datetime.datetime:
    if not isinstance(moment, datetime.datetime):
        return datetime.datetime.combine(moment, datetime.time(12), tzinfo=zone())
    if timezone.is_naive(moment):
        raise ValueError(f"{moment} names no time zone")
    return moment
