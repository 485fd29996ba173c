"""Keys that stand in addresses: what is written down about a request names none of them."""

from __future__ import annotations

import logging
import re
from typing import Any

from gunicorn.glogging import Logger

# As in a path, or as quoted once or more in a query that says where to go on ("?next=").
_SLASH = r"(?:/|%(?:25)*2F)"
_KEYS = re.compile(
    rf"((?:subscription|invitation|password{_SLASH}reset{_SLASH}key){_SLASH})"
    rf"(?:(?!{_SLASH})[^\s\"'?&<>]){{8,}}",
    re.IGNORECASE,
)


def without_keys(text: str) -> str:
    """`text` with every key in an address of the portal left out."""
    return _KEYS.sub(r"\1…", text)


class KeylessFormatter(logging.Formatter):
    """Leaves keys out of what is logged: of the line, and of the trace below it."""

    def format(self, record: logging.LogRecord) -> str:
        return without_keys(super().format(record))


class AccessLogger(Logger):
    """gunicorn's logs without keys: `--logger-class network.keys.AccessLogger`."""

    def setup(self, cfg: Any) -> None:
        super().setup(cfg)
        for handler in (*self.error_log.handlers, *self.access_log.handlers):
            known = handler.formatter or logging.Formatter()
            handler.setFormatter(KeylessFormatter(known._fmt, known.datefmt))
