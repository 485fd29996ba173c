"""What newsletters and opportunities lend to the floors below."""

from django.utils.translation import gettext_lazy as _

from network import registry
from network.adminsite.dashboard import DashboardCards
from network.adminsite.sidebar import MenuEntry, MenuGroup
from network.importing.loading import SampleData
from network.journal.kinds import JournalKind
from network.privacy.erasing import PersonalErasure
from network.web.data_version import UnseenTables
from network.web.navigation import Section
from network.web.panels import Panel
from newsletters import dashboard, panels, personal_data, samples, search, undoing
from newsletters.services import subscriptions

registry.add(
    UnseenTables(
        name="newsletters",
        labels=frozenset({"newsletters.Delivery", "newsletters.Subscription"}),
    ),
    *undoing.CONTRIBUTIONS,
    search.NEWSLETTERS,
    search.OPPORTUNITIES,
    Section(name="newsletters:opportunities", label=_("Opportunities"), order=70),
    Section(name="newsletters:newsletters", label=_("Newsletters"), order=80),
    Panel(
        name="newsletter",
        place="home",
        order=50,
        template="newsletters/panels/newsletter.html",
        context=panels.newsletter,
        is_kept=True,
    ),
    Panel(
        name="opportunities",
        place="home",
        order=60,
        template="newsletters/panels/opportunities.html",
        context=panels.opportunities,
        is_kept=True,
    ),
    *personal_data.HELD,
    *personal_data.RULES,
    JournalKind(name="subscription", replay=subscriptions.replay_erasure),
    JournalKind(name="unsubscription", replay=subscriptions.replay_unsubscription),
    PersonalErasure(
        name="newsletters",
        kept=personal_data.kept,
        erase=subscriptions.erase_of_account,
    ),
    SampleData(name="newsletters", load=samples.load),
    DashboardCards(name="newsletters", cards=dashboard.dashboard_cards, keeps=True),
    MenuGroup(
        name="newsletters",
        order=50,
        title=_("Newsletters"),
        entries=(
            MenuEntry(_("Newsletters"), "newsletters_newsletter", "newspaper"),
            MenuEntry(_("Opportunities"), "newsletters_opportunity", "campaign"),
            MenuEntry(_("Subscriptions"), "newsletters_subscription", "contact_mail"),
            MenuEntry(_("Deliveries"), "newsletters_delivery", "outgoing_mail"),
        ),
    ),
)
