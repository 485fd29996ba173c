"""Invitations of people in the register to an account."""

from __future__ import annotations

from django.utils.translation import gettext as _

from focalpoints.models import Person
from network.accounts.invitations import invite, revoke
from network.accounts.models import Invitation, User
from network.audit.tracking import acting
from network.values.refusals import Refusal


def send_invitation(person: Person, *, language: str, by: User, purpose: str = "") -> Invitation:
    """Invite `person`, whom the caller has locked and checked, and record the invitation.

    `purpose` is as in network.accounts.invitations.invite. Raises Refusal where somebody else was
    invited at the same address.
    """
    invitation = invite(
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


def void_older_link(person: Person, *, by: User) -> Invitation | None:
    """Revoke an invitation that went to an address which the person no longer has."""
    earlier = person.invitation
    if earlier is None or earlier.accepted_at is not None or earlier.revoked_at is not None:
        return None
    if earlier.email.lower() == person.email.lower():
        return None
    # A link that went to the wrong address must not work.
    return revoke(earlier, by=by)
