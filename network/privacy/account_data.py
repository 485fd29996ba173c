"""What the ground floor holds about a person: the account, and what came to it or from it."""

from __future__ import annotations

from collections.abc import Iterator

from allauth.mfa.models import Authenticator
from django.db.models.functions import Lower
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from network import registry
from network.accounts.invitations import invitations_of
from network.accounts.models import User
from network.documents.models import PrivateFile, PublicFile
from network.documents.private import PrivateFileKind
from network.importing.kinds import ImportKind
from network.importing.models import ListExport, SpreadsheetImport
from network.mail.models import OutgoingMail
from network.privacy.held import Fact, HeldData, Record, day_of, facts_of
from network.privacy.models import ErasureRequest


def account(user: User) -> Iterator[Record]:
    groups = [str(group) for group in user.groups.order_by("name")]
    yield [
        *facts_of(user, "email", "name", "language", "is_active", "is_staff"),
        *facts_of(user, "date_joined", "last_login"),
        Fact("groups", _("Groups"), groups),
    ]


def authenticators(user: User) -> Iterator[Record]:
    """Ways to sign in besides the password: which, and since when. Never a secret."""
    for row in Authenticator.objects.filter(user=user).order_by("pk"):
        yield [
            Fact("kind", _("Type"), row.type, row.get_type_display()),
            Fact("set_up_on", _("Set up"), day_of(row.created_at)),
            Fact("last_used_on", _("Last used"), day_of(row.last_used_at)),
        ]


def invitations(user: User) -> Iterator[Record]:
    for row in invitations_of(user).order_by("pk"):
        state = row.State(row.state)
        yield [
            *facts_of(row, "email", "name", "language", "purpose", "as_staff"),
            *facts_of(row, "created_at", "expires_at", "accepted_at", "revoked_at"),
            Fact("state", _("Status"), str(state), state.label),
        ]


def mail(user: User) -> Iterator[Record]:
    """Messages to the account's address: subject, day and state, for texts are not kept."""
    lowered = OutgoingMail.objects.alias(lower_address=Lower("address"))
    for row in lowered.filter(lower_address=user.email.lower()).order_by("pk"):
        yield [
            *facts_of(row, "subject", "kind"),
            Fact("written_on", _("Day"), day_of(row.created_at)),
            *facts_of(row, "state"),
        ]


def files(user: User) -> Iterator[Record]:
    """Files that the person uploaded, by what the portal knows of them."""
    for row in PrivateFile.objects.filter(uploaded_by=user).order_by("pk"):
        kind = registry.named(PrivateFileKind, row.kind)
        yield [
            Fact("kind", _("Type"), row.kind, kind.label if kind else ""),
            *facts_of(row, "original_name", "size", "uploaded_at", "keep_until", "discarded_at"),
        ]
    for public in PublicFile.objects.filter(uploaded_by=user).order_by("pk"):
        yield [
            Fact("kind", _("Type"), "public", _("Public document")),
            *facts_of(public, "original_name", "size", "uploaded_at"),
        ]


def exports(user: User) -> Iterator[Record]:
    """Lists that the person exported: that it happened is kept, not what they said."""
    for row in ListExport.objects.filter(by=user).order_by("pk"):
        yield facts_of(row, "model", "filters", "rows", "format", "at")


def imports(user: User) -> Iterator[Record]:
    """Spreadsheets that the person imported, or undid; what they said is in the entries."""
    for row in SpreadsheetImport.objects.filter(by=user).order_by("pk"):
        kind = registry.named(ImportKind, row.kind)
        yield [
            Fact("list", _("List"), row.kind, kind.label if kind else ""),
            *facts_of(row, "file_name", "state", "created_at", "written_at", "undone_at"),
        ]


def erasure_requests(user: User) -> Iterator[Record]:
    """What the person asked to have erased, and the answers; not who gave them."""
    for row in ErasureRequest.objects.filter(account=user).order_by("pk"):
        yield facts_of(row, "asked_at", "note", "outcome", "settled_at", "reason")


HELD = (
    HeldData(name="account", order=10, label=gettext_lazy("My account"), records=account),
    HeldData(
        name="authenticators",
        order=11,
        label=gettext_lazy("Second factors"),
        records=authenticators,
    ),
    HeldData(name="invitations", order=12, label=gettext_lazy("Invitations"), records=invitations),
    HeldData(name="mail", order=50, label=gettext_lazy("Mail to me"), records=mail),
    HeldData(name="files", order=60, label=gettext_lazy("Files that I uploaded"), records=files),
    HeldData(
        name="exports", order=61, label=gettext_lazy("Lists that I exported"), records=exports
    ),
    HeldData(
        name="imports",
        order=62,
        label=gettext_lazy("Spreadsheets that I imported"),
        records=imports,
    ),
    HeldData(
        name="erasure_requests",
        order=70,
        label=gettext_lazy("My requests for erasure"),
        records=erasure_requests,
    ),
)
