"""Several connections of one process, which go from message to message in rounds.

What a round begins is written by one commit, and so is what came of the round before. A round waits
for the connections that keep pace, and not for one that is slow or dead.
"""

from __future__ import annotations

import os
import select
import threading
import time
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any, Self

from network.mail.connection import Connection, ServerUnavailable

LONGEST_ROUND = 1.0  # seconds after which a round is over, whoever has not answered
_GRACE = 0.001  # seconds that the slower half of a round may take more than the faster
_GRACE_SHARE = 0.1  # of a round's time, for those that fell out of step before
_PROBATION = 3  # messages in time until a connection that fell out of step is waited for again


@dataclass(eq=False)
class Lane:
    """One connection, and the message that it has in hand."""

    connection: Connection = field(default_factory=Connection)
    letter: Any = None
    is_opening: bool = False
    has_failed: bool = False  # to open: not tried again by this run
    on_probation: int = 0  # messages in time until rounds wait for it
    is_new: bool = False  # its message began in this round

    @property
    def is_late(self) -> bool:
        """Whether rounds do not wait for the message that it has under way."""
        return self.connection.under_way and (self.on_probation > 0 or not self.is_new)

    @property
    def is_free(self) -> bool:
        return self.connection.is_open and not self.is_opening and not self.connection.under_way


class Connections:
    """Up to `most` lanes. `with Connections(8) as connections:` closes them at the end.

    Lanes open in threads of their own, so that a server that does not answer there holds up none
    that is open already; everything else happens in the caller's thread.
    """

    def __init__(self, most: int) -> None:
        self.most = most
        self.lanes: list[Lane] = []
        self.unavailable = ""  # the words with which no connection could be opened
        self._opened: list[tuple[Lane, Exception | None]] = []
        self._lock = threading.Lock()
        self._is_closed = False
        self._wake_read, self._wake_write = os.pipe()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """End the connections, politely where no message is under way."""
        with self._lock:
            self._is_closed = True
            os.close(self._wake_write)
            os.close(self._wake_read)
            for lane, _trouble in self._opened:
                lane.is_opening = False
        idle = {lane.connection for lane in self.lanes if lane.is_free}
        for connection in idle:
            connection.say_goodbye()
        until = time.monotonic() + 1
        waiting = set(idle)
        while waiting and (left := until - time.monotonic()) > 0:
            # Whatever comes is the answer to QUIT, or the end.
            waiting -= set(select.select(waiting, [], [], left)[0])
        for lane in self.lanes:
            if not lane.is_opening:
                lane.connection.close()

    # --- Opening ---

    def want(self, letters: int) -> None:
        """Have a lane for each of so many letters that no lane has in hand yet, up to `most`.

        A lane that could not be opened keeps its place and is not tried again: the server may allow
        fewer.
        """
        usable = [lane for lane in self.lanes if not lane.has_failed]
        lacking = letters - sum(
            lane.letter is None and (lane.is_opening or lane.connection.is_open) for lane in usable
        )
        for lane in usable:
            if lane.is_opening or lane.connection.is_open:
                continue
            if lane.letter is not None or lacking > 0:
                lacking -= lane.letter is None
                self._open(lane)
        for _lane in range(min(lacking, self.most - len(self.lanes))):
            self.lanes.append(Lane())
            self._open(self.lanes[-1])

    def _open(self, lane: Lane) -> None:
        lane.is_opening = True
        threading.Thread(target=self._open_in_thread, args=(lane,), daemon=True).start()

    def _open_in_thread(self, lane: Lane) -> None:
        trouble: Exception | None = None
        try:
            lane.connection.open()
        except Exception as error:  # raised again in the caller's thread
            trouble = error
        with self._lock:
            if self._is_closed:
                lane.connection.close()
                return
            self._opened.append((lane, trouble))
            os.write(self._wake_write, b"!")

    def _note_opened(self) -> None:
        os.read(self._wake_read, 1024)
        with self._lock:
            opened, self._opened = self._opened, []
        for lane, trouble in opened:
            lane.is_opening = False
            if isinstance(trouble, ServerUnavailable):
                lane.has_failed = True
                if all(other.has_failed for other in self.lanes):
                    self.unavailable = str(trouble)
            elif trouble is not None:
                raise trouble

    # --- Rounds ---

    def free(self) -> list[Lane]:
        """The lanes that can begin a message, first those that have one in hand already."""
        return sorted((lane for lane in self.lanes if lane.is_free), key=lambda one: not one.letter)

    def begin(self, lane: Lane, letter: Any, **message: Any) -> None:
        """Begin a message on a free lane."""
        lane.letter, lane.is_new = letter, True
        lane.connection.begin(**message)

    def finished(self) -> list[Lane]:
        """The lanes whose message has a result that nobody has taken yet."""
        return [
            lane
            for lane in self.lanes
            if lane.letter is not None and lane.connection.result is not None
        ]

    def wait(self, *, until: float) -> None:
        """Go on with all messages until the round is over, or the monotonic clock says `until`.

        It is over when all that keep pace are done; the slower half of them gets as long again as
        the faster took. Who is not done by then, or after LONGEST_ROUND, falls out of step: its
        answer is read in a later round, and rounds wait for it again once it was in time for a
        while. It is also over when a lane has opened, and with the first result where none keeps
        pace.
        """
        began = time.monotonic()
        paced = [lane for lane in self.lanes if lane.connection.under_way and not lane.on_probation]
        over = began + LONGEST_ROUND if paced else until
        while True:
            now = time.monotonic()
            going = sum(lane.connection.under_way for lane in paced)
            if paced and not going:
                if not any(lane.is_new and lane.connection.under_way for lane in self.lanes):
                    break
                over = min(over, now + (now - began) * _GRACE_SHARE)
            elif paced and going * 2 <= len(paced):
                over = min(over, now + (now - began) + _GRACE)
            elif not paced and self.finished():
                break
            if self._go_on(min(over, until)):
                return
            if (now := time.monotonic()) >= min(over, until):
                break
        for lane in self.lanes:
            if lane.is_new and not lane.connection.under_way:
                lane.on_probation, lane.is_new = max(lane.on_probation - 1, 0), False
            elif lane.is_new and paced and now >= over:
                lane.on_probation, lane.is_new = _PROBATION, False

    def _go_on(self, until: float) -> bool:
        """Wait for any news, and take it; True when a lane has opened, or failed to."""
        under_way = [lane.connection for lane in self.lanes if lane.connection.under_way]
        until = min([until, *(connection.waits_until for connection in under_way)])
        # Not poll(), whose milliseconds are longer than a round; a worker has few files open.
        waiting: list[Connection | int] = [self._wake_read, *under_way]
        readable, writable, _odd = select.select(
            waiting,
            [connection for connection in under_way if connection.has_unsent],
            [],
            max(0.0, until - time.monotonic()),
        )
        for connection in under_way:
            if connection in readable or connection in writable:
                connection.advance()
        now = time.monotonic()
        for connection in under_way:
            if connection.under_way and connection.waits_until <= now:
                connection.give_up()
        if self._wake_read in readable:
            self._note_opened()
            return True
        return False
