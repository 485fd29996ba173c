"""The admin's sidebar navigation, grouped by task and not by app."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db.models import Count, QuerySet, Value
from django.http import HttpRequest
from django.urls import reverse
from django.utils.formats import number_format
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from network import registry
from network.values.unions import rows_of_all


@dataclass(frozen=True)
class MenuEntry:
    """A list of the admin: its model as `app_model`, and an icon of the Material Symbols font.

    Each of `waiting` gives rows that wait for somebody; their number stands beside the label.
    `page` is another page of the same admin, by the end of its name, for those who may do `needs`
    ("add", "view") with its rows.
    """

    label: Any
    model: str
    icon: str
    waiting: tuple[Callable[[], QuerySet[Any]], ...] = ()
    page: str = ""
    needs: str = "view"

    @property
    def link(self) -> str:
        return reverse(f"admin:{self.model}_{self.page or 'changelist'}")


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
    seen = {
        group.name: [entry for entry in group.entries if _may_view(request, entry)]
        for group in registry.of(MenuGroup)
    }
    counts = _counts(request, (entry for entries in seen.values() for entry in entries))
    here = _opened(request, seen)
    for group in registry.of(MenuGroup):
        items = [
            _item(entry, counts.get(entry.model, 0) if entry.waiting else 0, entry is here)
            for entry in seen[group.name]
        ]
        if items:
            groups.append({"title": group.title, "separator": True, "items": items})
    return groups


def _may_view(request: HttpRequest, entry: MenuEntry) -> bool:
    app_label, model_name = entry.model.split("_", 1)
    return bool(request.user.has_perm(f"{app_label}.{entry.needs}_{model_name}"))


def _opened(request: HttpRequest, seen: dict[str, list[MenuEntry]]) -> MenuEntry | None:
    """The entry of the page that is open: the closest of those whose address it is below."""
    entries = [entry for group in seen.values() for entry in group]
    fitting = [entry for entry in entries if request.path.startswith(entry.link)]
    return max(fitting, key=lambda entry: len(entry.link), default=None)


def _counts(request: HttpRequest, entries: Iterable[MenuEntry]) -> dict[str, int]:
    """How many rows wait, by an entry's model; one query a page, which draws its menu twice."""
    found: dict[str, int] | None = getattr(request, "waiting_counts", None)
    if found is None:
        lists = [
            rows()
            .order_by()
            .values(menu_entry=Value(entry.model))
            .annotate(how_many=Count("pk"))
            .values_list("menu_entry", "how_many")
            for entry in entries
            for rows in entry.waiting
        ]
        found = {}
        for model, number in rows_of_all(*lists):
            found[model] = found.get(model, 0) + number
        setattr(request, "waiting_counts", found)  # noqa: B010 - a note on this request
    return found


def _item(entry: MenuEntry, count: int, is_active: bool) -> dict[str, Any]:
    item = {
        "title": entry.label,
        "icon": entry.icon,
        "link": entry.link,
        "active": is_active,
    }
    if count:
        item["badge"] = format_html(
            '{}<span class="visually-hidden"> {}</span>', number_format(count), gettext("waiting")
        )
        item["badge_variant"] = "warning"
    return item


def environment(request: HttpRequest) -> list[str] | None:
    """A label in the admin's header that distinguishes a demo from the real portal."""
    if settings.PORTAL_MODE == "demo":
        return [str(_("Demonstration")), "warning"]
    return None
