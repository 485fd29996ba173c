"""What plans, initiatives and the map lend to the floors below."""

from django.utils.translation import gettext_lazy as _

from initiatives import dashboard, review, samples, sources
from network import registry
from network.adminsite.dashboard import DashboardCards
from network.adminsite.sidebar import MenuEntry, MenuGroup
from network.importing.loading import ReferenceData, SampleData
from network.web.navigation import Section

registry.add(
    Section(name="initiatives:map", label=_("Map"), order=10, shows_any_day=True),
    Section(name="initiatives:initiatives", label=_("Initiatives"), order=50),
    Section(name="initiatives:plans", label=_("Plans"), order=60, shows_any_day=True),
    review.PLANS,
    review.INITIATIVES,
    ReferenceData(name="initiatives", load=sources.load),
    SampleData(name="initiatives", load=samples.load),
    DashboardCards(name="initiatives", cards=dashboard.dashboard_cards),
    MenuGroup(
        name="initiatives",
        order=40,
        title=_("Plans and initiatives"),
        entries=(
            MenuEntry(_("National Action Plans"), "initiatives_nationalactionplan", "fact_check"),
            MenuEntry(_("Initiatives"), "initiatives_initiative", "handshake"),
        ),
    ),
)
