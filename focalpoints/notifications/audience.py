"""To whom a notification would go now: the preview and the approval ask the same question."""

from __future__ import annotations

import datetime
import hashlib
import json
from dataclasses import dataclass

from django.conf import settings
from translated_fields import to_attribute

from focalpoints.freshness import address_of
from focalpoints.models import Designation, DesignationQuerySet, Notification
from focalpoints.models.notification import TEXTS
from focalpoints.notifications.kinds import kind_of
from network.values.translations import LANGUAGES


@dataclass(frozen=True)
class Addressee:
    """Somebody who is written to, for one member; without an address nobody can be."""

    designation: Designation
    address: str
    language: str

    @property
    def has_account(self) -> bool:
        """Whether they can sign in, and so acknowledge in the portal."""
        return self.designation.person.user_id is not None


def addressees(notification: Notification, day: datetime.date) -> list[Addressee]:
    """Who is written to on `day`, member by member; one query beside those of the audience."""
    return addressees_of(kind_of(notification).designations(notification, day))


def addressees_of(held: DesignationQuerySet) -> list[Addressee]:
    """Those who hold the designations, member by member; one query.

    Whoever holds several categories of a member is written to once, for the first in the order of
    protocol.
    """
    rows = (
        held.with_people()
        .select_related("person__user")
        .annotate(mailbox=address_of("person__"))
        .order_by("member__slug", "category__order", "category", "starts_on", "pk")
    )
    found: dict[tuple[int, int], Addressee] = {}
    for row in rows:
        account = row.person.user
        found.setdefault(
            (row.member_id, row.person_id),
            Addressee(
                row,
                row.mailbox,
                account.language if account is not None else settings.LANGUAGE_CODE,
            ),
        )
    return list(found.values())


def seen_mark(notification: Notification, found: list[Addressee]) -> str:
    """A digest of all that a second person looks at: texts, annexes and recipients."""
    said = {
        "texts": [
            getattr(notification, to_attribute(name, code)) for name in TEXTS for code in LANGUAGES
        ],
        "asked": [str(notification.act_by), notification.asks_answer, notification.visibility],
        "annexes": list(notification.annexes.order_by("pk").values_list("pk", "title")),
        "recipients": [[one.designation.pk, one.address, one.language] for one in found],
    }
    spelled = json.dumps(said, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(spelled.encode()).hexdigest()
