"""Invitations: the only way to an account.

The link is made of a random token of 32 bytes; the database keeps its SHA-256 digest only, and
the outbox forgets the text once it is sent. A link works once, for seven days, and only on the
button of the page: opening it changes nothing (mail scanners open every link).
"""

from __future__ import annotations

import datetime
import hashlib
import secrets
from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any

from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from network import clock, registry
from network.accounts.models import SECRETARIAT, Invitation, User
from network.accounts.models.invitation import InvitationQuerySet
from network.accounts.owner_mail import AccountEvent, notify_owner
from network.accounts.rights import require_permission
from network.audit.erasure import events_of, forget_names
from network.audit.tracking import acting, named_in_trail
from network.journal.lines import Line
from network.mail.models import OutgoingMail
from network.mail.outbox import queue_template_mail
from network.values.mail_addresses import normalised
from network.values.refusals import Refusal

VALID_FOR = datetime.timedelta(days=7)


@dataclass(frozen=True, kw_only=True)
class InvitationAccepted(registry.Contribution):
    """What an app does with the account of an invitation that it sent.

    `link` is called in the transaction of the acceptance, and may raise Refusal.
    """

    link: Callable[[Invitation, User], Any]


@dataclass(frozen=True, kw_only=True)
class InvitedPeople(registry.Contribution):
    """What an app knows of whom invitations are for, where several people have one address.

    `keys` gives those of people who are recorded as somebody else than the owner of an account.
    """

    keys: Callable[[User | None], QuerySet[Any, Any]]


def digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def account_with(email: str) -> User | None:
    return User.objects.of_address(email).first()


def find_invitation(token: str) -> Invitation | None:
    """The invitation of a link, in any state; None when there never was one."""
    return Invitation.objects.filter(token_digest=digest(token)).first()


def invite(
    *,
    email: str,
    name: str = "",
    language: str = "en",
    as_staff: bool = False,
    by: User | None,
) -> Invitation:
    """Let staff send somebody a one-time link, as `send_invitation` does.

    `by` is None where nobody can sign in yet: the server's administrator invites the first of
    the staff (`manage.py invite_secretariat`). Raises Refusal where `by` has no permission for it.
    """
    require_permission(by, "add", Invitation())
    return send_invitation(email=email, name=name, language=language, as_staff=as_staff, by=by)


@transaction.atomic
def send_invitation(
    *,
    email: str,
    name: str = "",
    language: str = "en",
    purpose: str = "",
    as_staff: bool = False,
    by: User | None,
) -> Invitation:
    """Send somebody a one-time link to an account of their own.

    The caller has judged whether `by` may: a focal point invites whom it lets draft.

    `purpose` is a sentence, in `language`, that says what somebody is invited for; without it the
    mail speaks of the portal in general.

    An address that is already invited gets a new link, and the older one stops working; it keeps
    what it was invited to. An address that has an account is asked to join with it. Raises Refusal
    for an invalid address, for a deactivated account, and for staff who are staff already.
    """
    try:
        email = normalised(email)
    except ValidationError as error:
        raise Refusal(" ".join(error.messages), field="email") from error
    account = account_with(email)
    if account is not None and not account.is_active:
        raise Refusal(
            _("The account of this address is deactivated. Activate it before you invite."),
            field="email",
        )
    if account is not None and as_staff and account.is_secretariat:
        raise Refusal(_("This account belongs to Secretariat staff already."), field="email")
    with acting(by):
        pending = Invitation.objects.pending().of_address(email)
        invitation = pending.select_for_update().first() or Invitation(email=email)
        invitation.name = name.strip() or invitation.name
        invitation.language = language
        invitation.purpose = purpose
        # An invitation with fewer rights does not reduce the earlier one: revoke that first.
        invitation.as_staff = invitation.as_staff or as_staff
        _send(invitation, by=by)
    return invitation


