"""Drafting rights: a focal point gives them, revokes them, and confirms a predecessor's."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from focalpoints.models import (
    Designation,
    DraftingRight,
    DraftingRightQuerySet,
    Member,
    Person,
    Revision,
)
from focalpoints.revisions import record
from focalpoints.rights import may_decide, may_let_draft
from network import clock
from network.accounts.invitations import account_with, send_invitation, withdraw_invitation
from network.accounts.models import Invitation, User
from network.accounts.rights import require_permission
from network.audit.tracking import acting
from network.mail.models import OutgoingMail
from network.mail.outbox import queue_template_mail
from network.values.deadlines import until
from network.values.mail_addresses import normalised
from network.values.refusals import Refusal

# Whoever answers for the drafts looks at least once a year at who writes them.
LONGEST = datetime.timedelta(days=366)


@dataclass(frozen=True)
class Colleague:
    """Who is to draft: the name as the register will have it, and where to reach them."""

    given_name: str
    family_name: str
    email: str
    position: str = ""
    language: str = "en"


@transaction.atomic
def give_drafting_right(
    member: Member, colleague: Colleague, *, ends_on: datetime.date, by: User
) -> DraftingRight:
    """Let `colleague` draft for `member` from today until `ends_on`, and tell them by mail.

    Whoever has no account yet is invited to one. A colleague who has such a right already keeps
    it, with the new end, resting on the designation of `by`.

    Raises Refusal for an end that has passed or is more than a year away, for somebody whom the
    member designates, and for an address that belongs to another member's official or to the
    Secretariat.
    """
    designation = _supporting_designation(by, member)
    today = clock.today()
    if ends_on < today:
        raise Refusal(_("This day has passed."), field="ends_on")
    if ends_on > today + LONGEST:
        raise Refusal(
            _("A drafting right lasts a year at most; it can be given again."), field="ends_on"
        )
    person = _person_of(member, colleague, by=by)
    right = _unexpired(member).filter(person=person).first()
    with acting(by):
        if right is None:
            right = DraftingRight(
                member=member, person=person, starts_on=today, is_sample=person.is_sample
            )
            right.given_by, right.given_at = by, clock.now()
        right.rests_on, right.ends_on = designation, ends_on
        right.save()
    _tell(right, "drafting_given", language=colleague.language, by=by)
    return right


@transaction.atomic
def confirm_drafting_right(right: DraftingRight, *, by: User) -> DraftingRight:
    """Let a predecessor's drafter go on until the end that was set, on `by`'s designation."""
    designation = _supporting_designation(by, right.member)
    right = _locked(right)
    if not DraftingRight.objects.awaiting_confirmation_on(clock.today()).filter(pk=right.pk):
        raise Refusal(_("This drafting right needs no confirmation: it is in force, or over."))
    right.rests_on = designation
    right.confirmed_by, right.confirmed_at = by, clock.now()
    with acting(by):
        right.save(update_fields=["rests_on", "confirmed_by", "confirmed_at"])
    _tell(right, "drafting_confirmed", by=by)
    return right


@transaction.atomic
def revoke_drafting_right(right: DraftingRight, *, by: User) -> DraftingRight:
    """End a drafting right at once, and tell its holder by mail; their drafts stay.

    A pending invitation that was sent for nothing else is invalid from now on. Pressed twice,
    it is revoked once.
    """
    if may_decide(by, right.member):
        require_permission(by, "change", right)
    else:
        _require_giver(by, right.member)
    right = _locked(right)
    if right.revoked_at is not None:
        return right
    right.revoked_by, right.revoked_at = by, clock.now()
    with acting(by):
        right.save(update_fields=["revoked_by", "revoked_at"])
    _tell(right, "drafting_revoked", by=by)
    pending = right.person.invitation
    if pending is not None and pending.accepted_at is None and not _has_other_access(right.person):
        withdraw_invitation(pending, by=by)
    return right


@transaction.atomic
def invite_drafter(right: DraftingRight, *, by: User) -> Invitation:
    """Send the invitation again to a drafter who has not used theirs."""
    _require_giver(by, right.member)
    right = _locked(right)
    if not DraftingRight.objects.in_force_on(clock.today()).filter(pk=right.pk):
        raise Refusal(_("This drafting right is not in force."))
    if right.person.user_id is not None:
        raise Refusal(_("{person} already has an account.").format(person=right.person))
    return _invite(right, language=_language_of(right.person), by=by)


def _require_giver(by: User, member: Member) -> None:
    if not may_let_draft(by, member):
        raise Refusal(_("Only those who may submit for this member let others draft."))


def _supporting_designation(by: User, member: Member) -> Designation:
    """The designation of `by` that a right rests on: the one that lasts longest."""
    _require_giver(by, member)
    # Two who give at once queue up; without its key, so that no publication waits for them.
    Member.objects.select_for_update(no_key=True).get(pk=member.pk)
    held = Designation.objects.held_by(by, clock.today()).that_may_submit().filter(member=member)
    return max(held, key=lambda one: (one.ends_on or datetime.date.max, one.pk))


def _locked(right: DraftingRight) -> DraftingRight:
    rows = DraftingRight.objects.select_for_update(of=("self",)).with_people()
    return rows.get(pk=right.pk)


def _unexpired(member: Member) -> DraftingRightQuerySet:
    return DraftingRight.objects.unexpired_on(clock.today()).filter(member=member)


def _person_of(member: Member, colleague: Colleague, *, by: User) -> Person:
    """The colleague's row in the register, by their address; a new one where there is none."""
    try:
        email = normalised(colleague.email)
    except ValidationError as error:
        raise Refusal(" ".join(error.messages), field="email") from error
    account = account_with(email)
    if Person.objects.filter(email=email, is_office=True).exists():
        raise Refusal(
            _(
                "This is the mailbox of an office, which has no account. Enter the colleague's own "
                "email address."
            ),
            field="email",
        )
    known = Person.objects.filter(email=email).order_by("user", "pk")
    person = Person.objects.filter(user=account).first() if account else None
    person = person or known.first()
    if person is not None:
        today = clock.today()
        if person.designations.active_on(today).filter(member=member).exists():
            raise Refusal(
                _("Your member designates {person}, who may draft already.").format(person=person),
                field="email",
            )
    if _is_elsewhere(member, person, account):
        raise Refusal(
            _("This address cannot be given a drafting right. Write to the Secretariat."),
            field="email",
        )
    if person is None:
        person = Person(
            given_name=colleague.given_name,
            family_name=colleague.family_name,
            position=colleague.position,
            email=email,
        )
        with acting(by):
            person.save()
        record(person, by=by, source=Revision.Source.DRAFTING)
    return person


