"""A mail server that takes everything and keeps nothing, in a process of its own.

It is as small as can be, so that a mail run is measured and not the server. One of its connections
may be slow, or hang.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass

_EHLO = b"250-sink\r\n250-PIPELINING\r\n250 8BITMIME\r\n"


class _Sink(asyncio.Protocol):
    connections = 0
    taken = 0  # by all of them
    options: argparse.Namespace

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        _Sink.connections += 1
        self.is_odd = _Sink.connections == 1
        self.mine = 0
        self.transport: asyncio.Transport = transport  # type: ignore[assignment]
        self.waiting = b""
        self.in_text = False
        transport.write(b"220 sink\r\n")  # type: ignore[attr-defined]

    def connection_lost(self, error: Exception | None) -> None:
        print(int(self.is_odd), self.mine, flush=True)

    def data_received(self, data: bytes) -> None:
        self.waiting += data
        while True:
            ending = b"\r\n.\r\n" if self.in_text else b"\r\n"
            line, found, rest = self.waiting.partition(ending)
            if not found:
                return
            self.waiting = rest
            self._answer(line[:4].upper())

    def _answer(self, verb: bytes) -> None:
        if self.in_text:
            self.in_text = False
            self._take()
        elif verb == b"DATA":
            self.in_text = True
            self.transport.write(b"354 go on\r\n")
        elif verb == b"QUIT":
            self.transport.write(b"221 bye\r\n")
            self.transport.close()
        else:
            self.transport.write(_EHLO if verb == b"EHLO" else b"250 ok\r\n")

    def _take(self) -> None:
        if self.is_odd and self.options.slow:
            asyncio.get_running_loop().call_later(self.options.slow, self._taken)
        elif self.is_odd and _Sink.taken < self.options.hangs_until:
            asyncio.get_running_loop().call_later(0.001, self._take)
        else:
            self._taken()

    def _taken(self) -> None:
        _Sink.taken += 1
        self.mine += 1
        self.transport.write(b"250 taken\r\n")


async def _serve() -> None:
    server = await asyncio.get_running_loop().create_server(_Sink, "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    async with server:
        await server.serve_forever()


@dataclass
class Running:
    """A sink at work."""

    port: int
    process: subprocess.Popen[str]

    def taken_by_others(self, connections: int) -> int:
        """What all but the first connection took, once so many have been closed."""
        assert self.process.stdout is not None
        closed = [self.process.stdout.readline().split() for _each in range(connections)]
        return sum(int(taken) for is_odd, taken in closed if is_odd == "0")


@contextlib.contextmanager
def sink(*, slow: float = 0, hangs_until: int = 0) -> Iterator[Running]:
    """A running sink. Its first connection answers each text `slow` seconds later, or none until
    all together have taken `hangs_until` messages.
    """
    command = [sys.executable, "-m", "benchmarks.sink", f"--slow={slow}"]
    with subprocess.Popen(
        [*command, f"--hangs-until={hangs_until}"],
        stdout=subprocess.PIPE,
        text=True,
        env=os.environ,
    ) as process:
        assert process.stdout is not None
        try:
            yield Running(int(process.stdout.readline()), process)
        finally:
            process.kill()


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--slow", type=float, default=0)
    parser.add_argument("--hangs-until", type=int, default=0)
    _Sink.options = parser.parse_args()
    asyncio.run(_serve())