@transaction.atomic
def resend(invitation: Invitation, *, by: User) -> Invitation:
    """Send the invitation again: a new link for seven days; the older link stops working."""
    require_permission(by, "change", invitation)
    invitation = _locked(invitation)
    if invitation.accepted_at is not None:
        raise Refusal(_("This invitation was accepted; there is nothing to send."))
    if invitation.revoked_at is not None:
        raise Refusal(_("This invitation was revoked. Invite the person again instead."))
    with acting(by):
        _send(invitation, by=by)
    return invitation


def revoke(invitation: Invitation, *, by: User) -> Invitation:
    """Let staff make the link invalid from now on."""
    require_permission(by, "change", invitation)
    return withdraw_invitation(invitation, by=by)


@transaction.atomic
def withdraw_invitation(invitation: Invitation, *, by: User) -> Invitation:
    """Make the link invalid from now on; the caller has judged whether `by` may."""
    invitation = _locked(invitation)
    if invitation.accepted_at is not None:
        raise Refusal(
            _("This invitation was accepted. Deactivate the account if access should end.")
        )
    if invitation.revoked_at is None:
        invitation.revoked_at = clock.now()
        with acting(by):
            invitation.save(update_fields=["revoked_at"])
    return invitation


def invitations_of(account: User) -> InvitationQuerySet:
    """Those that are the account owner's: accepted with it, or sent to its address for no other."""
    lowered = Invitation.objects.alias(lower_email=Lower("email"))
    is_free = Q(lower_email=account.email.lower(), account=None)
    return lowered.filter(Q(account=account) | is_free & ~for_others_than(account))


def for_others_than(account: User | None) -> Q:
    """Invitations of people who are recorded as somebody else; without an account, as anybody."""
    found = Q(pk__in=[])
    for app in registry.of(InvitedPeople):
        found |= Q(pk__in=app.keys(account))
    return found


def addresses_named(line: Line) -> set[str]:
    """The addresses, lower-case, of invitations and mail that a line of the journal means."""
    lower_email, lower_address = Lower("email"), Lower("address")
    known = Invitation.objects.values_list(lower_email, flat=True).union(
        OutgoingMail.objects.order_by().values_list(lower_address, flat=True)
    )
    return {address for address in known if line.names(address)}


@transaction.atomic
def erase_invitations(
    addresses: Collection[str],
    *,
    by: User | None,
    spared: Q | None = None,
    until: datetime.datetime | None = None,
) -> None:
    """Delete what was sent to these addresses, lower-case, and led to no account.

    That is invitations which nobody accepted, with their history, and mail. An address that has
    an account keeps them. `spared` are invitations of others; what was made after `until` stays.
    """
    require_permission(by, "change", Invitation())
    free = User.objects.without_account(addresses)
    made = Q() if until is None else Q(created_at__lte=until)
    unused = Invitation.objects.filter(made, accepted_at=None).alias(lower_email=Lower("email"))
    if spared is not None:
        unused = unused.exclude(spared)
    erase_rows(unused.filter(lower_email__in=free), by=by)
    erase_mail(free, spared=spared, until=until)


def erase_mail(
    addresses: Collection[str],
    *,
    spared: Q | None = None,
    until: datetime.datetime | None = None,
    besides: OutgoingMail | None = None,
) -> None:
    """Delete the records of mail to these addresses, lower-case, but for one.

    A link that is on its way to somebody else with the address, by an invitation of `spared`, goes
    on its way; what was made after `until` stays.
    """
    made = Q() if until is None else Q(created_at__lte=until)
    mails = OutgoingMail.objects.alias(lower_address=Lower("address"))
    chosen = mails.filter(made, lower_address__in=addresses)
    if besides is not None:
        chosen = chosen.exclude(pk=besides.pk)
    if spared is not None:
        shared = Invitation.objects.pending().filter(spared).values_list(Lower("email"))
        links = mails.unfinished().filter(kind=OutgoingMail.Kind.INVITATION)
        chosen = chosen.exclude(pk__in=links.filter(lower_address__in=shared).values("pk"))
    keys = list(chosen.values_list("pk", flat=True))
    OutgoingMail.objects.filter(pk__in=keys).delete()
    forget_names(OutgoingMail, keys)


