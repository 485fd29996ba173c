"""Why a PDF was not made: kept in English in a row, shown in the reader's language.

A reason is a sentence of `SENTENCES`, and perhaps a detail on the next line, which stays as it is.
The renderer, which knows nothing of the portal, says the same sentences in English.
"""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

NOT_OURS = gettext_noop(
    "The document uses something other than a font, style sheet or image of the portal:"
)
NOT_IN_FONTS = gettext_noop(
    "The portal's fonts cannot show these characters; replace them in the text:"
)
TOO_DEEP = gettext_noop("The document is nested too deeply.")
TOO_MUCH_MEMORY = gettext_noop("The document needs more memory than a PDF may take. Split it.")
TOO_LARGE = gettext_noop("The PDF is larger than a PDF may be. Split the document.")
TOO_LONG = gettext_noop("The document takes too long to lay out. Shorten it or split it.")
NOT_READY = gettext_noop("The document was not ready in time. The machine may be busy.")
STOPPED = gettext_noop("The renderer stopped before it finished:")
DISK_FULL = gettext_noop(
    "The portal's disk is full. This PDF is made by itself as soon as there is room."
)
# Said by the queue, of what was ordered and is no longer there.
CHANGED = gettext_noop("What this PDF is made of has changed since it was ordered. Order it again.")
GONE = gettext_noop("What this PDF was to show no longer exists.")

SENTENCES = (
    NOT_OURS,
    NOT_IN_FONTS,
    TOO_DEEP,
    TOO_MUCH_MEMORY,
    TOO_LARGE,
    TOO_LONG,
    NOT_READY,
    STOPPED,
    DISK_FULL,
    CHANGED,
    GONE,
)


def in_words(reason: str) -> str:
    """A kept reason for the reader, its detail behind it."""
    sentence, _newline, detail = reason.partition("\n")
    return f"{_(sentence)} {detail}".strip() if sentence else ""