def _is_elsewhere(member: Member, person: Person | None, account: User | None) -> bool:
    """Whether somebody works for another member or for the Secretariat, or is shut out."""
    if account is not None and (not account.is_active or may_decide(account)):
        return True
    if person is None:
        return False
    others = person.designations.exclude(member=member).active_on(clock.today())
    return others.exists()


def _has_other_access(person: Person) -> bool:
    """Whether a designation, now or later, or a drafting right still gives a person access."""
    today = clock.today()
    designated = person.designations.overlapping(today, None)
    let_draft = DraftingRight.objects.unexpired_on(today).filter(person=person)
    return designated.exists() or let_draft.exists()


def _language_of(person: Person) -> str:
    if person.user is not None:
        return person.user.language
    return person.invitation.language if person.invitation is not None else "en"


def _tell(right: DraftingRight, event: str, *, by: User, language: str = "") -> None:
    """Write to the holder: an invitation where there is no account yet, else a notice."""
    person = right.person
    if event == "drafting_given" and person.user_id is None:
        _invite(right, language=language or _language_of(person), by=by)
        return
    address = person.user.email if person.user is not None else person.email
    language = _language_of(person)
    with translation.override(language):
        path = reverse("focalpoints:desk-member", args=[right.member.slug])
    queue_template_mail(
        f"focalpoints/email/{event}",
        kind=OutgoingMail.Kind.NOTICE,
        address=address,
        language=language,
        holds_link=False,
        context={
            "right": right,
            "member": right.member,
            "by": by,
            "url": f"{settings.SITE_URL}{path}",
        },
    )


def _invite(right: DraftingRight, *, language: str, by: User) -> Invitation:
    person = right.person
    with translation.override(language):
        purpose = _(
            "{name} lets you draft the entries of {member} in the portal of the Women, Peace and "
            "Security Focal Points Network until {day}. What you write is submitted by the focal "
            "points of {member}."
        ).format(name=by, member=right.member.name, day=until(right.ends_on))
    invitation = send_invitation(
        email=person.email,
        name=f"{person.given_name} {person.family_name}".strip(),
        language=language,
        purpose=purpose,
        by=by,
    )
    claimed = Person.objects.filter(invitation=invitation).exclude(pk=person.pk).first()
    if claimed is not None:
        raise Refusal(
            _("{other} has already been invited with the same address.").format(other=claimed),
            field="email",
        )
    if person.invitation_id != invitation.pk:
        person.invitation = invitation
        with acting(by):
            person.save(update_fields=["invitation"])
    return invitation
