"""The desk: what a focal point's member has published, is drafting, and is asked for today."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from focalpoints import register
from focalpoints.freshness import RecordFreshness, freshness_of
from focalpoints.handover.finding import recent_handover
from focalpoints.models import (
    Designation,
    DraftingRight,
    LetterRequest,
    Member,
    NotificationRecipient,
    Person,
    ProposedChange,
    ReviewStep,
)
from focalpoints.review import publication, registry
from focalpoints.review.timeline import reason_sent_back
from focalpoints.rights import (
    may_decide,
    members_drafted_for,
    members_submitted_for,
    notifications_received_by,
    sees_and_submits,
)
from network import clock
from network.accounts.access import signed_in, signed_in_user
from network.values.refusals import Refusal

MOST_DECIDED = 5
TAKEN_UP_WITHIN = datetime.timedelta(days=30)


@dataclass(frozen=True)
class DeskChange:
    """A change on the desk, with its kind's name and why it came back."""

    change: ProposedChange
    kind: registry.Text
    sent_back: ReviewStep | None = None

    @property
    def reopenable_until(self) -> datetime.datetime | None:
        """The moment until which one that was withdrawn can be reopened."""
        decided_at = self.change.decided_at
        return None if decided_at is None else decided_at + TAKEN_UP_WITHIN


@dataclass(frozen=True)
class Official:
    """Somebody who speaks for the member, and the open change of what is recorded of them."""

    person: Person
    change: ProposedChange | None
    freshness: RecordFreshness


def _open_change(lines: list[DeskChange], kind: registry.Kind, key: int) -> ProposedChange | None:
    """The open change of the entry `key` among those of the desk."""
    return next(
        (
            line.change
            for line in lines
            if line.change.content_type_id == kind.content_type.pk and line.change.object_id == key
        ),
        None,
    )


@signed_in
def desk(request: HttpRequest) -> HttpResponse:
    """The desk of the only member, or the choice between several; else when there is one."""
    members = list(members_drafted_for(request.user).in_protocol_order())
    if len(members) == 1:
        return _desk_page(request, members[0], [])
    if members:
        return render(request, "focalpoints/desk_choice.html", {"members": members})
    if may_decide(signed_in_user(request)):
        return render(request, "focalpoints/desk_secretariat.html")
    # No 404 right after "Welcome": it says from which day the desk is open.
    own = (
        Designation.objects.filter(person__user=signed_in_user(request))
        .with_people()
        .order_by("starts_on", "pk")
    )
    return render(
        request,
        "focalpoints/desk_closed.html",
        {
            "designations": own,
            "drafting_rights": DraftingRight.objects.filter(person__user=signed_in_user(request))
            .with_people()
            .order_by("starts_on", "pk"),
            "today": clock.today(),
        },
    )


@signed_in
def desk_member(request: HttpRequest, slug: str) -> HttpResponse:
    members = list(members_drafted_for(request.user).in_protocol_order())
    member = next((row for row in members if row.slug == slug), None)
    if member is None:
        raise Http404
    return _desk_page(request, member, [row for row in members if row != member])


