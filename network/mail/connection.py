"""One SMTP connection for many messages, which reports the precise result of each.

Opening it waits for the server. Afterwards it never waits: a message's conversation is a generator
that goes on as far as the answers that have come allow, so that one process can hold several
(`network/mail/connections.py`).
"""

from __future__ import annotations

import contextlib
import re
import smtplib
import socket
import ssl
import time
from collections.abc import Generator
from dataclasses import dataclass

from django.conf import settings

from network.mail.addresses import NotSendable, envelope_address
from network.mail.models import SendingState

STEP = 10.0  # seconds that one answer of the server may take
LONGEST = 20.0  # seconds that one message may take, once connected
_WORDS = 500  # characters kept of what a server said
_CHUNK = 1 << 16
# A reply line has 512 bytes (RFC 5321, 4.5.3.1.5), and nobody sends a hundred of them.
_LONGEST_REPLY = 1 << 16
_ONE_LINE = re.compile(rb"([0-9]{3}) ([^\r\n]*)\r?\n")

_Reply = tuple[int, str]
_Conversation = Generator[None, _Reply, "Outcome"]
# Raised by a socket that would have to wait.
_NOT_NOW = (BlockingIOError, ssl.SSLWantReadError, ssl.SSLWantWriteError)


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
    """A connection to the server that EMAIL_URL names, for one message at a time.

    `begin` sends a message's envelope, `advance` goes on when the socket is ready, `give_up` ends
    what waited beyond `waits_until`. `result` is None until the message is done: an Outcome, or
    ServerUnavailable where the server refuses our own address and no message is at fault.
    """

    def __init__(self) -> None:
        self.result: Outcome | ServerUnavailable | None = None
        self.waits_until = 0.0  # when the next answer must be here, by the monotonic clock
        self._smtp: smtplib.SMTP | None = None
        self._used = False
        self._conversation: _Conversation | None = None
        self._deadline = 0.0  # of the message
        self._unsent = b""
        self._received = b""

    # --- Opening and closing ---

    @property
    def is_open(self) -> bool:
        return self._smtp is not None

    def open(self) -> None:
        """Connect, for STEP seconds a step at most. Raises ServerUnavailable."""
        try:
            smtp = self._connect()
        except (OSError, smtplib.SMTPException) as error:
            self.close()
            raise ServerUnavailable(_words(error)) from error
        assert smtp.sock is not None
        smtp.sock.setblocking(False)
        self._used, self._unsent, self._received = False, b"", b""

    def _connect(self) -> smtplib.SMTP:
        host, port = settings.EMAIL_HOST, settings.EMAIL_PORT
        # Its own name, not getfqdn(): that may ask a name server that does not answer.
        name = settings.SITE_HOST if "." in settings.SITE_HOST else "localhost"
        if getattr(settings, "EMAIL_USE_SSL", False):
            context = ssl.create_default_context()
            smtp: smtplib.SMTP = smtplib.SMTP_SSL(
                host, port, local_hostname=name, timeout=STEP, context=context
            )
        else:
            smtp = smtplib.SMTP(host, port, local_hostname=name, timeout=STEP)
        self._smtp = smtp
        if smtp.sock is not None:
            # Commands are small packets; Nagle's wait would cost 40 ms a message.
            smtp.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        if getattr(settings, "EMAIL_USE_TLS", False):
            smtp.starttls(context=ssl.create_default_context())
        smtp.ehlo_or_helo_if_needed()
        if getattr(settings, "EMAIL_HOST_USER", ""):
            smtp.login(settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD)
        return smtp

    def say_goodbye(self) -> None:
        """Send QUIT, where no message is under way, and leave its answer to the caller."""
        with contextlib.suppress(OSError):
            self._write(b"QUIT\r\n")

    def close(self) -> None:
        """Drop the connection; the next message needs `open` again."""
        smtp, self._smtp = self._smtp, None
        if smtp is not None:
            smtp.close()

    # --- One message ---

    @property
    def under_way(self) -> bool:
        """Whether a message waits for the server."""
        return self._conversation is not None

    @property
    def has_unsent(self) -> bool:
        """Whether it waits to write, too."""
        return bool(self._unsent)

    def fileno(self) -> int:
        return self._socket.fileno()

    @property
    def _socket(self) -> socket.socket:
        assert self._smtp is not None, "open() comes first"
        assert self._smtp.sock is not None
        return self._smtp.sock

    def begin(self, *, sender: str, address: str, message: bytes) -> None:
        """Send the envelope of a message, which takes LONGEST seconds at most."""
        self.result = None
        self._deadline = time.monotonic() + LONGEST
        self._conversation = self._deliver(sender, address, message)
        self._go_on(None)

    def advance(self) -> None:
        """Go on as far as is possible without waiting."""
        try:
            self._push()
            while self.under_way and self._pull():
                while self.under_way and (reply := self._next_reply()) is not None:
                    self._go_on(reply)
                # What TLS has decrypted already makes no socket readable.
                if not (self.is_open and getattr(self._socket, "pending", int)()):
                    break
        except OSError as error:
            self._go_on(error)

    def give_up(self) -> None:
        """End the wait for an answer that has not come in time."""
        self._go_on(TimeoutError("The server was too slow."))

    def _go_on(self, news: _Reply | OSError | None) -> None:
        assert self._conversation is not None
        try:
            if isinstance(news, OSError):
                self._conversation.throw(news)
            else:
                self._conversation.send(news)  # type: ignore[arg-type]  # None starts it
        except StopIteration as done:
            self.result, self._conversation = done.value, None
        except ServerUnavailable as trouble:
            self.result, self._conversation = trouble, None

    def _deliver(self, sender: str, address: str, message: bytes) -> _Conversation:
        used, self._used = self._used, True
        try:
            recipient = envelope_address(address, smtputf8=self._can("smtputf8"))
            return (yield from self._transact(sender, recipient, message))
        except NotSendable as refusal:
            return Outcome(SendingState.FAILED, str(refusal))
        except _Lost as lost:
            self.close()
            # Servers close connections that were idle or have carried enough messages.
            return Outcome(SendingState.RETRY, str(lost), at_once=used)

    def _transact(self, sender: str, recipient: str, message: bytes) -> _Conversation:
        options = f" SIZE={len(message)}" if self._can("size") else ""
        if not recipient.isascii():
            options += " SMTPUTF8 BODY=8BITMIME"
        commands = [f"MAIL FROM:<{sender}>{options}", f"RCPT TO:<{recipient}>", "DATA"]
        try:
            replies = yield from self._exchange(commands)
        except OSError as error:
            raise _Lost(_words(error)) from error
        refused = next(
            ((at, code, reply) for at, (code, reply) in enumerate(replies) if code >= 400), None
        )
        if refused is not None:
            return (
                yield from self._refused(
                    *refused, waits_for_text=replies[-1][0] == 354, plain=recipient.isascii()
                )
            )
        if replies[-1][0] != 354 or len(replies) < 3:
            self.close()
            return Outcome(SendingState.RETRY, _words_of(*replies[-1]))
        return (yield from self._hand_over(message))

    def _exchange(self, commands: list[str]) -> Generator[None, _Reply, list[_Reply]]:
        """Send commands and read the replies, all at once where the server can (RFC 2920)."""
        replies: list[_Reply] = []
        together = self._can("pipelining")
        if together:
            self._write("".join(f"{command}\r\n" for command in commands).encode())
        for command in commands:
            if not together:
                self._write(f"{command}\r\n".encode())
            reply = yield from self._answer()
            replies.append(reply)
            if reply[0] == 421:
                raise _Lost(_words_of(*reply))
            if reply[0] >= 400 and not together:
                break
        return replies

    def _hand_over(self, message: bytes) -> _Conversation:
        """Send the text and its final dot, and judge the answer."""
        body = message.replace(b"\r\n.", b"\r\n..") if b"\r\n." in message else message
        if body.startswith(b"."):
            body = b"." + body
        try:
            self._write(body + (b".\r\n" if body.endswith(b"\r\n") else b"\r\n.\r\n"))
            # What is left of the message's time: scanners answer late, and giving up here is
            # what makes a message uncertain.
            code, reply = yield from self._answer(LONGEST)
        except OSError as error:
            if self._unsent:
                # Its end is still here, and without its final dot no server may accept a message.
                raise _Lost(_words(error)) from error
            self.close()
            return Outcome(SendingState.UNCERTAIN, _words(error))
        words = _words_of(code, reply)
        if self._unsent:
            # Answered before its end: the rest of it would be read as commands.
            self.close()
        elif 200 <= code < 300:
            return Outcome(SendingState.SENT)
        if code == 421:
            self.close()
        return Outcome(SendingState.FAILED if 500 <= code < 600 else SendingState.RETRY, words)

    def _refused(
        self, at: int, code: int, reply: str, *, waits_for_text: bool, plain: bool
    ) -> _Conversation:
        words = _words_of(code, reply)
        try:
            if waits_for_text:
                # Pipelined: it waits for a text although the recipient was refused (RFC 2920, 3.1).
                self._write(b".\r\n")
                yield from self._answer()
            self._write(b"RSET\r\n")
            answer, _said = yield from self._answer()
        except OSError:
            answer = 0
        if answer != 250:
            self.close()
        if at == 0 and code != 552 and plain:
            # Our own address is refused, or the server wants a password: it would say the same of
            # every message, so none of them fails for it. 552 is about this message's size.
            raise ServerUnavailable(words)
        return Outcome(SendingState.FAILED if code >= 500 else SendingState.RETRY, words)

    # --- Bytes ---

    def _can(self, extension: str) -> bool:
        assert self._smtp is not None, "open() comes first"
        return self._smtp.has_extn(extension)

    def _answer(self, step: float = STEP) -> Generator[None, _Reply, _Reply]:
        """Wait for a reply: `step` seconds, or what is left for the message."""
        self.waits_until = min(time.monotonic() + step, self._deadline)
        return (yield)

    def _write(self, data: bytes) -> None:
        self._unsent = self._unsent + data if self._unsent else data
        self._push()

    def _push(self) -> None:
        while self._unsent:
            try:
                sent = self._socket.send(self._unsent)
            except _NOT_NOW:
                return
            self._unsent = self._unsent[sent:]

    def _pull(self) -> bool:
        """Read what is there; False when that is nothing."""
        try:
            data = self._socket.recv(_CHUNK)
        except _NOT_NOW:
            return False
        if not data:
            raise ConnectionResetError("Connection unexpectedly closed")
        self._received += data
        return True

    def _next_reply(self) -> _Reply | None:
        """The next complete reply (RFC 5321, 4.2.1), None while it is not all here."""
        if usual := _ONE_LINE.match(self._received):
            self._received = self._received[usual.end() :]
            return int(usual[1]), usual[2].strip().decode("utf-8", "replace")
        lines, begin = [], 0
        while True:
            end = self._received.find(b"\n", begin)
            if end < 0:
                if len(self._received) > _LONGEST_REPLY:
                    raise ConnectionError("The server's answer does not end.")
                return None
            line, begin = self._received[begin:end].rstrip(b"\r"), end + 1
            if not line[:3].isdigit():
                raise ConnectionError(f"The server's answer is not SMTP: {line[:80]!r}")
            lines.append(line[4:].strip())
            if line[3:4] != b"-":
                self._received = self._received[begin:]
                return int(line[:3]), b"\n".join(lines).decode("utf-8", "replace")


def _words_of(code: int, reply: str) -> str:
    return f"{code} {reply}"[:_WORDS]


def _words(error: BaseException) -> str:
    if isinstance(error, smtplib.SMTPResponseException):
        reply = error.smtp_error
        text = reply.decode("utf-8", "replace") if isinstance(reply, bytes) else reply
        return _words_of(error.smtp_code, text)
    return (str(error) or type(error).__name__)[:_WORDS]
