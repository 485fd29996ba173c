"""The admin's sidebar navigation, grouped by task and not by app."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from network import registry


@dataclass(frozen=True)
class MenuEntry:
    """A list of the admin: its model as `app_model`, and an icon of the Material Symbols font."""

    label: Any
    model: str
    icon: str


@dataclass(frozen=True, kw_only=True)
class MenuGroup(registry.Contribution):
    """A group of the side navigation: lists that are used for one task."""

    title: Any
    entries: tuple[MenuEntry, ...]


def navigation(request: HttpRequest) -> list[dict[str, Any]]:
    """Groups for unfold: the registered lists that this user may see."""
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
    for group in registry.of(MenuGroup):
        items = [item for entry in group.entries if (item := _item(request, entry))]
        if items:
            groups.append({"title": group.title, "separator": True, "items": items})
    return groups


def _item(request: HttpRequest, entry: MenuEntry) -> dict[str, Any] | None:
    app_label, model_name = entry.model.split("_", 1)
    if not request.user.has_perm(f"{app_label}.view_{model_name}"):
        return None
    link = reverse(f"admin:{entry.model}_changelist")
    active = request.path.startswith(link)
    return {"title": entry.label, "icon": entry.icon, "link": link, "active": active}


def environment(request: HttpRequest) -> list[str] | None:
    """A label in the admin's header that distinguishes a demo from the real portal."""
    if settings.PORTAL_MODE == "demo":
        return [str(_("Demonstration")), "warning"]
    return None
