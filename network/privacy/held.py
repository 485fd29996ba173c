"""What is held about a person: parts that each app lends, as a page, as JSON and as a document.

An app that keeps something about people adds a `HeldData` in its `contributions.py`.
"""

from __future__ import annotations

import datetime
import hashlib
import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import Model
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import override

from network import clock, registry
from network.accounts.models import User
from network.documents.kinds import Content, html_in
from network.values.lists import listed

# The kind of document (network/contributions.py); its subject is the account, by its key.
KIND = "my-data"
DOCUMENTS_KEPT = datetime.timedelta(days=7)


@dataclass(frozen=True)
class Fact:
    """One thing that is recorded: `value` for programs, `words` for readers where they differ."""

    key: str
    label: Any
    value: Any
    words: Any = ""

    @property
    def shown(self) -> str:
        """The value in the active language."""
        value = self.words or self.value
        if isinstance(value, bool):
            return _("yes") if value else _("no")
        if isinstance(value, datetime.datetime):
            return date_format(value.astimezone(clock.zone()), "DATETIME_FORMAT")
        if isinstance(value, datetime.date):
            return date_format(value, "DATE_FORMAT")
        if isinstance(value, list | tuple):
            return listed(value) or "–"
        return str(value) if value not in (None, "") else "–"


Record = Sequence[Fact]


@dataclass(frozen=True, kw_only=True)
class HeldData(registry.Contribution):
    """A kind of data about people.

    `records` gives all that is held of one account, and nothing of anybody else: no token, no
    digest, no password. `name` is the key in the JSON.
    """

    label: Any
    records: Callable[[User], Iterable[Record]]


@dataclass(frozen=True)
class Part:
    """What is held of one kind, in the active language."""

    name: str
    label: str
    records: list[Record]


def facts_of(row: Model, *names: str) -> list[Fact]:
    """The columns `names` of a row, as they are called in the admin."""
    found = []
    for name in names:
        field: Any = row._meta.get_field(name)
        words = getattr(row, f"get_{name}_display")() if field.choices else ""
        found.append(Fact(name, capfirst(field.verbose_name), getattr(row, name), words))
    return found


def day_of(moment: datetime.datetime | None) -> datetime.date | None:
    """The Network's day of a moment, where no more is to be said."""
    return clock.day_of(moment) if moment else None


def held_about(user: User) -> list[Part]:
    """All that the portal holds about `user`; parts without anything are empty, not left out."""
    return [
        Part(part.name, str(part.label), [list(record) for record in part.records(user)])
        for part in registry.of(HeldData)
    ]


def as_json(parts: Iterable[Part]) -> str:
    """The parts by their names; days and moments as in ISO 8601."""
    said = {
        part.name: [{fact.key: fact.value for fact in record} for record in part.records]
        for part in parts
    }
    return json.dumps(said, cls=DjangoJSONEncoder, ensure_ascii=False, indent=1)


def subject_of(user: User) -> str:
    return str(user.pk)


def is_own(user: Any, subject: str) -> bool:
    """Whether it is `user` whose data the document shows: nobody else reads or orders it."""
    return isinstance(user, User) and user.is_active and subject_of(user) == subject


def content(subject: str, language: str) -> Content | None:
    """The document of one account in `language`; None where there is no such account."""
    user = User.objects.filter(pk=int(subject)).first()
    if user is None:
        return None
    with override(language):
        parts = held_about(user)
        said = as_json(parts)
        # Without a name: the list of documents is read by staff.
        title = _("Data held about me")
    return Content(
        digest=hashlib.sha256(said.encode()).hexdigest(),
        title=title,
        name=f"my-data-{language}.pdf",
        html=lambda: html_in(
            language,
            "network/pdf/my_data.html",
            {
                "parts": parts,
                "title": title,
                "made_on": clock.today(),
                "secretariat_email": settings.SECRETARIAT_EMAIL,
            },
        ),
    )
