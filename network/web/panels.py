"""Panels: parts of a page that belong to upper floors.

A page that shows things of several apps belongs to the lowest of them that owns its subject. It
names places ("home", "member"), and each app puts its panels there, with its own query.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.template import Context

from network import registry
from network.web.kept_parts import kept_part
from network.web.page_day import day_of, request_of


@dataclass(frozen=True, kw_only=True)
class Panel(registry.Contribution):
    """A part of a page, drawn where the page says `{% panels place %}`, in the order of a place.

    `context` is called with the context of the page and with what the page hands to the place
    by name (`{% panels "member" member=member %}`). It returns what `template` is drawn with, or
    None to show nothing.

    One that `is_kept` shows every visitor the same: it hangs on what is handed to it, the page's
    day, the data and the language alone (`network.web.kept_parts`).
    """

    place: str
    template: str
    context: Callable[..., dict[str, Any] | None]
    is_kept: bool = False


def panels_at(place: str) -> list[Panel]:
    """The panels of a place, in their order."""
    return [panel for panel in registry.of(Panel) if panel.place == place]


def drawn(panel: Panel, page: Context, given: dict[str, Any]) -> str:
    """A panel as HTML, with its own context: only the request and the token come from the page."""
    if not panel.is_kept:
        return _made(panel, page, given)
    rows = tuple((name, row.pk) for name, row in sorted(given.items()))
    name = f"panel-{panel.place}-{panel.name}"
    return kept_part(request_of(page), name, lambda: _made(panel, page, given), day_of(page), *rows)


def _made(panel: Panel, page: Context, given: dict[str, Any]) -> str:
    found = panel.context(page, **given)
    if found is None:
        return ""
    own = page.new({"csrf_token": page.get("csrf_token"), **found})
    assert page.template is not None
    html: str = page.template.engine.get_template(panel.template).render(own)
    return html
