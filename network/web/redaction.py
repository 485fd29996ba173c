"""Keys in addresses: no log of a request contains them."""

from __future__ import annotations

import logging
import re
from typing import Any

from gunicorn.glogging import Logger

# As in a path, or quoted once or more in a query such as "?next=".
_SLASH = r"(?:/|%(?:25)*2F)"
_KEYS = re.compile(
    rf"((?:subscription|invitation|confirmation(?:{_SLASH}email)?|password{_SLASH}reset{_SLASH}key){_SLASH})"
    rf"(?:(?!{_SLASH})[^\s\"'?&<>]){{8,}}",
    re.IGNORECASE,
)
_OBEYED = re.compile(
    r"[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]"
)


def without_secret_links(text: str) -> str:
    """`text` with every key in an address of the portal left out."""
    return _KEYS.sub(r"\1…", text)


def without_controls(text: str) -> str:
    """`text` with every character written out (`\\n`, `\\x1b`, `\\u2028`) that a terminal obeys.

    Those are control characters, ends of lines, changes of direction, and halves of surrogates,
    which no file can hold.
    """
    return _OBEYED.sub(lambda found: found[0].encode("unicode_escape").decode(), text)


class RedactingFormatter(logging.Formatter):
    """One line for a record, without keys and with control characters written out.

    What a visitor sends, such as a line end in a query, cannot look like a record of its own. The
    lines of a trace below it are indented.
    """

    def format(self, record: logging.LogRecord) -> str:
        record.message = record.getMessage()
        if self.usesTime():
            record.asctime = self.formatTime(record, self.datefmt)
        below = self.formatException(record.exc_info) if record.exc_info else record.exc_text
        lines = [self.formatMessage(record)]
        for text in (below, record.stack_info):
            lines += [f"  {line}" for line in (text or "").split("\n") if line]
        return without_secret_links("\n".join(without_controls(line) for line in lines))


class AccessLogger(Logger):
    """gunicorn's logs without keys: `--logger-class network.web.redaction.AccessLogger`."""

    def setup(self, cfg: Any) -> None:
        super().setup(cfg)
        for handler in (*self.error_log.handlers, *self.access_log.handlers):
            known = handler.formatter or logging.Formatter()
            handler.setFormatter(RedactingFormatter(known._fmt, known.datefmt))