def _desk_page(request: HttpRequest, member: Member, others: list[Member]) -> HttpResponse:
    today = clock.today()
    sees_officials, submits = sees_and_submits(signed_in_user(request), member)
    of_member = ProposedChange.objects.filter(member=member)
    if not sees_officials:
        # A person's data are not for everybody who drafts (`changes_drafted_by`, judged once here).
        of_member = of_member.filter(is_personal=False)
    open_changes = [
        DeskChange(
            change,
            registry.kind_of(change).label,
            reason_sent_back(change) if change.state == ProposedChange.State.SENT_BACK else None,
        )
        for change in of_member.begun()
        .select_related("author")
        .prefetch_related("steps")
        .order_by("-edited_at")
    ]
    withdrawn = [
        DeskChange(change, registry.kind_of(change).label)
        for change in of_member.reopenable(clock.now() - TAKEN_UP_WITHIN).order_by("-decided_at")[
            :MOST_DECIDED
        ]
    ]
    decided = of_member.filter(state=ProposedChange.State.PUBLISHED).order_by("-decided_at")[
        :MOST_DECIDED
    ]
    by_state: dict[str, list[DeskChange]] = {}
    for line in open_changes:
        by_state.setdefault(line.change.state, []).append(line)
    state = ProposedChange.State
    waiting = [line.change for line in by_state.get(state.SUBMITTED, [])]
    expectations = [
        (kind, line)
        for kind in registry.kinds()
        for line in kind.expectations(member, today)
        # What is already in review is not asked for again.
        if not any(
            line.is_answered_by(change)
            for change in waiting
            if change.content_type_id == kind.content_type.pk
        )
    ]
    context: dict[str, Any] = {
        "member": member,
        "others": others,
        "kinds": [kind for kind in registry.kinds() if kind.may_add],
        "sent_back": by_state.get(state.SENT_BACK, []),
        "drafts": by_state.get(state.DRAFT, []),
        "submitted": by_state.get(state.SUBMITTED, []),
        "expectations": expectations,
        "notifications": _notifications_for(request.user, member),
        "withdrawn": withdrawn,
        "decided": decided,
        "today": today,
        "may_submit": submits,
        "taken_over": recent_handover(request.user, member.pk) if sees_officials else None,
        # By kind and key, for the panels of entries.
        "open_changes": {
            (line.change.content_type_id, line.change.object_id): line.change
            for line in open_changes
        },
    }
    context["record_change"] = _open_change(open_changes, register.MEMBERS, member.pk)
    if sees_officials:
        officials = list(register.officials_of(member))
        fresh = freshness_of(person.pk for person in officials)
        context["officials"] = [
            Official(
                person, _open_change(open_changes, register.PEOPLE, person.pk), fresh[person.pk]
            )
            for person in officials
        ]
        context["own_person"] = next(
            (person.pk for person in officials if person.user_id == request.user.pk), None
        )
        sent = LetterRequest.objects.filter(member=member).select_related("category")
        context["letter_requests"] = list(sent.order_by("-sent_at", "-pk")[:MOST_DECIDED])
    rights = DraftingRight.objects.with_names().order_by("ends_on", "pk")
    if submits:
        given = rights.filter(member=member).in_force_and_awaiting(today)
        context["drafters"], context["drafters_to_confirm"] = given
    else:
        context["own_right"] = rights.held_by(request.user, today).filter(member=member).first()
    return render(request, "focalpoints/desk.html", context)


def _notifications_for(user: object, member: Member) -> list[NotificationRecipient]:
    """What was sent to `user` for `member` and awaits them, the soonest first."""
    rows = notifications_received_by(user).filter(member=member).unacted().unreplaced()
    found = list(rows.select_related("notification").soonest_first())
    for row in found:
        row.member = member
    return found


@signed_in
@require_http_methods(["GET", "POST"])
def entry_confirm(request: HttpRequest, slug: str, key: str, pk: int) -> HttpResponse:
    """Confirm that a published entry is still right. GET redirects to the page with the button."""
    member = get_object_or_404(members_submitted_for(request.user), slug=slug)
    kind = registry.kind(key)
    if kind is None:
        raise Http404
    entry = get_object_or_404(kind.entries_of(member), pk=pk)
    if request.method == "GET":
        return redirect("focalpoints:desk-member", slug=member.slug)
    try:
        publication.confirm_up_to_date(entry, member=member, by=signed_in_user(request))
    except Refusal as refusal:
        messages.error(request, refusal.sentence)
    else:
        messages.success(
            request, _("Thank you. “%(title)s” is confirmed as of today.") % {"title": entry}
        )
    return redirect("focalpoints:desk-member", slug=member.slug)
