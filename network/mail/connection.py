"""One SMTP connection for many messages, which reports the precise result of each."""

from __future__ import annotations

import contextlib
import smtplib
import socket
import ssl
import time
from dataclasses import dataclass
from types import TracebackType
from typing import Self

from django.conf import settings

from network.mail.addresses import NotSendable, envelope_address
from network.mail.models import SendingState

STEP = 10.0  # seconds that one answer of the server may take
LONGEST = 20.0  # seconds that one message may take, once connected
_WORDS = 500  # characters kept of what a server said


class ServerUnavailable(Exception):  # noqa: N818 - reads as a verdict on the server
    """No message can be sent now, through no fault of its own. Carries the server's words."""


class _Lost(Exception):  # noqa: N818 - private, and caught in this file
    """The connection ended before the message was handed over: it was certainly not taken."""


@dataclass(frozen=True)
class Outcome:
    """What became of one attempt: SENT, RETRY, FAILED or UNCERTAIN, with the server's words.

    `at_once`: only the connection was worn out, so a fresh one may be tried without waiting.
    """

    state: SendingState
    words: str = ""
    at_once: bool = False


class Connection:
    """A connection to the server that EMAIL_URL names, opened when first needed.

    `open` and `deliver` raise ServerUnavailable when the server cannot be reached, rejects our
    login or refuses our own address: no message is at fault.
    """

    def __init__(self) -> None:
        self._smtp: smtplib.SMTP | None = None
        self._used = False
        self._deadline = 0.0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def open(self) -> None:
        """Connect unless connected. Raises ServerUnavailable."""
        if self._smtp is not None:
            return
        try:
            self._smtp = self._connect()
            self._used = False
        except (OSError, smtplib.SMTPException) as error:
            self.close()
            raise ServerUnavailable(_words(error)) from error

    def _connect(self) -> smtplib.SMTP:
        host, port = settings.EMAIL_HOST, settings.EMAIL_PORT
        # Its own name, not getfqdn(): that may ask a name server that does not answer.
        name = settings.SITE_HOST if "." in settings.SITE_HOST else "localhost"
        context = ssl.create_default_context()
        if getattr(settings, "EMAIL_USE_SSL", False):
            smtp: smtplib.SMTP = smtplib.SMTP_SSL(
                host, port, local_hostname=name, timeout=STEP, context=context
            )
        else:
            smtp = smtplib.SMTP(host, port, local_hostname=name, timeout=STEP)
        self._smtp = smtp
        if smtp.sock is not None:
            # The final dot is a small packet of its own; Nagle's wait would cost 40 ms a message.
            smtp.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        if getattr(settings, "EMAIL_USE_TLS", False):
            smtp.starttls(context=context)
        smtp.ehlo_or_helo_if_needed()
        if getattr(settings, "EMAIL_HOST_USER", ""):
            smtp.login(settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD)
        return smtp

    def close(self) -> None:
        """End the connection, politely when it still stands."""
        smtp, self._smtp = self._smtp, None
        if smtp is None:
            return
        with contextlib.suppress(OSError, smtplib.SMTPException):
            if smtp.sock is not None:
                smtp.sock.settimeout(1)
            smtp.quit()
        smtp.close()

    def deliver(self, *, sender: str, address: str, message: bytes) -> Outcome:
        """Hand one message to the server and return the result; connect before.

        Takes LONGEST seconds at most, unless the server dribbles its answers.
        """
        assert self._smtp is not None, "open() comes first"
        self._deadline = time.monotonic() + LONGEST
        used, self._used = self._used, True
        try:
            recipient = envelope_address(address, smtputf8=self._smtp.has_extn("smtputf8"))
            return self._transact(sender, recipient, message)
        except NotSendable as refusal:
            return Outcome(SendingState.FAILED, str(refusal))
        except _Lost as lost:
            self._abandon()
            # Servers close connections that were idle or have carried enough messages.
            return Outcome(SendingState.RETRY, str(lost), at_once=used)

    def _transact(self, sender: str, recipient: str, message: bytes) -> Outcome:
        assert self._smtp is not None
        smtp = self._smtp
        options = f" SIZE={len(message)}" if smtp.has_extn("size") else ""
        if not recipient.isascii():
            options += " SMTPUTF8 BODY=8BITMIME"
            smtp.command_encoding = "utf-8"
        commands = [f"MAIL FROM:<{sender}>{options}", f"RCPT TO:<{recipient}>", "DATA"]
        replies = self._exchange(commands)
        refused = next(
            ((at, code, reply) for at, (code, reply) in enumerate(replies) if code >= 400), None
        )
        if refused is not None:
            if replies[-1][0] == 354:
                # Pipelined: it waits for a text although the recipient was refused (RFC 2920, 3.1).
                self._finish(b".\r\n")
            return self._refused(*refused, plain=recipient.isascii())
        if replies[-1][0] != 354 or len(replies) < 3:
            self._abandon()
            return Outcome(SendingState.RETRY, _words_of(*replies[-1]))
        body = message.replace(b"\r\n.", b"\r\n..") if b"\r\n." in message else message
        if body.startswith(b"."):
            body = b"." + body
        try:
            self._limit()
            smtp.send(body if body.endswith(b"\r\n") else body + b"\r\n")
        except (OSError, smtplib.SMTPException) as error:
            # Without its final dot no server may accept a message.
            raise _Lost(_words(error)) from error
        return self._judge(*self._finish(b".\r\n"))

    def _exchange(self, commands: list[str]) -> list[tuple[int, str]]:
        """Send commands and read the replies, all at once where the server can (RFC 2920)."""
        assert self._smtp is not None
        smtp = self._smtp
        replies = []
        together = smtp.has_extn("pipelining")
        try:
            if together:
                self._limit()
                smtp.send("".join(f"{command}\r\n" for command in commands))
            for command in commands:
                self._limit()
                if not together:
                    smtp.putcmd(command)
                code, reply = smtp.getreply()
                replies.append((code, reply.decode("utf-8", "replace")))
                if code == 421:
                    raise _Lost(_words_of(*replies[-1]))
                if code >= 400 and not together:
                    break
        except (OSError, smtplib.SMTPException) as error:
            raise _Lost(_words(error)) from error
        return replies

    def _refused(self, at: int, code: int, reply: str, *, plain: bool) -> Outcome:
        words = _words_of(code, reply)
        self._reset()
        if at == 0 and code != 552 and plain:
            # Our own address is refused, or the server wants a password: it would say the same of
            # every message, so none of them fails for it. 552 is about this message's size.
            raise ServerUnavailable(words)
        return Outcome(SendingState.FAILED if code >= 500 else SendingState.RETRY, words)

    def _judge(self, code: int, reply: str) -> Outcome:
        words = _words_of(code, reply)
        if 200 <= code < 300:
            return Outcome(SendingState.SENT)
        if code == -1:
            self._abandon()
            return Outcome(SendingState.UNCERTAIN, words)
        if code == 421:
            self._abandon()
        return Outcome(SendingState.FAILED if 500 <= code < 600 else SendingState.RETRY, words)

    def _finish(self, ending: bytes) -> tuple[int, str]:
        """Send what ends the message and read the answer; code -1 when none came."""
        assert self._smtp is not None
        try:
            # What is left of the message's time: scanners answer late, and giving up here is
            # what makes a message uncertain.
            self._limit(LONGEST)
        except OSError as error:
            raise _Lost(_words(error)) from error
        try:
            self._smtp.send(ending)
            code, reply = self._smtp.getreply()
        except (OSError, smtplib.SMTPException) as error:
            return -1, _words(error)
        return code, reply.decode("utf-8", "replace")

    def _reset(self) -> None:
        assert self._smtp is not None
        try:
            self._limit()
            code, _answer = self._smtp.rset()
        except (OSError, smtplib.SMTPException):
            code = 0
        if code != 250:
            self._abandon()

    def _limit(self, step: float = STEP) -> None:
        """Give the next step its time: `step` seconds, or what is left for the message."""
        left = self._deadline - time.monotonic()
        if left <= 0:
            raise TimeoutError("The server was too slow.")
        if self._smtp is not None and self._smtp.sock is not None:
            self._smtp.sock.settimeout(min(step, max(left, 0.1)))

    def _abandon(self) -> None:
        """Drop the connection without QUIT; the next message opens a new one."""
        smtp, self._smtp = self._smtp, None
        if smtp is not None:
            smtp.close()


def _words_of(code: int, reply: str) -> str:
    return f"{code} {reply}"[:_WORDS] if code >= 0 else reply[:_WORDS]


def _words(error: BaseException) -> str:
    if isinstance(error, smtplib.SMTPResponseException):
        reply = error.smtp_error
        text = reply.decode("utf-8", "replace") if isinstance(reply, bytes) else reply
        return _words_of(error.smtp_code, text)
    return (str(error) or type(error).__name__)[:_WORDS]
