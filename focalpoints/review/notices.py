"""Mail about a review: to the member's focal points, and to the Secretariat."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import translation

from focalpoints.models import ProposedChange
from focalpoints.rights import people_to_tell
from network.mail.models import OutgoingMail
from network.mail.outbox import queue_template_mail


def tell_focal_points(
    change: ProposedChange, event: str, *, reason: str = "", entry: Any = None
) -> None:
    """Queue the mail `focalpoints/email/<event>` to each, in their language."""
    for person in people_to_tell(change.member, change.author):
        with translation.override(person.language):
            path = reverse("focalpoints:change", args=[change.pk])
            entry_path = entry.get_absolute_url() if entry is not None else ""
        queue_template_mail(
            f"focalpoints/email/{event}",
            kind=OutgoingMail.Kind.NOTICE,
            address=person.email,
            language=person.language,
            context={
                "person": person,
                "change": change,
                "member": change.member,
                "url": f"{settings.SITE_URL}{path}",
                "reason": reason,
                "entry_url": f"{settings.SITE_URL}{entry_path}",
            },
        )


def tell_secretariat(change: ProposedChange, note: str) -> None:
    """One mail to the Secretariat's own address: a submission waits."""
    path = reverse("admin:focalpoints_proposedchange_change", args=[change.pk])
    queue_template_mail(
        "focalpoints/email/submitted",
        kind=OutgoingMail.Kind.NOTICE,
        address=settings.SECRETARIAT_EMAIL,
        language=settings.LANGUAGE_CODE,
        context={
            "change": change,
            "member": change.member,
            "note": note,
            "url": f"{settings.SITE_URL}{path}",
        },
    )
