"""A real SMTP server for tests, which does on command what servers do on bad days.

What happens to a message follows from its recipient's local part:

- `greylisted`: refused for now at RCPT (451), the first `patience` times;
- `unknown`: refused for good at RCPT (550);
- `cryptic`: the same, in words with quotes, a backslash and a NUL;
- `spam`: refused for good after the text (554);
- `busy`: refused for now after the text (451);
- `hanging-at-rcpt`, `hanging-at-text`: no answer until `hangs_until` messages have arrived;
- `dropped-at-rcpt`: the connection is cut at RCPT, once;
- `dropped-after-dot`: the text is taken and the connection cut before the answer, once;
- `always-dropped`: the same, each time.

With `weather` it does the same to anybody, at random.
"""

from __future__ import annotations

import asyncio
import logging
import random
import ssl
from collections import Counter
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from network.demo.embedded.ports import free_port

# It writes every command of every conversation at INFO.
logging.getLogger("mail.log").setLevel(logging.WARNING)


@dataclass(frozen=True)
class Arrived:
    """A message that the server took, whether or not it got to say so."""

    sender: str
    recipient: str
    content: bytes

    @property
    def message(self) -> EmailMessage:
        read = message_from_bytes(self.content, policy=policy.default)
        assert isinstance(read, EmailMessage)
        return read

    @property
    def message_id(self) -> str:
        return str(self.message["Message-ID"])


class MailServer:
    """Listens on a free port of 127.0.0.1 between `start` and `stop`."""

    def __init__(self) -> None:
        self.smtputf8 = True
        self.pipelining = False
        self.refuses_sender = False
        self.senders_refused = 0
        self.refuses_at_mail = ""  # a parameter of MAIL that is answered with 555
        self.pause = 0.0  # seconds that each message takes
        self.arrived: list[Arrived] = []
        self.connections = 0
        self.messages_per_connection = 0  # 0: no limit
        self.most_connections = 0  # those after it are refused; 0: no limit
        self.tls: dict[str, ssl.SSLContext] = {}  # by "starttls" or "tls"
        self.hanging_connection = 0  # which one gets no answer to EHLO; 0: none
        self.hangs_until = 0
        self.weather: random.Random | None = None
        self.bad_weather = 0.03  # how likely each step goes wrong
        self.refused_by_weather: set[str] = set()  # for good
        self.unanswered: list[str] = []  # taken, and the sender was not told
        self.patience = 1
        self._seen: Counter[str] = Counter()
        self._controller: Controller | None = None
        self.port = 0

    def start(self) -> None:
        if not self.port:
            self.port = free_port()
        self._controller = Controller(
            self,
            hostname="127.0.0.1",
            port=self.port,
            ready_timeout=10,
            ident="test",
            enable_SMTPUTF8=self.smtputf8,
            ssl_context=self.tls.get("tls"),
            tls_context=self.tls.get("starttls"),
        )
        self._controller.start()

    def stop(self) -> None:
        if self._controller is not None:
            self._controller.stop(no_assert=True)
            self._controller = None

    def to(self, recipient: str) -> list[Arrived]:
        return [arrived for arrived in self.arrived if arrived.recipient == recipient]

    # What aiosmtpd calls.

    async def handle_EHLO(  # noqa: N802
        self,
        server: SMTP,
        session: Session,
        envelope: Envelope,
        hostname: str,
        responses: list[str],
    ) -> list[str]:
        session.host_name = hostname
        self.connections += 1
        if self.connections == self.hanging_connection:
            await self._hang()
        if self._is_one_too_many():
            return [await self.handle_HELO()]
        return [*responses[:-1], "250-PIPELINING", responses[-1]] if self.pipelining else responses

    async def handle_HELO(self, *_session: object) -> str:  # noqa: N802
        return "421 4.7.0 Too many connections" if self._is_one_too_many() else "250 test"

    async def handle_MAIL(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if self.refuses_sender:
            self.senders_refused += 1
            return "550 5.7.1 You may not send from this address"
        if self.refuses_at_mail and self.refuses_at_mail in options:
            return "555 5.5.4 This parameter is not taken here"
        if self._strikes():
            return "421 4.3.2 Going down"
        taken = getattr(session, "taken", 0)
        if self.messages_per_connection and taken >= self.messages_per_connection:
            return "421 4.7.0 Too many messages on this connection"
        session.taken = taken + 1  # type: ignore[attr-defined]
        envelope.mail_from = address
        return "250 OK"

    async def handle_RCPT(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        local = address.split("@")[0]
        self._seen[address] += 1
        if answer := await self._storm(address):
            return answer
        if local == "greylisted" and self._seen[address] <= self.patience:
            return "451 4.7.1 Come back later"
        if local == "unknown":
            return "550 5.1.1 No such mailbox here"
        if local == "cryptic":
            return '550 "no", {C:\\mail},\0NULL'
        if local == "dropped-at-rcpt" and self._seen[address] == 1:
            self._cut(server)
        if local == "hanging-at-rcpt":
            await self._hang()
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        await asyncio.sleep(self.pause)
        for address in envelope.rcpt_tos:
            local = address.split("@")[0]
            if answer := await self._storm(address):
                return answer
            if local == "spam":
                return "554 5.7.1 We do not like this text"
            if local == "busy":
                return "451 4.3.0 Disk full"
            if local == "hanging-at-text":
                await self._hang()
            self.arrived.append(
                Arrived(envelope.mail_from or "", address, envelope.original_content or b"")
            )
            if local == "always-dropped" or (
                local == "dropped-after-dot" and self._seen[address] == 1
            ):
                self._cut(server)
            if self._strikes():
                self.unanswered.append(address)
                self._cut(server)
        return "250 OK"

    async def handle_exception(self, error: Exception) -> str:
        return f"451 4.3.0 {type(error).__name__}"

    def _strikes(self) -> bool:
        return self.weather is not None and self.weather.random() < self.bad_weather

    async def _storm(self, address: str) -> str:
        """Refuse, hang (for longer than anybody waits) or, mostly, nothing."""
        if self.weather is None or not self._strikes():
            return ""
        answer = self.weather.choice(
            ["421 4.3.2 Going down", "451 4.3.0 Not now", "452 4.3.1 Full", "550 5.1.1 No", ""]
        )
        if not answer:
            await asyncio.sleep(20)
        if answer.startswith("5"):
            self.refused_by_weather.add(address)
        return answer

    def _is_one_too_many(self) -> bool:
        return 0 < self.most_connections < self.connections

    async def _hang(self) -> None:
        while len(self.arrived) < self.hangs_until:
            await asyncio.sleep(0.005)

    @staticmethod
    def _cut(server: Any) -> None:
        server.transport.abort()
