"""The handover as a PDF.

The subject of a build names its reader, the designation and the day: `12/34/2026-11-27`. It is
given out to that reader alone, on that day, as long as they hold the designation.
"""

from __future__ import annotations

import datetime
import hashlib
import json
from dataclasses import asdict
from functools import partial
from typing import Any

from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from focalpoints.handover.finding import handover_of
from focalpoints.handover.parts import Handover, filled_parts
from network import clock
from network.accounts.models import User
from network.audit.tracking import named_in_trail
from network.documents.kinds import Content, html_in
from network.documents.models import DocumentBuild
from network.documents.queue import order, start_builds
from network.values.refusals import Refusal

KIND = "handover"
KEPT = datetime.timedelta(days=7)


def subject_of(handover: Handover, user: User) -> str:
    return f"{user.pk}/{handover.designation.pk}/{handover.day.isoformat()}"


def _handover(subject: str, user: User | None = None) -> Handover | None:
    """What a subject names, if it is of today and still its reader's; of `user` if given."""
    parts = subject.split("/")
    if len(parts) != 3 or not (parts[0].isdigit() and parts[1].isdigit()):
        return None
    if parts[2] != clock.today().isoformat():
        return None
    reader = User.objects.filter(pk=int(parts[0])).first()
    if reader is None or (user is not None and user.pk != reader.pk):
        return None
    return handover_of(reader, int(parts[1]))


def may_read(user: object, subject: str) -> bool:
    return isinstance(user, User) and _handover(subject, user) is not None


@transaction.atomic
@named_in_trail
def order_handover(handover: Handover, *, by: User) -> DocumentBuild:
    """Have it built in the active language. Raises Refusal for another's handover."""
    if handover_of(by, handover.designation.pk) is None:
        raise Refusal(_("Your account has no permission for this."))
    ordered = order(KIND, subject_of(handover, by), get_language() or "en", by=by)
    if ordered.is_started:
        start_builds([ordered.build])
    return ordered.build


def content(subject: str, language: str) -> Content | None:
    """What the handover says now; None for another day or an ended designation."""
    found = _handover(subject)
    if found is None:
        return None
    with override(language):
        said = _said(found)
    spelled = json.dumps([language, said], ensure_ascii=False, sort_keys=True)
    return Content(
        digest=hashlib.sha256(spelled.encode()).hexdigest(),
        title=said["title"],
        name=f"handover-{found.day.isoformat()}-{language}.pdf",
        html=partial(html_in, language, "focalpoints/pdf/handover.html", said),
    )


def _said(handover: Handover) -> dict[str, Any]:
    """All that the document shows, as plain values in the active language."""
    before = handover.before
    return {
        "title": _("Handover: {member}").format(member=handover.member.name),
        "day": date_format(handover.day, "DATE_FORMAT"),
        "category": str(handover.designation.category.name),
        "person": str(handover.designation.person),
        "since": date_format(handover.designation.starts_on, "DATE_FORMAT"),
        "before": str(before.person) if before else "",
        "until": date_format(before.ends_on, "DATE_FORMAT") if before and before.ends_on else "",
        "parts": [asdict(part) for part in filled_parts(handover)],
    }
