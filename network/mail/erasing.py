"""Taking a name out of the mail of others, when the person has it erased.

A subject is kept for ninety days and may name a third person: "For review: Spain, Ana Pérez". So
may a text that was not sent yet. Mail to the person is deleted whole, elsewhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from django.db import connection
from django.utils import translation
from django.utils.html import escape
from django.utils.translation import gettext

from network.mail.models import OutgoingMail

_COLUMNS = ("subject", "body_text", "body_html")
_SAYING = """
    WITH said AS (
        SELECT array_agg(upper(name)) AS names, array_agg(upper(html)) AS in_html
        FROM unnest(%s::text[], %s::text[]) AS wanted (name, html)
    )
    SELECT mail.id
    FROM network_outgoingmail AS mail
    WHERE upper(mail.subject) LIKE ANY ((SELECT names FROM said)::text[])
        OR upper(mail.body_text) LIKE ANY ((SELECT names FROM said)::text[])
        OR upper(mail.body_html) LIKE ANY ((SELECT in_html FROM said)::text[])
"""
# What LIKE does not take as it stands.
_LIKE, _ESCAPED = re.compile(r"[\\%_]"), r"\\\g<0>"


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
    changed = 0
    for mail in OutgoingMail.objects.filter(pk__in=_that_say(whole)).only(*_COLUMNS, "language"):
        with translation.override(mail.language):
            neutral = gettext("name erased")
        new = {column: said[column].sub(neutral, getattr(mail, column)) for column in _COLUMNS}
        if any(new[column] != getattr(mail, column) for column in _COLUMNS):
            # By itself: whoever sends the message writes its state meanwhile.
            changed += OutgoingMail.objects.filter(pk=mail.pk).update(**new)
    return changed


def _that_say(names: list[str]) -> list[int]:
    """The keys of messages that say one of `names`, be it within another word.

    Each column is brought into capitals once for all names: there may be hundreds.
    """
    # Who finds a name without its title has found it with the title, too.
    short = [name for name in names if not any(one in name for one in names if one != name)]
    like = [f"%{_LIKE.sub(_ESCAPED, name)}%" for name in short]
    like_html = [f"%{_LIKE.sub(_ESCAPED, escape(name))}%" for name in short]
    with connection.cursor() as cursor:
        cursor.execute(_SAYING, [like, like_html])
        return [key for (key,) in cursor]


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
