"""Pages of meetings, communiqués and the presidency."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from itertools import groupby, pairwise
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils.formats import date_format
from django.utils.translation import get_language, get_language_info
from django.views.decorators.http import require_safe

from meetings.documents import KIND, Outcome, outcome_of
from meetings.filters import MeetingFilter, meetings_shown
from meetings.models import Communique, CommuniqueVersion, Meeting, Presidency
from meetings.troika import troika_of
from network import clock
from network.accounts.access import find_visible
from network.documents.downloads import document_response
from network.documents.models import DocumentBuild
from network.web.kept_pages import kept_for_visitors
from network.web.page_day import page_day


@kept_for_visitors(*MeetingFilter.kept_parameters())
@require_safe
def meetings(request: HttpRequest) -> HttpResponse:
    """All meetings: the coming ones, those without dates, and the past by year."""
    today = clock.today()
    filters = meetings_shown(request)
    found = filters.qs
    coming, undated, past = (
        list(found.coming(today)),
        list(found.undated()),
        list(found.past(today)),
    )
    languages = _communique_languages(request.user)
    for held in past:
        held.communique_languages = languages.get(held.pk, [])  # type: ignore[attr-defined]
    return render(
        request,
        "meetings/meetings.html",
        {
            "filters": filters,
            "count": len(coming) + len(undated) + len(past),
            "coming": coming,
            "undated": undated,
            "years": [(year, list(rows)) for year, rows in groupby(past, key=_year)],
        },
    )


def _communique_languages(user: object) -> dict[int, list[str]]:
    """The meetings of which `user` may read a communiqué, with the names of its languages."""
    newest = (
        CommuniqueVersion.objects.visible_to(user)
        .order_by("communique_id", "-number")
        .distinct("communique_id")
        .values_list("communique__meeting_id", "content__languages")
    )
    return {
        meeting: [str(get_language_info(code)["name_local"]).capitalize() for code in codes]
        for meeting, codes in newest
    }


def _year(meeting: Meeting) -> int | None:
    known = meeting.starts_on or meeting.ends_on
    return known.year if known else None


@kept_for_visitors("text")
@require_safe
def meeting(request: HttpRequest, slug: str) -> HttpResponse:
    """One meeting, and its communiqués in the page's language or the one asked for."""
    found = find_visible(Meeting.objects.visible_to(request.user).with_hosts(), slug=slug)
    wanted = request.GET.get("text") or get_language() or "en"
    return render(
        request,
        "meetings/meeting.html",
        {
            "meeting": found,
            "outcomes": _outcomes(found, request.user, wanted),
            "attendance": found.attendances.with_members().in_protocol_order(),
            "is_held": Meeting.objects.past(clock.today()).filter(pk=found.pk).exists(),
        },
    )


def _outcomes(found: Meeting, user: object, wanted: str) -> list[Outcome]:
    """The meeting's communiqués that `user` may read and of which something is frozen."""
    visible = found.communiques.all() & Communique.objects.visible_to(user)
    shown = (outcome_of(communique, user, wanted) for communique in visible)
    return [outcome for outcome in shown if outcome]


@require_safe
def communique_pdf(
    request: HttpRequest, communique: int, number: int, language: str
) -> HttpResponseBase:
    """The PDF of one frozen version."""
    version = find_visible(
        CommuniqueVersion.objects.visible_to(request.user), communique=communique, number=number
    )
    ready = DocumentBuild.objects.ready().about(KIND, [version.subject])
    build = get_object_or_404(ready, language=language, digest=version.digest)
    return document_response(request, build)


@dataclass(frozen=True)
class Gap:
    """Days between two terms for which no presidency is recorded."""

    starts_on: datetime.date
    ends_on: datetime.date

    @property
    def years(self) -> str:
        """Whole years as a term says them, else the days in the active language."""
        first, last = self.starts_on, self.ends_on
        if (first.month, first.day, last.month, last.day) == (1, 1, 12, 31):
            return f"{first.year}" if first.year == last.year else f"{first.year}/{last.year}"
        return f"{date_format(first, 'DATE_FORMAT')} – {date_format(last, 'DATE_FORMAT')}"


def with_gaps(terms: list[Presidency]) -> list[Presidency | Gap]:
    """The terms, latest first, with every gap between two of them in its place."""
    day = datetime.timedelta(days=1)
    events: list[Presidency | Gap] = list(terms[:1])
    for later, earlier in pairwise(terms):
        if earlier.ends_on + day < later.starts_on:
            events.append(Gap(earlier.ends_on + day, later.starts_on - day))
        events.append(earlier)
    return events


@kept_for_visitors("on")
@require_safe
def presidency(request: HttpRequest) -> HttpResponse:
    """The Troika of today or of the day asked for, and all terms with their gaps."""
    shown = page_day(request)
    terms = list(Presidency.objects.with_holders().order_by("-starts_on"))
    context: dict[str, Any] = {
        "page_day": shown,
        "troika": troika_of(terms, shown.day),
        "events": with_gaps(terms),
    }
    return render(request, "meetings/presidency.html", context)
