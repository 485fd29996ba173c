"""Write the gathered texts in one form, so that a change shows as what it is.

gettext wraps lines by its own release and guesses translations of new texts from alike ones.
A guess is no translation: it is emptied, and English shows until somebody has translated it.
"""

from __future__ import annotations

import sys
from pathlib import Path

import polib


def tidy(path: Path) -> None:
    catalogue = polib.pofile(str(path), wrapwidth=0)
    catalogue.metadata.pop("POT-Creation-Date", None)
    for entry in catalogue:
        if entry.fuzzy:
            entry.flags.remove("fuzzy")
            entry.msgstr = ""
            entry.msgstr_plural = dict.fromkeys(entry.msgstr_plural, "")
            entry.previous_msgid = entry.previous_msgid_plural = entry.previous_msgctxt = None
    catalogue.save()


if __name__ == "__main__":
    for name in sys.argv[1:]:
        tidy(Path(name))