@transaction.atomic
def erase_rows(invitations: QuerySet[Invitation], *, by: User | None) -> None:
    """Delete these invitations, with their history and what they were called."""
    require_permission(by, "change", Invitation())
    keys = list(invitations.select_for_update(of=("self",)).values_list("pk", flat=True))
    with acting(by):
        Invitation.objects.filter(pk__in=keys).delete()
    # Last, since the deletion was recorded too.
    events_of(Invitation).filter(pgh_obj_id__in=keys).delete()
    forget_names(Invitation, keys)


class LinkIsDead(Refusal):
    """The link never worked, or no longer does: which of these, nobody is told."""

    def __init__(self) -> None:
        sentence = _(
            "This link does not work, or no longer works: it works once, for {days} days, and "
            "until a newer one is sent or it is withdrawn. Use the link in the most recent "
            "invitation email. If you have accepted the invitation, sign in with your email "
            "address and password."
        )
        super().__init__(sentence.format(days=VALID_FOR.days))


def require_usable(invitation: Invitation | None) -> Invitation:
    """The invitation, if its link still works; raises LinkIsDead for any other, and for none."""
    if invitation is None or invitation.state != Invitation.State.OPEN:
        raise LinkIsDead
    return invitation


@transaction.atomic
def accept_with_password(invitation: Invitation, *, name: str, password: str) -> User:
    """Create the account and give it what it was invited to.

    `password` has passed the validators. Raises Refusal when the link no longer works, or when the
    address has an account by now.
    """
    invitation = _locked(invitation)
    require_usable(invitation)
    if account_with(invitation.email) is not None:
        raise Refusal(_("This address already has an account. Sign in with it to accept."))
    with acting(None):
        account = User.objects.create_user(
            invitation.email,
            password,
            name=name.strip() or invitation.name,
            language=invitation.language,
        )
        # The link has proved the address, so that a second factor may be set up at once.
        EmailAddress.objects.create(user=account, email=account.email, primary=True, verified=True)
        return _join(invitation, account)


@transaction.atomic
def accept_with_account(invitation: Invitation, *, by: User) -> User:
    """Give the account `by`, which the invitation is addressed to, what it was invited to."""
    invitation = _locked(invitation)
    require_usable(invitation)
    if by.email.lower() != invitation.email.lower():
        raise Refusal(
            _("This invitation is for another address. Sign in with the account of that address.")
        )
    with acting(by):
        return _join(invitation, by)


def _join(invitation: Invitation, account: User) -> User:
    if invitation.as_staff:
        account.is_staff = True
        account.save(update_fields=["is_staff"])
        account.groups.add(Group.objects.get(name=SECRETARIAT))
        notify_owner(account, AccountEvent.RIGHTS_GIVEN)
    invitation.accepted_at = clock.now()
    invitation.account = account
    invitation.save(update_fields=["accepted_at", "account"])
    for app in registry.of(InvitationAccepted):
        app.link(invitation, account)
    return account


def _locked(invitation: Invitation) -> Invitation:
    # Two presses at once, or a press and a revocation: the second sees what the first did.
    return Invitation.objects.select_for_update().get(pk=invitation.pk)


@named_in_trail
def _send(invitation: Invitation, *, by: User | None) -> None:
    token = secrets.token_urlsafe(32)
    invitation.token_digest = digest(token)
    invitation.expires_at = clock.now() + VALID_FOR
    invitation.invited_by = by
    try:
        with transaction.atomic():
            invitation.save()
    except IntegrityError as error:
        # Two colleagues at the same moment; the other's mail is on its way.
        raise Refusal(_("This address has just been invited by a colleague.")) from error
    with translation.override(invitation.language):
        path = reverse("invitation", args=[token])
    queue_template_mail(
        "network/email/invitation",
        kind=OutgoingMail.Kind.INVITATION,
        address=invitation.email,
        language=invitation.language,
        holds_link=True,
        context={
            "invitation": invitation,
            "url": f"{settings.SITE_URL}{path}",
            "has_account": account_with(invitation.email) is not None,
        },
    )
