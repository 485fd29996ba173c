"""Cards of the Secretariat's first page: newsletters and opportunities."""

from __future__ import annotations

from django.db.models import Count
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from network.accounts.models import User
from network.adminsite.dashboard import CardItem, DashboardCard, Keep, made_anew
from network.adminsite.translations import outdated_card, outdated_item, outdated_list
from network.values.lists import listed
from network.values.translations import has_outdated_texts, languages_of
from newsletters.models import Delivery, Newsletter, Opportunity
from newsletters.services import drafts_with_texts, outdated_texts

_SHOWN = 3


def dashboard_cards(user: User, keep: Keep = made_anew) -> list[DashboardCard]:
    """Issues being sent, messages that wait for a person, and drafts."""
    if not user.has_perm("newsletters.view_newsletter"):
        return []
    in_progress, drafts, outdated = keep("newsletters", _of_issues)
    cards = [in_progress, _for_a_person(), drafts]
    return [*cards, outdated] if outdated.count else cards


def _of_issues() -> list[DashboardCard]:
    """Issues being sent, drafts, and what is outdated among them."""
    drafts = list(drafts_with_texts().order_by("-created_at"))
    return [_in_progress(), _drafts(drafts), _outdated(drafts)]


def _in_progress() -> DashboardCard:
    issues = list(Newsletter.objects.in_progress().defer("sent_content").order_by("-started_at"))
    items = [
        CardItem(
            str(issue),
            _progress(issue.pk),
            _("on hold")
            if issue.is_held
            else _("since %(moment)s")
            % {"moment": date_format(issue.started_at or issue.created_at, "DATETIME_FORMAT")},
        )
        for issue in issues[:_SHOWN]
    ]
    return DashboardCard(
        key="newsletters-in-progress",
        title=_("Newsletters being sent"),
        count=len(issues),
        url=reverse("admin:newsletters_newsletter_changelist") + "?state__exact=sending",
        empty=_("No newsletter is being sent."),
        tone="warn" if any(issue.is_held for issue in issues) else "info",
        items=items,
    )


def _for_a_person() -> DashboardCard:
    # An index covers both states, so that a million sent rows are not read.
    rows = list(
        Delivery.objects.for_a_person()
        .order_by()
        .values_list("newsletter_id", "newsletter__number")
        .annotate(messages=Count("pk"))
        .order_by("-newsletter__number")
    )
    items = [
        CardItem(
            _("Newsletter %(number)s") % {"number": number},
            _progress(pk),
            ngettext("%(count)s message", "%(count)s messages", count) % {"count": count},
        )
        for pk, number, count in rows[:_SHOWN]
    ]
    return DashboardCard(
        key="deliveries-failed",
        title=_("Undelivered newsletter messages"),
        count=sum(count for _pk, _number, count in rows),
        url=items[0].url if items else reverse("admin:newsletters_delivery_changelist"),
        empty=_("Every newsletter message was accepted."),
        tone="bad",
        items=items,
    )


def _drafts(drafts: list[Newsletter]) -> DashboardCard:
    items = [
        CardItem(
            str(draft),
            reverse("admin:newsletters_newsletter_change", args=[draft.pk]),
            _("started %(day)s") % {"day": date_format(draft.created_at, "DATE_FORMAT")},
        )
        for draft in drafts[:_SHOWN]
    ]
    return DashboardCard(
        key="newsletter-drafts",
        title=_("Draft newsletters"),
        count=len(drafts),
        url=reverse("admin:newsletters_newsletter_changelist") + "?state__exact=draft",
        empty=_("There is no draft newsletter."),
        items=items,
    )


def _outdated(drafts: list[Newsletter]) -> DashboardCard:
    """Drafts and opportunities with an outdated translation."""
    found = [
        CardItem(
            str(draft),
            reverse("admin:newsletters_newsletter_change", args=[draft.pk]),
            listed(languages_of(items)),
        )
        for draft in drafts
        if (items := outdated_texts(draft))
    ]
    opportunities = Opportunity.objects.filter(has_outdated_texts(Opportunity))
    url = outdated_list(Newsletter if found else Opportunity)
    found += [outdated_item(row) for row in opportunities]
    return outdated_card(
        "outdated-newsletters",
        _("Outdated translations: newsletters and opportunities"),
        found[:_SHOWN],
        count=len(found),
        url=url,
    )


def _progress(pk: int) -> str:
    return reverse("admin:newsletters_newsletter_progress", args=[pk])
