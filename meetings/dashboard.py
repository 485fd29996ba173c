"""Cards of the Secretariat's first page: meetings and communiqués."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _

from focalpoints.rights import may_decide
from meetings.models import Communique, Meeting, Presidency
from meetings.translations import has_outdated_translations, open_outdated
from network import clock
from network.adminsite.dashboard import (
    CardItem,
    DashboardCard,
    Keep,
    first_of,
    made_anew,
)
from network.adminsite.translations import (
    outdated_card,
    outdated_item,
    outdated_list,
    outdated_rows,
)
from network.values.lists import listed
from network.values.translations import FollowsEnglish, has_outdated_texts, languages_of

SHOWN = 5


def dashboard_cards(user: object, keep: Keep = made_anew) -> list[DashboardCard]:
    """Cards of the admin's first page: meetings ahead, drafts, and what is wrong (if anything)."""
    return keep("meetings", _cards) if may_decide(user) else []


def _cards() -> list[DashboardCard]:
    cards = [_meetings_ahead(), _drafts()]
    outdated = _outdated()
    return [*cards, outdated] if outdated.count else cards


def _meetings_ahead() -> DashboardCard:
    ahead, count = first_of(Meeting.objects.coming(clock.today()), SHOWN)
    return DashboardCard(
        key="meetings-ahead",
        title=_("Upcoming meetings"),
        count=count,
        url=reverse("admin:meetings_meeting_changelist"),
        empty=_("No upcoming meeting has dates."),
        items=[
            CardItem(
                label=str(meeting.title),
                url=reverse("admin:meetings_meeting_change", args=[meeting.pk]),
                note=meeting.period,
            )
            for meeting in ahead
        ],
    )


def _drafts() -> DashboardCard:
    in_draft = Communique.objects.drafts().select_related("meeting").order_by("edited_at")
    drafts, count = first_of(in_draft, SHOWN)
    return DashboardCard(
        key="communiques-in-draft",
        title=_("Communiqués in draft"),
        count=count,
        url=reverse("admin:meetings_communique_changelist") + "?state__exact=draft",
        empty=_("No communiqué is waiting for adoption."),
        items=[
            CardItem(
                label=str(communique.title),
                url=reverse("admin:meetings_communique_change", args=[communique.pk]),
                note=str(communique.meeting.title),
            )
            for communique in drafts
        ],
    )


def _outdated() -> DashboardCard:
    """Communiqués, meetings and presidencies with an outdated translation."""
    others: tuple[type[FollowsEnglish], ...] = (Meeting, Presidency)
    communiques, *rows_of_others = outdated_rows(
        Communique.objects.filter(has_outdated_translations())
        .select_related("adopted_version")
        .prefetch_related("paragraphs__texts")
        .order_by("edited_at"),
        *(
            model._default_manager.filter(has_outdated_texts(model)).order_by("-pk")
            for model in others
        ),
    )
    found = [
        CardItem(
            label=_("Communiqué: %(title)s") % {"title": communique.title},
            url=reverse("admin:meetings_communique_change", args=[communique.pk])
            + f"?language={items[0].language}",
            note=listed(languages_of(items)),
        )
        for communique in communiques
        if (items := open_outdated(communique))
    ]
    url = outdated_list(Communique) if found else ""
    for model, rows in zip(others, rows_of_others, strict=True):
        url = url or (outdated_list(model) if rows else "")
        found += [outdated_item(row) for row in rows]
    return outdated_card(
        "outdated-meetings",
        _("Outdated translations: meetings and communiqués"),
        found[:SHOWN],
        count=len(found),
        url=url or outdated_list(Communique),
    )
