"""Submissions that wait for the Secretariat: who looks after which, and when it is reminded.

A submission is nobody's until it is assigned; whoever of the staff is free may decide on any. After
seven days a reminder goes to whoever looks after it, or to the Secretariat's own address; after
fourteen to all staff who may decide. Each goes once for each time that it was submitted.
"""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable

from django.conf import settings
from django.db import transaction
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from focalpoints.models import ProposedChange, ProposedChangeQuerySet
from focalpoints.review.changes import locked, require_decider, require_state
from focalpoints.rights import may_decide
from network import clock
from network.accounts.models import User
from network.audit.tracking import acting, named_in_trail
from network.mail.models import OutgoingMail
from network.mail.outbox import queue_template_mail
from network.values.refusals import Refusal

REMINDED_AFTER = datetime.timedelta(days=7)
ESCALATED_AFTER = datetime.timedelta(days=14)

State = ProposedChange.State


def staff_who_decide() -> list[User]:
    """Whom a submission can be assigned to, by name."""
    staff = User.objects.filter(is_active=True, is_staff=True).order_by("name", "pk")
    return [one for one in staff if may_decide(one)]


@transaction.atomic
@named_in_trail
def assign(change: ProposedChange, *, to: User | None, by: User) -> ProposedChange:
    """Let `to` look after a waiting submission, or nobody; who gets it from another is told.

    Raises Refusal for a change that does not wait, and for somebody who may not decide on it.
    """
    change = locked(change)
    require_decider(by, change.member)
    require_state(change, State.SUBMITTED)
    if to is not None and not may_decide(to, change.member):
        raise Refusal(_("{name} may not decide on submissions.").format(name=to), field="assigned")
    if change.assigned_to_id == (to.pk if to else None):
        return change
    change.assigned_to = to
    change.save(update_fields=["assigned_to"])
    if to is not None and to != by:
        _write(to.email, to.language, [change], "assigned", by=str(by))
    return change


def remind_of_waiting() -> int:
    """Send the reminders and escalations that are due; how many submissions they name."""
    now = clock.now()
    return _tell(now - ESCALATED_AFTER, "escalated_at", "escalated") + _tell(
        now - REMINDED_AFTER, "reminded_at", "reminded"
    )


@transaction.atomic
def _tell(since: datetime.datetime, column: str, what: str) -> int:
    """Write of what was submitted at `since` or before, and of which nobody was told since.

    One message a recipient. The rows are held, so that two workers write once.
    """
    untold = Q(**{column: None}) | Q(**{f"{column}__lte": F("submitted_at")})
    rows = list(
        _awaiting()
        .filter(untold, submitted_at__lte=since)
        .select_for_update(of=("self",), skip_locked=True)
    )
    if not rows:
        return 0
    for (address, language), changes in _recipients(rows, to_all=what == "escalated").items():
        _write(address, language, changes, what)
    # What is escalated is not also reminded of.
    columns = {column, "reminded_at"}
    with acting(None):
        ProposedChange.objects.filter(pk__in=[row.pk for row in rows]).update(
            **dict.fromkeys(columns, clock.now())
        )
    return len(rows)


def _awaiting() -> ProposedChangeQuerySet:
    return (
        ProposedChange.objects.awaiting_review()
        .select_related("member__country", "member__organisation", "assigned_to")
        .order_by("submitted_at", "pk")
    )


def _recipients(
    rows: Iterable[ProposedChange], *, to_all: bool
) -> dict[tuple[str, str], list[ProposedChange]]:
    """The submissions that each address is told of."""
    found: dict[tuple[str, str], list[ProposedChange]] = defaultdict(list)
    staff = staff_who_decide() if to_all else []
    for row in rows:
        own = row.assigned_to
        if to_all:
            people = {(one.email, one.language) for one in staff}
        elif own is not None and own.is_active and may_decide(own, row.member):
            people = {(own.email, own.language)}
        else:
            people = set()
        if to_all or not people:
            known = {address for address, _language in people}
            if settings.SECRETARIAT_EMAIL not in known:
                people.add((settings.SECRETARIAT_EMAIL, settings.LANGUAGE_CODE))
        for one in sorted(people):
            found[one].append(row)
    return found


def _write(
    address: str, language: str, changes: list[ProposedChange], what: str, *, by: str = ""
) -> None:
    lines = [
        {
            "change": change,
            "days": (clock.now() - change.submitted_at).days if change.submitted_at else 0,
            "url": settings.SITE_URL
            + reverse("admin:focalpoints_proposedchange_change", args=[change.pk]),
        }
        for change in changes
    ]
    queue_template_mail(
        "focalpoints/email/waiting",
        kind=OutgoingMail.Kind.NOTICE,
        address=address,
        language=language,
        holds_link=False,
        context={"lines": lines, "count": len(lines), "what": what, "by": by},
    )
