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
from django.utils.translation import gettext as _

from network import clock, registry
from network.accounts.changes import is_only_administrator
from network.accounts.invitations import (
    addresses_named,
    erase_invitations,
    erase_mail,
    erase_rows,
    for_others_than,
    invitations_of,
)
from network.accounts.models import User
from network.accounts.rights import require_permission
from network.audit.erasure import events_of, forget_names
from network.audit.tracking import acting
from network.documents.models import DocumentBuild
from network.documents.queue import forget_builds, forget_builds_of_people
from network.importing.models import ListExport, SpreadsheetImport
from network.journal.lines import Line
from network.journal.recording import record
from network.journal.rows import YOUNGER, is_younger
from network.mail.erasing import forget_names_in_mail
from network.mail.models import OutgoingMail
from network.privacy.held import KIND, subject_of
from network.privacy.models import ErasureRequest


def _nothing(_account: User) -> list[str]:
    return []


@dataclass(frozen=True, kw_only=True)
class PersonalErasure(registry.Contribution):
    """What an app does about the erasure of an account.

    `obstacles` says, a sentence each, what must end first; `kept` what stays and
    why. `erase(account, by=)` empties what identifies them, while the account still says its
    address; `by` is None when the journal is replayed.
    """

    erase: Callable[..., Any]
    obstacles: Callable[[User], list[str]] = _nothing
    kept: Callable[[User], list[str]] = _nothing


def obstacles_of(account: User) -> list[str]:
    """What must end before `account` may be erased, a sentence each."""
    found = []
    if is_only_administrator(account):
        found.append(
            _(
                "No other account may administer the installation: another one has to be given "
                "this right first."
            )
        )
    return found + [
        sentence for app in registry.of(PersonalErasure) for sentence in app.obstacles(account)
    ]


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
    forget_builds_of_people()
    Authenticator.objects.filter(user=account).delete()
    EmailAddress.objects.filter(user=account).delete()
    called = events_of(User).filter(pgh_obj_id=account.pk).values_list("name", flat=True)
    forget_names_in_mail({account.name, *called})
    erase_mail([address], spared=for_others_than(account), besides=spared)
    erase_rows(invitations_of(account), by=by)
    with acting(by):
        _close(account)
        _settle_requests(account, settled_by=by)
    ListExport.objects.filter(by=account).update(by_name="")
    SpreadsheetImport.objects.filter(by=account).update(by_name="")
    # Last, since the writes above were recorded too.
    for model in (ListExport, SpreadsheetImport):
        events_of(model).filter(by=account.pk).update(by_name="")
    events_of(User).filter(pgh_obj_id=account.pk).update(email=account.email, name="")
    forget_names(User, [account.pk])
    return account


def replay_account(line: Line) -> str:
    """Erase again an account that a restored backup brought back (network.journal)."""
    account = User.objects.filter(pk=int(line.key)).first()
    said = "not in this backup"
    if account is not None and is_younger(account, line):
        account, said = None, YOUNGER
    elif account is not None:
        erase_account(account, by=None)
        said = "erased"
    erase_invitations(
        addresses_named(line), by=None, spared=for_others_than(account), until=line.happened_at
    )
    return said


def _close(account: User) -> None:
    # Of a domain that cannot exist (RFC 2606), and unique.
    account.email = f"erased-{account.pk}@erased.invalid"
    account.name = ""
    account.is_active = account.is_staff = account.is_superuser = False
    account.set_unusable_password()
    account.end_sessions()
    account.save()
    account.groups.clear()


def _settle_requests(account: User, *, settled_by: User | None) -> None:
    """Empty what the person wrote in any request, and settle one that waits.

    One waits where a restored backup knows the request and not the decision.
    """
    asked = ErasureRequest.objects.filter(account=account)
    asked.exclude(note="").update(note="")
    asked.waiting().update(
        outcome=ErasureRequest.Outcome.ERASED, settled_at=clock.now(), settled_by=settled_by
    )
