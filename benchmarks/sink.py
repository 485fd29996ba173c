"""A mail server that takes everything and keeps nothing, in a process of its own.

It is as small as can be, so that a mail run is measured and not the server.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import subprocess
import sys
from collections.abc import Iterator


class _Sink(asyncio.Protocol):
    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport: asyncio.Transport = transport  # type: ignore[assignment]
        self.waiting = b""
        self.in_text = False
        transport.write(b"220 sink\r\n")  # type: ignore[attr-defined]

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
            self.transport.write(b"250 taken\r\n")
        elif verb == b"DATA":
            self.in_text = True
            self.transport.write(b"354 go on\r\n")
        elif verb == b"QUIT":
            self.transport.write(b"221 bye\r\n")
            self.transport.close()
        else:
            self.transport.write(b"250 ok\r\n")


async def _serve() -> None:
    server = await asyncio.get_running_loop().create_server(_Sink, "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    async with server:
        await server.serve_forever()


@contextlib.contextmanager
def sink() -> Iterator[int]:
    """The port of a running sink."""
    with subprocess.Popen(
        [sys.executable, "-m", "benchmarks.sink"], stdout=subprocess.PIPE, env=os.environ
    ) as process:
        assert process.stdout is not None
        try:
            yield int(process.stdout.readline())
        finally:
            process.kill()


if __name__ == "__main__":
    asyncio.run(_serve())
