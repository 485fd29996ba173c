"""Changes of an account by the Secretariat, with their refusals and their audit trail."""

from __future__ import annotations

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth.models import Group
from django.db import transaction
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from network.accounts.invitations import withdraw_invitation
from network.accounts.models import SECRETARIAT, Invitation, User
from network.accounts.owner_mail import AccountEvent, notify_owner
from network.accounts.rights import require_permission
from network.audit.tracking import acting
from network.mail.models import OutgoingMail
from network.mail.outbox import queue_template_mail
from network.values.refusals import Refusal


@transaction.atomic
def deactivate(account: User, *, by: User) -> User:
    """Close an account; its sessions, and links for its password, end permanently.

    Activating it later brings none of them back. The owner is notified by mail, as of every change
    below.
    """
    account = _locked(account, by, _("You cannot deactivate your own account."))
    if account.is_active:
        account.is_active = False
        account.end_sessions()
        with acting(by):
            account.save(update_fields=["is_active", "session_epoch"])
        notify_owner(account, AccountEvent.DEACTIVATED)
    return account


@transaction.atomic
def activate(account: User, *, by: User) -> User:
    """Open a closed account again, with the password and the second factor that it had."""
    account = _locked(account, by, _("Your own account is active."))
    if not account.is_active:
        account.is_active = True
        # Also the sessions of an account that was not closed by `deactivate`.
        account.end_sessions()
        with acting(by):
            account.save(update_fields=["is_active", "session_epoch"])
        notify_owner(account, AccountEvent.ACTIVATED)
    return account


@transaction.atomic
def end_staff_access(account: User, *, by: User) -> User:
    """Take an account out of the Secretariat; the account itself stays.

    An invitation to come back that was sent before is revoked with it.
    """
    account = _locked(account, by, _("You cannot remove yourself from the Secretariat."))
    if not account.is_staff:
        raise Refusal(_("This account does not belong to Secretariat staff."))
    account.is_staff = False
    with acting(by):
        account.save(update_fields=["is_staff"])
        account.groups.remove(*Group.objects.filter(name=SECRETARIAT))
    # Otherwise a link still in the mailbox would restore the access.
    for invitation in Invitation.objects.pending().of_address(account.email).filter(as_staff=True):
        withdraw_invitation(invitation, by=by)
    notify_owner(account, AccountEvent.RIGHTS_ENDED)
    return account


@transaction.atomic
def change(account: User, *, name: str, language: str, by: User) -> User:
    """Change a colleague's name, and the language in which the portal writes to them.

    One's own may be changed as well; then no mail is needed.
    """
    require_permission(by, "change", account)
    is_own = account.pk == by.pk
    account = User.objects.select_for_update().get(pk=account.pk)
    require_standing(account, by)
    if (account.name, account.language) != (name, language):
        account.name, account.language = name, language
        with acting(by):
            account.save(update_fields=["name", "language"])
        if not is_own:
            notify_owner(account, AccountEvent.CHANGED)
    return account


@transaction.atomic
def forget_second_factor(account: User, *, by: User) -> User:
    """Remove a lost second factor, so that its owner can set up another.

    Its sessions end: one that has used the lost factor must not go on without any.
    The owner is notified by mail, in case somebody else talked the Secretariat into this.
    """
    account = _locked(
        account, by, _("Remove your own second factor on your account's page, with a code.")
    )
    removed, _rows = Authenticator.objects.filter(user=account).delete()
    if not removed:
        raise Refusal(_("This account has no second factor."))
    account.end_sessions()
    with acting(by):
        account.save(update_fields=["session_epoch"])
    with translation.override(account.language):
        url = settings.SITE_URL + reverse("account_login")
    queue_template_mail(
        "network/email/second_factor_removed",
        kind=OutgoingMail.Kind.ACCOUNT,
        address=account.email,
        language=account.language,
        holds_link=False,
        context={"account": account, "url": url},
    )
    return account


def _locked(account: User, by: User, own: str) -> User:
    """The account's row under a lock; raises Refusal for one's own, and for a superuser's.

    And where `by` has no permission to change accounts.
    """
    require_permission(by, "change", account)
    if account.pk == by.pk:
        raise Refusal(own)
    account = User.objects.select_for_update().get(pk=account.pk)
    require_standing(account, by)
    return account


def may_change(account: User, by: User) -> bool:
    """Whether `by` has sufficient rank: only administrators change administrators."""
    return by.is_superuser or not account.is_superuser


def require_standing(account: User, by: User) -> None:
    """Raise Refusal unless `by` may change `account`."""
    if not may_change(account, by):
        raise Refusal(_("Only an administrator of the installation may change this account."))


def hold_administrators() -> None:
    """Lock them all, so that two of them are not closed at once and nobody is left."""
    administrators = User.objects.filter(is_superuser=True).order_by("pk")
    list(administrators.select_for_update().values_list("pk"))


def is_only_administrator(account: User) -> bool:
    """Whether nobody else may administer the installation."""
    if not (account.is_superuser and account.is_active):
        return False
    others = User.objects.filter(is_superuser=True, is_active=True).exclude(pk=account.pk)
    return not others.exists()
