"""The directory as a PDF: what its reader sees through their filters on one day.

The subject of a build names the reader, the day, how much they see, and the filters:
`12/2026-11-27/of-3f9a0c21?region=150`. It holds what they saw when it was made, and is given out to
that reader alone, on that day, as long as they see the officials of the same members.
"""

from __future__ import annotations

import datetime
import hashlib
import json
from dataclasses import dataclass
from functools import partial
from itertools import groupby
from typing import Any
from urllib.parse import quote_plus

from django.db import transaction
from django.http import HttpRequest, QueryDict
from django.utils.formats import date_format
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from focalpoints.contacts import Contact, contacts
from focalpoints.directory.selection import note_taken, require_few
from focalpoints.filters import DirectoryFilter, directory_shown
from focalpoints.rights import is_member, may_decide, members_of
from network import clock
from network.accounts.models import User
from network.audit.tracking import named_in_trail
from network.documents.kinds import Content, html_in
from network.documents.models import DocumentBuild
from network.documents.queue import order, start_builds
from network.values.refusals import Refusal

KIND = "directory"
# A file of more people takes longer than a build may.
MOST = 2_000
LONGEST_SUBJECT = 100
# Files hold contact data, which are to be asked for anew.
KEPT = datetime.timedelta(days=2)


@dataclass(frozen=True)
class Wanted:
    """What a subject names."""

    reader: int
    day: str
    sees: str
    query: str

    @classmethod
    def of(cls, subject: str) -> Wanted | None:
        named, _mark, query = subject.partition("?")
        parts = named.split("/")
        if len(parts) != 3 or not parts[0].isdigit():
            return None
        return cls(int(parts[0]), parts[1], parts[2], query)

    def is_for(self, user: object) -> bool:
        """Whether `user` asked for it today, and sees as much as then."""
        return (
            isinstance(user, User)
            and user.pk == self.reader
            and is_member(user)
            and self.day == clock.today().isoformat()
            and self.sees == _sees(user)
        )


def _sees(user: User) -> str:
    """How much a reader sees: everything, or besides what is shared all of their own members."""
    if may_decide(user):
        return "all"
    own = " ".join(str(key) for key in members_of(user).order_by("pk").values_list("pk", flat=True))
    return f"of-{hashlib.sha256(own.encode()).hexdigest()[:8]}"


def subject_of(filters: DirectoryFilter, user: User) -> str:
    """What builds of the selection are called. Refuses one whose words are too long for it."""
    said = "&".join(f"{name}={_plain(value)}" for name, value in filters.values.items())
    subject = f"{user.pk}/{clock.today().isoformat()}/{_sees(user)}?{said}"
    if len(subject) > LONGEST_SUBJECT:
        raise Refusal(_("The search words are too long for a PDF. Use fewer words."))
    return subject


def _plain(value: str) -> str:
    """A value of an address that keeps its letters, which are many once they are quoted."""
    return "".join(quote_plus(each) if each in "&=%+?#; " else each for each in value)


@transaction.atomic
@named_in_trail
def order_directory(filters: DirectoryFilter, *, by: User) -> DocumentBuild:
    """Have the selection built as a PDF in the active language; noted in the trail.

    Refuses one of too many people, or of nobody.
    """
    if not is_member(by):
        raise Refusal(_("Your account has no permission for this."))
    number = require_few(filters, MOST)
    ordered = order(KIND, subject_of(filters, by), get_language() or "en", by=by)
    columns = ("name", "position", "institution", "email", "phone")
    note_taken(filters, columns, number, "pdf", by)
    if ordered.is_started:
        start_builds([ordered.build])
    return ordered.build


def may_read(user: object, subject: str) -> bool:
    wanted = Wanted.of(subject)
    return wanted is not None and wanted.is_for(user)


def content(subject: str, language: str) -> Content | None:
    """What the reader sees now through the filters; None for another day, or of nobody."""
    wanted = Wanted.of(subject)
    reader = User.objects.filter(pk=wanted.reader).first() if wanted else None
    if wanted is None or not wanted.is_for(reader):
        return None
    with override(language):
        filters = _filters(reader, wanted.query)
        rows = filters.qs.order_by(*filters.protocol_order)[: MOST + 1]
        found = contacts(rows)
        if not 0 < len(found) <= MOST:
            return None
        said = _said(filters, found)
    spelled = json.dumps([language, wanted.day, said], ensure_ascii=False, sort_keys=True)
    return Content(
        digest=hashlib.sha256(spelled.encode()).hexdigest(),
        title=said["title"],
        name=f"directory-{wanted.day}-{language}.pdf",
        html=partial(html_in, language, "focalpoints/pdf/directory.html", said),
    )


def _filters(reader: Any, query: str) -> DirectoryFilter:
    """The filters of the page for the reader, without a request of theirs."""
    request = HttpRequest()
    request.user = reader
    request.GET = QueryDict(query)
    return directory_shown(request)


def _said(filters: DirectoryFilter, found: list[Contact]) -> dict[str, Any]:
    """All that the document shows, as plain values in the active language."""
    return {
        "title": _("Directory of focal points"),
        "day": date_format(clock.today(), "DATE_FORMAT"),
        "filters": [[str(each.label), str(each.value)] for each in filters.active],
        "count": len(found),
        "is_sample": any(contact.is_sample for contact in found),
        "members": [
            {"name": member.name, "people": [_person(contact) for contact in rows]}
            for member, rows in groupby(found, key=lambda each: each.designation.member)
        ],
    }


def _person(contact: Contact) -> dict[str, Any]:
    return {
        "category": contact.designation.category.name,
        "name": contact.name,
        "position": contact.position,
        "institution": contact.institution,
        "email": contact.email,
        "phone": contact.phone,
        "is_sample": contact.is_sample,
    }
