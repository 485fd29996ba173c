"""Cells that a spreadsheet program would run: an apostrophe before them makes them texts.

Whoever opens an export runs what others have entered (OWASP, "CSV injection"). The apostrophe is
taken away again when the file is imported; a text that has one of its own gets a second, so that
each comes back as it was.
"""

from __future__ import annotations

import re
from typing import Any, Final

# Also the full-width signs, which some programs take for the others.
_RUNS: Final = re.compile("^'*[=+\\-@\t\r\n\uff1d\uff0b\uff0d\uff20]")


def neutralised(value: Any) -> Any:
    """`value` as an export writes it."""
    return f"'{value}" if isinstance(value, str) and _RUNS.match(value) else value


def restored(text: str) -> str:
    """The text that was neutralised."""
    return text[1:] if text.startswith("'") and _RUNS.match(text[1:]) else text
