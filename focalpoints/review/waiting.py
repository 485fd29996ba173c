"""What waits for the Secretariat: who looks after which, and when it is reminded.

Changes that members propose and letters that they send in wait alike, in one queue. A submission is
nobody's until it is assigned; whoever of the staff is free may decide on any. After seven days a
reminder goes to whoever looks after it, or to the Secretariat's own address; after fourteen to all
staff who may decide. Each goes once for each time that it was submitted.
"""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from focalpoints.models import Awaited, LetterRequest, ProposedChange
from focalpoints.review.changes import require_decider
from focalpoints.rights import may_decide
from network import clock
from network.accounts.models import User
from network.audit.tracking import acting, named_in_trail
from network.mail.models import OutgoingMail
from network.mail.outbox import queue_template_mail
from network.values.refusals import Refusal

REMINDED_AFTER = datetime.timedelta(days=7)
ESCALATED_AFTER = datetime.timedelta(days=14)

# Every table of which rows wait in the review queue.
AWAITED: tuple[type[Awaited], ...] = (ProposedChange, LetterRequest)


def staff_who_decide() -> list[User]:
    """Whom a submission can be assigned to, by name."""
    staff = User.objects.filter(is_active=True, is_staff=True).order_by("name", "pk")
    return [one for one in staff if may_decide(one)]


@transaction.atomic
@named_in_trail
def assign(row: Awaited, *, to: User | None, by: User) -> Awaited:
    """Let `to` look after a waiting submission, or nobody; who gets it from another is told.

    Raises Refusal for one that does not wait, and for somebody who may not decide on it.
    """
    found: Any = _named(type(row)).select_for_update(of=("self",)).get(pk=row.pk)
    require_decider(by, found.member)
    if not found.waits:
        raise Refusal(
            _("This is no longer possible: it is “{state}” by now.").format(
                state=found.get_state_display()
            )
        )
    if to is not None and not may_decide(to, found.member):
        raise Refusal(_("{name} may not decide on submissions.").format(name=to), field="assigned")
    if found.assigned_to_id == (to.pk if to else None):
        return found  # type: ignore[no-any-return]
    found.assigned_to = to
    found.save(update_fields=["assigned_to"])
    if to is not None and to != by:
        _write(to.email, to.language, [found], "assigned", by=str(by))
    return found  # type: ignore[no-any-return]


def remind_of_waiting() -> int:
    """Send the reminders and escalations that are due; how many submissions they name."""
    now = clock.now()
    return _tell(now - ESCALATED_AFTER, "escalated_at", "escalated") + _tell(
        now - REMINDED_AFTER, "reminded_at", "reminded"
    )


@transaction.atomic
def _tell(since: datetime.datetime, column: str, what: str) -> int:
    """Write of what was submitted at `since` or before, and of which nobody was told since.

    One message a recipient, whatever waits. The rows are held, so that two workers write once.
    """
    rows: list[Any] = [row for model in AWAITED for row in _due(model, since, column)]
    if not rows:
        return 0
    rows.sort(key=lambda row: row.waiting_since)
    for (address, language), told in _recipients(rows, to_all=what == "escalated").items():
        _write(address, language, told, what)
    # What is escalated is not also reminded of.
    columns = dict.fromkeys({column, "reminded_at"}, clock.now())
    with acting(None):
        for model in AWAITED:
            keys = [row.pk for row in rows if isinstance(row, model)]
            if keys:
                model._default_manager.filter(pk__in=keys).update(**columns)
    return len(rows)


def _due(model: type[Awaited], since: datetime.datetime, column: str) -> QuerySet[Any]:
    untold = Q(**{column: None}) | Q(**{f"{column}__lte": F(model.WAITING_SINCE)})
    sent_in = Q(**{f"{model.WAITING_SINCE}__lte": since})
    rows = awaiting(model).filter(untold, sent_in)
    return rows.select_for_update(of=("self",), skip_locked=True)


def awaiting(model: type[Awaited]) -> QuerySet[Any]:
    """The rows of `model` that wait for the Secretariat, with their names; in no order."""
    rows: QuerySet[Any] = _named(model).awaiting_review().select_related("assigned_to")
    return rows


def _named(model: type[Awaited]) -> Any:
    """Its rows with what names them in a list and in a message."""
    rows: Any = model._default_manager.all()
    rows = rows.select_related("member__country", "member__organisation")
    return rows.select_related("category", "sent_by") if model is LetterRequest else rows


def _recipients(rows: Iterable[Any], *, to_all: bool) -> dict[tuple[str, str], list[Any]]:
    """The submissions that each address is told of."""
    found: dict[tuple[str, str], list[Any]] = defaultdict(list)
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


def page_of(row: Any) -> str:
    """The path of the page on which the Secretariat decides."""
    return reverse(f"admin:focalpoints_{row._meta.model_name}_change", args=[row.pk])


def _write(address: str, language: str, rows: list[Any], what: str, *, by: str = "") -> None:
    lines = [
        {
            "row": row,
            "days": (clock.now() - row.waiting_since).days,
            "url": settings.SITE_URL + page_of(row),
        }
        for row in rows
    ]
    queue_template_mail(
        "focalpoints/email/waiting",
        kind=OutgoingMail.Kind.NOTICE,
        address=address,
        language=language,
        holds_link=False,
        context={"lines": lines, "count": len(lines), "what": what, "by": by},
    )
