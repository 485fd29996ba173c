"""What plans, initiatives and the map lend to the floors below."""

from django.utils.translation import gettext_lazy as _

from initiatives import (
    dashboard,
    documents,
    panels,
    review,
    samples,
    search,
    sources,
    undoing,
)
from initiatives.models import Initiative, NationalActionPlan
from initiatives.spreadsheets.initiatives import InitiativeResource
from initiatives.spreadsheets.plans import PlanResource
from network import clock, registry
from network.adminsite.dashboard import DashboardCards
from network.adminsite.sidebar import MenuEntry, MenuGroup
from network.documents.public import PublicFileUse
from network.importing.kinds import ImportKind
from network.importing.loading import ReferenceData, SampleData
from network.web.navigation import Section
from network.web.panels import Panel

registry.add(
    *undoing.CONTRIBUTIONS,
    Section(name="initiatives:map", label=_("Map"), order=10, shows_any_day=True),
    Section(name="initiatives:initiatives", label=_("Initiatives"), order=50),
    Section(name="initiatives:plans", label=_("Plans"), order=60, shows_any_day=True),
    PublicFileUse(name="plan-documents", may_read=documents.may_read, names=documents.names),
    review.PLANS,
    review.INITIATIVES,
    search.PLANS,
    search.INITIATIVES,
    Panel(
        name="map",
        place="home",
        order=20,
        template="initiatives/panels/map.html",
        context=panels.world_map,
    ),
    Panel(
        name="coverage-map",
        place="coverage",
        template="initiatives/panels/coverage_map.html",
        context=panels.coverage_map,
    ),
    Panel(
        name="newest-initiatives",
        place="home",
        order=40,
        template="initiatives/panels/newest_initiatives.html",
        context=panels.newest_initiatives,
        is_kept=True,
    ),
    Panel(
        name="member-plans",
        place="member",
        order=10,
        template="initiatives/panels/member_plans.html",
        context=panels.member_plans,
        is_kept=True,
    ),
    Panel(
        name="member-initiatives",
        place="member",
        order=20,
        template="initiatives/panels/member_initiatives.html",
        context=panels.member_initiatives,
        is_kept=True,
    ),
    Panel(
        name="desk-entries",
        place="desk",
        template="initiatives/panels/desk_entries.html",
        context=panels.desk_entries,
    ),
    ImportKind(name="plans", label=_("Plans"), model=NationalActionPlan, resource=PlanResource),
    ImportKind(
        name="initiatives", label=_("Initiatives"), model=Initiative, resource=InitiativeResource
    ),
    ReferenceData(name="initiatives", load=sources.load),
    SampleData(name="initiatives", load=samples.load),
    DashboardCards(name="initiatives", cards=dashboard.dashboard_cards, keeps=True),
    MenuGroup(
        name="initiatives",
        order=40,
        title=_("Plans and initiatives"),
        entries=(
            MenuEntry(
                _("National Action Plans"),
                "initiatives_nationalactionplan",
                "fact_check",
                (lambda: NationalActionPlan.objects.stale(clock.today()),),
            ),
            MenuEntry(
                _("Initiatives"),
                "initiatives_initiative",
                "handshake",
                (lambda: Initiative.objects.stale(clock.today()),),
            ),
            MenuEntry(_("Findings about plans"), "initiatives_planfinding", "travel_explore"),
            MenuEntry(_("Published counts"), "initiatives_plancount", "tag"),
        ),
    ),
)
