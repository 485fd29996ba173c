"""The admin's side navigation, by task and not by app; upper floors are named by string."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _

# Group -> rows of (label, model as app_label_modelname, icon of the Material Symbols font).
GROUPS: list[tuple[Any, list[tuple[Any, str, str]]]] = [
    (
        _("Review"),
        [(_("Review queue"), "focalpoints_proposedchange", "rule")],
    ),
    (
        _("Members and focal points"),
        [
            (_("Members"), "focalpoints_member", "flag"),
            (_("People"), "focalpoints_person", "groups"),
            (_("Designations"), "focalpoints_designation", "badge"),
            (_("Categories of designation"), "focalpoints_category", "label"),
            (_("Countries"), "focalpoints_country", "public"),
            (_("Organisations"), "focalpoints_organisation", "account_balance"),
        ],
    ),
    (
        _("Meetings"),
        [
            (_("Meetings"), "meetings_meeting", "event"),
            (_("Attendance"), "meetings_attendance", "how_to_reg"),
            (_("Communiqués"), "meetings_communique", "article"),
            (_("Presidencies"), "meetings_presidency", "history_edu"),
            (_("PDFs"), "meetings_pdfbuild", "picture_as_pdf"),
        ],
    ),
    (
        _("Plans and initiatives"),
        [
            (_("National Action Plans"), "initiatives_nationalactionplan", "fact_check"),
            (_("Initiatives"), "initiatives_initiative", "handshake"),
        ],
    ),
    (
        _("Newsletters"),
        [
            (_("Newsletters"), "newsletters_newsletter", "newspaper"),
            (_("Opportunities"), "newsletters_opportunity", "campaign"),
            (_("Subscriptions"), "newsletters_subscription", "contact_mail"),
            (_("Deliveries"), "newsletters_delivery", "outgoing_mail"),
        ],
    ),
    (
        _("Accounts and mail"),
        [
            (_("Accounts"), "network_user", "person"),
            (_("Invitations"), "network_invitation", "person_add"),
            (_("Outgoing mail"), "network_outgoingmail", "outbox"),
            (_("History"), "pghistory_middlewareevents", "history"),
        ],
    ),
]


def navigation(request: HttpRequest) -> list[dict[str, Any]]:
    """Groups for unfold: what is registered, and what this person may see of it."""
    groups: list[dict[str, Any]] = [
        {
            "items": [
                {
                    "title": _("To do today"),
                    "icon": "wb_sunny",
                    "link": reverse("admin:index"),
                    "active": request.path == reverse("admin:index"),
                }
            ]
        }
    ]
    for title, rows in GROUPS:
        items = [item for row in rows if (item := _item(request, *row))]
        if items:
            groups.append({"title": title, "separator": True, "items": items})
    return groups


def _item(request: HttpRequest, label: Any, model: str, icon: str) -> dict[str, Any] | None:
    try:
        link = reverse(f"admin:{model}_changelist")
    except NoReverseMatch:
        return None
    app_label, model_name = model.split("_", 1)
    if not request.user.has_perm(f"{app_label}.view_{model_name}"):
        return None
    active = request.path.startswith(link)
    return {"title": label, "icon": icon, "link": link, "active": active}


def environment(request: HttpRequest) -> list[str] | None:
    """A label in the admin's head that tells a demonstration from the real portal."""
    if settings.PORTAL_MODE == "demo":
        return [str(_("Demonstration")), "warning"]
    return None
