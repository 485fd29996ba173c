"""A small SMTP server for the demo: it keeps what it is given and forwards nothing."""

from __future__ import annotations

import asyncio
import logging
import signal
from collections.abc import Callable
from typing import Any

from aiosmtpd.smtp import SMTP, Envelope, Session

from network.demo.mailbox.store import Mailbox

log = logging.getLogger(__name__)

LARGEST = 20 * 1024 * 1024  # bytes


class MailboxHandler:
    """Answers 250 only when every recipient's copy is stored."""

    def __init__(self, mailbox: Mailbox) -> None:
        self.mailbox = mailbox

    async def handle_DATA(  # noqa: N802 - aiosmtpd's name
        self, server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        content = envelope.original_content or b""
        try:
            for recipient in envelope.rcpt_tos:
                self.mailbox.keep(recipient, content)
        except OSError:
            log.exception("A message could not be stored")
            return "451 4.3.0 The message could not be stored; try again later"
        return "250 2.0.0 Kept in the demo's mailbox"


def serve(host: str, port: int, mailbox: Mailbox, *, ready: Callable[[], None]) -> None:
    """Serve until SIGTERM or SIGINT; `ready` is called when the port listens.

    Raises OSError when it cannot listen there.
    """
    asyncio.run(_serve(host, port, mailbox, ready))


async def _serve(host: str, port: int, mailbox: Mailbox, ready: Callable[[], None]) -> None:
    loop = asyncio.get_running_loop()
    handler = MailboxHandler(mailbox)

    def make_protocol() -> Any:
        return SMTP(
            handler,
            hostname="localhost",
            ident="demo mail server",
            enable_SMTPUTF8=True,
            data_size_limit=LARGEST,
            loop=loop,
        )

    stopped = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stopped.set)
    server = await loop.create_server(make_protocol, host, port)
    async with server:
        ready()
        await stopped.wait()
