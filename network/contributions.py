"""What the rooms of the ground floor lend to each other."""

from django.utils.translation import gettext_lazy as _

from network import registry
from network.adminsite.dashboard import DashboardCards
from network.adminsite.sidebar import MenuEntry, MenuGroup
from network.audit import undo_one_change, undo_to_moment
from network.audit.undo import NotUndone, UndoableChange
from network.documents import dashboard as documents
from network.documents.kinds import DocumentKind
from network.importing import undo_offers
from network.journal.kinds import JournalKind
from network.mail import dashboard as mail
from network.mail.models import OutgoingMail
from network.privacy import account_data, erasing, ground_rules, held
from network.privacy import dashboard as privacy
from network.privacy.models import ErasureRequest

registry.add(
    DashboardCards(name="mail", cards=mail.dashboard_cards),
    DashboardCards(name="privacy", order=5, cards=privacy.dashboard_cards),
    DashboardCards(name="documents", order=70, cards=documents.dashboard_cards),
    DocumentKind(
        name=held.KIND,
        label=_("Data held about a person"),
        content=held.content,
        may_read=held.is_own,
        may_order=held.is_own,
        kept=held.DOCUMENTS_KEPT,
    ),
    *account_data.HELD,
    *ground_rules.RULES,
    JournalKind(name="account", replay=erasing.replay_account),
    MenuGroup(
        name="importing",
        order=55,
        title=_("Spreadsheets"),
        entries=(
            MenuEntry(_("Imports"), "network_spreadsheetimport", "upload"),
            MenuEntry(_("Exports"), "network_listexport", "download"),
        ),
    ),
    MenuGroup(
        name="accounts",
        order=60,
        title=_("Accounts and mail"),
        entries=(
            MenuEntry(_("Accounts"), "network_user", "person"),
            MenuEntry(_("Invitations"), "network_invitation", "person_add"),
            MenuEntry(
                _("Requests for erasure"),
                "network_erasurerequest",
                "person_remove",
                (ErasureRequest.objects.waiting,),
            ),
            MenuEntry(
                _("Outgoing mail"),
                "network_outgoingmail",
                "outbox",
                (lambda: OutgoingMail.objects.for_a_person().with_text(),),
            ),
            MenuEntry(_("History"), "pghistory_middlewareevents", "history"),
            MenuEntry(_("What can be undone"), "pghistory_middlewareevents", "undo", page="undo"),
        ),
    ),
    MenuGroup(
        name="documents",
        order=55,
        title=_("Documents"),
        entries=(
            MenuEntry(_("PDFs"), "network_documentbuild", "picture_as_pdf"),
            MenuEntry(_("Private files"), "network_privatefile", "lock"),
        ),
    ),
    UndoableChange(
        name=undo_one_change.KIND,
        order=40,
        label=_("Change"),
        since=undo_one_change.since,
        of_row=undo_one_change.of_row,
        find=undo_one_change.find,
        undo=undo_one_change.undo,
    ),
    UndoableChange(
        name=undo_to_moment.KIND,
        order=50,
        label=_("Values of an earlier moment"),
        title=_("Restore these values?"),
        button=_("Restore"),
        replaces_newer=True,
        since=undo_to_moment.since,
        of_row=undo_to_moment.of_row,
        find=undo_to_moment.find,
        undo=undo_to_moment.undo,
    ),
    UndoableChange(
        name=undo_offers.KIND,
        order=30,
        label=_("Import"),
        since=undo_offers.since,
        of_row=undo_offers.of_row,
    ),
    NotUndone(
        name="network.user",
        reason=_(
            "An account belongs to its owner. Its name is corrected on its page, after a proof."
        ),
    ),
    NotUndone(
        name="network.invitation",
        reason=_("An invitation was sent. It is revoked, and another one is sent."),
    ),
    NotUndone(
        name="network.erasurerequest",
        reason=_("What was asked to be erased, and what was erased, cannot be undone."),
    ),
    NotUndone(name="network.outgoingmail", reason=_("What was sent cannot be recalled.")),
    NotUndone(
        name="network.privatefile", reason=_("A file that was discarded is gone from the disk.")
    ),
    NotUndone(
        name="network.documentbuild", reason=_("A PDF is built again; nothing of it is edited.")
    ),
    NotUndone(name="network.listexport", reason=_("A file that was exported cannot be recalled.")),
    NotUndone(
        name="network.spreadsheetimport",
        reason=_("An import is undone as a whole, on its own page."),
    ),
    NotUndone(name="pghistory.middlewareevents", reason=_("The history itself never changes.")),
)
