"""What pages of the floors below show of meetings and of the presidency."""

from __future__ import annotations

from typing import Any

from django.template import Context
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext_lazy

from focalpoints.models import Member
from meetings.documents import outcome_of
from meetings.models import Attendance, Communique, Meeting, Presidency
from meetings.troika import troika_on
from network import clock
from network.values.translated import in_language
from network.web.page_day import day_of, noted_on, request_of


def troika(context: Context) -> dict[str, Any]:
    """The Troika of the page's day as three cards."""
    return {"troika": troika_on(day_of(context)), "page_day": noted_on(request_of(context))}


def meetings(context: Context) -> dict[str, Any]:
    """The coming meeting, the last one and the newest communiqué.

    They are those of the page's day that everybody may see now.
    """
    day = day_of(context)
    announced = Meeting.objects.announced().with_hosts()
    adopted = Communique.objects.visible_to(None).newest_first().adopted_by(day)
    newest = adopted.select_related("meeting").first()
    wanted = get_language() or "en"
    return {
        "coming": announced.coming(day).first(),
        "last": announced.past(day).first(),
        "outcome": outcome_of(newest, None, wanted) if newest else None,
    }


# What a member is in the Troika of a day.
ROLES = {
    "former": gettext_lazy("Former presidency"),
    "current": gettext_lazy("Current presidency"),
    "following": gettext_lazy("Following presidency"),
}


def member_meetings(context: Context, member: Member) -> dict[str, Any]:
    """A member's place in the Troika, its terms of the presidency and its meetings.

    On the page of a past day, what had begun by then.
    """
    day = day_of(context)
    is_past = day < clock.today()
    terms = Presidency.objects.with_holders().filter(seats__member=member)
    announced = Meeting.objects.announced()
    attended = announced.filter(attendances__member=member).order_by("starts_on", "pk")
    if is_past:
        terms = terms.filter(starts_on__lte=day)
        announced = announced.begun_by(day)
        attended = attended.begun_by(day)
    return {
        "member": member,
        "role": ROLES.get(troika_on(day).role_of(member), ""),
        "terms": terms,
        "meetings": announced.with_hosts().filter(host_seats__member=member).latest_first(),
        "attended": attended,
    }


def attended_meetings(context: Context, members: list[Member]) -> dict[int, SafeString]:
    """Links to the meetings that each member is recorded at, up to the page's day, oldest first.

    One query for all members.
    """
    user = getattr(request_of(context), "user", None)
    rows = Attendance.objects.visible_to(user).filter(
        member__in=members, meeting__in=Meeting.objects.begun_by(day_of(context))
    )
    attended: dict[int, list[SafeString]] = {}
    links: dict[int, SafeString] = {}  # each drawn once, however many members were there
    for row in rows.select_related("meeting").order_by("meeting__starts_on", "meeting"):
        if row.meeting_id not in links:
            links[row.meeting_id] = format_html(
                '<a class="nowrap" href="{}">{}</a>',
                row.meeting.get_absolute_url(),
                in_language(row.meeting.short_name),
            )
        attended.setdefault(row.member_id, []).append(links[row.meeting_id])
    return {
        key: format_html_join(" · ", "{}", ((link,) for link in found))
        for key, found in attended.items()
    }
