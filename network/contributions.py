"""What the rooms of the ground floor lend to each other."""

from django.utils.translation import gettext_lazy as _

from network import registry
from network.adminsite.dashboard import DashboardCards
from network.adminsite.sidebar import MenuEntry, MenuGroup
from network.documents import dashboard as documents
from network.mail import dashboard as mail
from network.mail.models import OutgoingMail

registry.add(
    DashboardCards(name="mail", cards=mail.dashboard_cards),
    DashboardCards(name="documents", order=70, cards=documents.dashboard_cards),
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
                _("Outgoing mail"),
                "network_outgoingmail",
                "outbox",
                lambda: OutgoingMail.objects.for_a_person().with_text(),
            ),
            MenuEntry(_("History"), "pghistory_middlewareevents", "history"),
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
)
