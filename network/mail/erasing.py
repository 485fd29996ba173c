"""Taking a name out of the mail of others, when the person has it erased.

A subject is kept for ninety days and may name a third person: "For review: Spain, Ana Pérez". So
may a text that was not sent yet. Mail to the person is deleted whole, elsewhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from django.db.models import Q
from django.utils import translation
from django.utils.html import escape
from django.utils.translation import gettext

from network.mail.models import OutgoingMail

_COLUMNS = ("subject", "body_text", "body_html")


def forget_names_in_mail(names: Iterable[str]) -> int:
    """Write "name erased" in place of each of these full names; returns in how many messages.

    In the language of each message, and in whole words alone. One word by itself, such as a given
    name, is taken out only where a subject ends with it, as the name of what it is about: others
    may have that name too.
    """
    whole = sorted({name.strip() for name in names if name.strip()}, key=len, reverse=True)
    if not whole:
        return 0
    said = _pattern(whole)
    found = Q()
    for column in _COLUMNS:
        for name in whole:
            found |= Q((f"{column}__icontains", escape(name) if column == "body_html" else name))
    changed = 0
    for mail in OutgoingMail.objects.filter(found).only(*_COLUMNS, "language").iterator():
        with translation.override(mail.language):
            neutral = gettext("name erased")
        new = {column: said[column].sub(neutral, getattr(mail, column)) for column in _COLUMNS}
        if any(new[column] != getattr(mail, column) for column in _COLUMNS):
            # By itself: whoever sends the message writes its state meanwhile.
            changed += OutgoingMail.objects.filter(pk=mail.pk).update(**new)
    return changed


def _pattern(names: list[str]) -> dict[str, re.Pattern[str]]:
    full = [name for name in names if " " in name]
    alone = [rf"{re.escape(name)}\s*$" for name in names if " " not in name]

    def any_of(choices: Iterable[str], ends: Iterable[str] = ()) -> re.Pattern[str]:
        found = [rf"(?<!\w){re.escape(choice)}(?!\w)" for choice in choices]
        found += [rf"(?<!\w){end}" for end in ends]
        # Nothing matches where there is nothing to look for.
        return re.compile("|".join(found) or r"(?!)", re.IGNORECASE)

    return {
        "subject": any_of(full, alone),
        "body_text": any_of(full),
        "body_html": any_of(escape(name) for name in full),
    }
