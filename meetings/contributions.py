"""What meetings and presidencies lend to the floors below."""

from django.utils.translation import gettext_lazy as _

from focalpoints.handover.parts import HandoverPart
from focalpoints.member_columns import MemberColumn
from meetings import dashboard, handover, panels, samples, search, sources, undoing
from meetings.documents import KIND
from meetings.services import builds
from network import registry
from network.adminsite.dashboard import DashboardCards
from network.adminsite.sidebar import MenuEntry, MenuGroup
from network.documents.kinds import DocumentKind
from network.importing.loading import ReferenceData, SampleData
from network.web.navigation import Section
from network.web.panels import Panel

registry.add(
    *undoing.CONTRIBUTIONS,
    search.MEETINGS,
    search.COMMUNIQUES,
    Section(name="meetings:meetings", label=_("Meetings"), order=30),
    Section(name="meetings:presidency", label=_("Presidency"), order=40, shows_any_day=True),
    Panel(
        name="troika",
        place="home",
        order=10,
        template="meetings/panels/troika.html",
        context=panels.troika,
        is_kept=True,
    ),
    Panel(
        name="meetings",
        place="home",
        order=30,
        template="meetings/panels/meetings.html",
        context=panels.meetings,
        is_kept=True,
    ),
    Panel(
        name="member-meetings",
        place="member.side",
        template="meetings/panels/member_meetings.html",
        context=panels.member_meetings,
        is_kept=True,
    ),
    MemberColumn(
        name="attended-meetings",
        label=_("Meetings attended"),
        cells=panels.attended_meetings,
    ),
    ReferenceData(name="meetings", load=sources.load),
    SampleData(name="meetings", load=samples.load),
    DocumentKind(
        name=KIND,
        label=_("Communiqué"),
        content=builds.content,
        may_read=builds.may_read,
        may_order=builds.may_order,
        address=builds.address,
    ),
    HandoverPart(
        name="dates",
        order=40,
        title=_("The next dates"),
        nothing=_("No meeting is announced."),
        lines=handover.next_dates,
    ),
    HandoverPart(
        name="presidencies",
        order=50,
        title=_("Presidency of the Network"),
        nothing=_("Your member holds no term that runs or is to come."),
        lines=handover.presidencies,
    ),
    DashboardCards(name="meetings", cards=dashboard.dashboard_cards, keeps=True),
    MenuGroup(
        name="meetings",
        order=30,
        title=_("Meetings"),
        entries=(
            MenuEntry(_("Meetings"), "meetings_meeting", "event"),
            MenuEntry(_("Attendance"), "meetings_attendance", "how_to_reg"),
            MenuEntry(_("Communiqués"), "meetings_communique", "article"),
            MenuEntry(_("Presidencies"), "meetings_presidency", "history_edu"),
        ),
    ),
)
