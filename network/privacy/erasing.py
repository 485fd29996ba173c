"""Erasing a person with an account, wherever an app keeps what identifies them.

An app that does adds a `PersonalErasure` in its `contributions.py`; the ground floor erases the
account itself last.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.db import transaction
from django.db.models import Q
from django.db.models.functions import Lower

from network import registry
from network.accounts.invitations import addresses_named, erase_invitations
from network.accounts.models import Invitation, User
from network.accounts.rights import require_permission
from network.audit.erasure import events_of, forget_names
from network.audit.tracking import acting
from network.documents.models import DocumentBuild
from network.importing.models import ListExport, SpreadsheetImport
from network.journal.lines import Line
from network.journal.recording import record
from network.mail.models import OutgoingMail
from network.privacy.data_documents import forget_builds
from network.privacy.held import KIND, subject_of


@dataclass(frozen=True, kw_only=True)
class PersonalErasure(registry.Contribution):
    """What an app does about the erasure of an account.

    `obstacles` says, a sentence each, what must end first; `kept` what stays and
    why. `erase(account, by=)` empties what identifies them, while the account still says its
    address; `by` is None when the journal is replayed.
    """

    obstacles: Callable[[User], list[str]]
    kept: Callable[[User], list[str]]
    erase: Callable[..., Any]


def obstacles_of(account: User) -> list[str]:
    return [sentence for app in registry.of(PersonalErasure) for sentence in app.obstacles(account)]


def kept_of(account: User) -> list[str]:
    return [sentence for app in registry.of(PersonalErasure) for sentence in app.kept(account)]


@transaction.atomic
def erase_account(account: User, *, by: User | None, spared: OutgoingMail | None = None) -> User:
    """Erase all that identifies the owner of `account`; the account stays, closed and nameless.

    Acts stay with it, so that what was decided still has somebody who did it. `spared` is the
    message that tells the person. The caller has judged whether it may be.
    """
    require_permission(by, "change", account)
    account = User.objects.select_for_update().get(pk=account.pk)
    address = account.email.lower()
    if by is not None:
        record("account", account.pk, addresses=[address])
    for app in registry.of(PersonalErasure):
        app.erase(account, by=by)
    forget_builds(DocumentBuild.objects.about(KIND, [subject_of(account)]))
    Authenticator.objects.filter(user=account).delete()
    EmailAddress.objects.filter(user=account).delete()
    with acting(by):
        _close(account)
        _forget_invitations(account, address)
    _forget_mail(address, spared=spared)
    ListExport.objects.filter(by=account).update(by_name="")
    SpreadsheetImport.objects.filter(by=account).update(by_name="")
    events_of(SpreadsheetImport).filter(by=account.pk).update(by_name="")
    # Last, since the writes above were recorded too.
    events_of(User).filter(pgh_obj_id=account.pk).update(email=account.email, name="")
    forget_names(User, [account.pk])
    return account


def replay_account(line: Line) -> str:
    """Erase again an account that a restored backup brought back (network.journal)."""
    account = User.objects.filter(pk=int(line.key)).first()
    if account is not None:
        erase_account(account, by=None)
    erase_invitations(addresses_named(line), by=None)
    return "not in this backup" if account is None else "erased"


def _close(account: User) -> None:
    # Of a domain that cannot exist (RFC 2606), and unique.
    account.email = f"erased-{account.pk}@erased.invalid"
    account.name = ""
    account.is_active = account.is_staff = account.is_superuser = False
    account.set_unusable_password()
    account.end_sessions()
    account.save()
    account.groups.clear()


def _forget_invitations(account: User, address: str) -> None:
    lowered = Invitation.objects.alias(lower_email=Lower("email"))
    own = lowered.filter(Q(account=account) | Q(lower_email=address))
    keys = list(own.values_list("pk", flat=True))
    Invitation.objects.filter(pk__in=keys).delete()
    events_of(Invitation).filter(pgh_obj_id__in=keys).delete()
    forget_names(Invitation, keys)


def _forget_mail(address: str, *, spared: OutgoingMail | None) -> None:
    mails = OutgoingMail.objects.alias(lower_address=Lower("address"))
    own = mails.filter(lower_address=address)
    if spared is not None:
        own = own.exclude(pk=spared.pk)
    keys = list(own.values_list("pk", flat=True))
    OutgoingMail.objects.filter(pk__in=keys).delete()
    forget_names(OutgoingMail, keys)
