"""The coverage page: what the register lacks, and the people who can mend it, one click away."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from unfold.admin import ModelAdmin

from focalpoints.coverage import MOST_SHOWN, STATES, Coverage, MemberCoverage
from focalpoints.models import ConfirmationRequest, Designation, Region
from network import clock
from network.accounts.access import signed_in_user


@dataclass(frozen=True)
class Line:
    """A person on the page, and what they are designated as."""

    person: Any
    designations: list[Designation]
    asked_at: datetime.datetime | None  # the last time, if they have not answered


def coverage_page(model_admin: ModelAdmin, request: HttpRequest) -> HttpResponse:
    """Numbers, regions and lists; `?region=` narrows all of them to one region.

    Lists of people go on on further pages: `?unconfirmed=2`, `?unreached=2`.
    """
    if not model_admin.has_view_permission(request):
        raise PermissionDenied
    coverage = Coverage(clock.today(), request.GET.get("region", ""))
    lacking = coverage.lacking()
    unconfirmed = _page_of(coverage.unconfirmed(), request.GET.get("unconfirmed"))
    unreached = _page_of(coverage.unreached(), request.GET.get("unreached"))
    without_letter = coverage.without_letter()
    by_member = coverage.by_member()
    context: dict[str, Any] = {
        **model_admin.admin_site.each_context(request),
        "opts": model_admin.opts,
        "title": _("Coverage of the register"),
        "day": coverage.day,
        "region": coverage.region,
        "region_label": Region(coverage.region).label if coverage.region else "",
        "regions": coverage.regions(),
        "members": len(by_member),
        "by_member": by_member,
        "by_state": _by_state(by_member),
        "organisations": [one for one in by_member if one.member.organisation_id],
        "lacking": lacking,
        "with_others": [one for one in lacking if one.others],
        "alone": [one for one in lacking if not one.others],
        "lacking_count": len(lacking),
        "unconfirmed": _lines(coverage, unconfirmed),
        "unconfirmed_page": unconfirmed,
        "unreached": _lines(coverage, unreached),
        "unreached_page": unreached,
        "without_letter": list(without_letter[:MOST_SHOWN]),
        "without_letter_count": without_letter.count(),
        "people": coverage.people().order_by().count(),
        "may_write": signed_in_user(request).has_perm("focalpoints.add_notification"),
        # With a look at the recipients, as an official notification in fixed words.
        "may_ask": signed_in_user(request).has_perms(
            ["focalpoints.change_person", "focalpoints.add_notification"]
        ),
        "most": MOST_SHOWN,
    }
    return TemplateResponse(request, "admin/focalpoints/coverage.html", context)


def _by_state(by_member: list[MemberCoverage]) -> list[tuple[Any, list[MemberCoverage]]]:
    """What the map shows, in words: the label of each state, and its members."""
    return [
        (label, found)
        for state, label in STATES.items()
        if (found := [one for one in by_member if one.state == state])
    ]


def _page_of(people: QuerySet[Any], number: str | None) -> Page[Any]:
    return Paginator(people.select_related("user"), MOST_SHOWN).get_page(number)


def _lines(coverage: Coverage, page: Page[Any]) -> list[Line]:
    found = list(page)
    designations = coverage.memberships(found)
    asked = ConfirmationRequest.objects.open().filter(person__in=[person.pk for person in found])
    waiting = dict(asked.values_list("person", "mailed_at"))
    return [Line(person, designations[person.pk], waiting.get(person.pk)) for person in found]
