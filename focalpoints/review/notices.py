"""Mail about a review: to the member's focal points and its authors, and to the Secretariat."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import translation

from focalpoints.models import ProposedChange, ReviewStep
from focalpoints.review import registry
from focalpoints.review.changes import draft_entry
from focalpoints.review.difference import FieldDifference, difference_between
from focalpoints.review.timeline import labels_of
from focalpoints.rights import people_to_notify
from network.accounts.models import User
from network.mail.models import OutgoingMail
from network.mail.outbox import queue_template_mail


def notify_of_return(change: ProposedChange, *, reason: str) -> None:
    """The submission came back, and why."""
    for person in _people(change):
        with translation.override(person.language):
            context = {"url": _page_of(change), "reason": reason, "corrected": corrections(change)}
        _queue("sent_back", change, person, context)


def notify_of_publication(
    change: ProposedChange,
    entry: Any,
    *,
    rest: ProposedChange | None,
    reason: str,
    fields: dict[str, list[str]],
) -> None:
    """The entry is published: all that was submitted, or a part, and `rest` came back."""
    kind = registry.kind_of(change)
    for person in _people(change):
        with translation.override(person.language):
            public_url = kind.public_url(entry)
            context = {
                "url": _page_of(change),
                "entry_url": f"{settings.SITE_URL}{public_url}" if public_url else "",
                "reason": reason,
                "corrected": corrections(change),
            }
            if rest is not None:
                context |= {
                    "accepted": labels_of(kind, fields["accepted"], change.draft),
                    "declined": labels_of(kind, fields["declined"], change.draft),
                    "rest_url": _page_of(rest),
                }
        _queue("published" if rest is None else "published_in_part", change, person, context)


def corrections(change: ProposedChange) -> list[FieldDifference]:
    """What the Secretariat corrected in the submission, each with the text before and after."""
    steps = list(change.steps.all())
    handed_in = [step for step in steps if step.action == ReviewStep.Action.SUBMITTED]
    if not handed_in or not any(
        step.action == ReviewStep.Action.CORRECTED and step.pk > handed_in[-1].pk for step in steps
    ):
        return []
    kind = registry.kind_of(change)
    form = kind.form(instance=draft_entry(change))
    return difference_between(kind, handed_in[-1].draft, change.draft, form=form).changed


def notify_secretariat(change: ProposedChange, note: str) -> None:
    """One mail to the Secretariat's own address: a submission waits."""
    path = reverse("admin:focalpoints_proposedchange_change", args=[change.pk])
    queue_template_mail(
        "focalpoints/email/submitted",
        kind=OutgoingMail.Kind.NOTICE,
        address=settings.SECRETARIAT_EMAIL,
        language=settings.LANGUAGE_CODE,
        holds_link=False,
        context={
            "change": change,
            "member": change.member,
            "note": note,
            "url": f"{settings.SITE_URL}{path}",
        },
    )


def _people(change: ProposedChange) -> list[User]:
    authors = [row.user for row in change.authors.select_related("user") if row.user is not None]
    if change.author is not None and change.author not in authors:
        authors.append(change.author)
    return people_to_notify(change.member, authors, is_personal=change.is_personal)


def _page_of(change: ProposedChange) -> str:
    return f"{settings.SITE_URL}{reverse('focalpoints:change', args=[change.pk])}"


def _queue(name: str, change: ProposedChange, person: User, context: dict[str, Any]) -> None:
    """Queue the mail `focalpoints/email/<name>` in the person's language."""
    queue_template_mail(
        f"focalpoints/email/{name}",
        kind=OutgoingMail.Kind.NOTICE,
        address=person.email,
        language=person.language,
        holds_link=False,
        context={"person": person, "change": change, "member": change.member, **context},
    )
