"""The audit trail of the whole portal in the admin, one kind of row at a time."""

from __future__ import annotations

from collections import defaultdict
from functools import partial
from typing import Any

from django.apps import apps
from django.contrib import admin, messages
from django.contrib.auth import get_user_model
from django.core.exceptions import ObjectDoesNotExist
from django.db import models
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.urls import NoReverseMatch, path, reverse
from django.utils.html import format_html
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from pghistory.admin.core import EventModelFilter, EventsAdmin, EventsChangeList, LabelFilter
from pghistory.core import event_models
from unfold.admin import ModelAdmin
from unfold.decorators import display

from network.audit.field_words import existing_rows
from network.audit.newest_events import SHOWN, newest_events
from network.audit.row_history import what_happened
from network.audit.undo_pages import undo_list, undo_one
from network.values.lists import listed
from network.values.primary_keys import find_at_key

# The parameters that choose a kind of row, by the names of the filters.
_CHOOSING = {"event_model", "model", "obj"}


class KindFilter(EventModelFilter):  # type: ignore[misc]
    title: Any = _("type of record")

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        found = super().lookups(request, model_admin)  # type: ignore[no-untyped-call]
        named = [(value, capfirst(_kind_of_events(apps.get_model(value)))) for value, _raw in found]
        return sorted(named, key=lambda pair: pair[1].lower())


class HappeningFilter(LabelFilter):  # type: ignore[misc]
    title: Any = _("action")

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        found = super().lookups(request, model_admin)  # type: ignore[no-untyped-call]
        return [(value, what_happened(value)) for value, _raw in found]


class TrailChangeList(EventsChangeList):  # type: ignore[misc]
    """The newest events of all kinds; once a kind is chosen, all its events."""

    def get_queryset(
        self, request: HttpRequest, exclude_parameters: list[str | None] | None = None
    ) -> QuerySet[Any]:
        found: QuerySet[Any] = super().get_queryset(request)  # type: ignore[no-untyped-call]
        if _CHOOSING & request.GET.keys():
            return found
        nothing: QuerySet[Any] = self.root_queryset.model.no_objects.all()
        return nothing

    def get_results(self, request: HttpRequest) -> None:
        """The events of a page, each with its row and its actor, in a query for each kind."""
        super().get_results(request)
        self.result_list = events = list(self.result_list)
        if not _CHOOSING & request.GET.keys():
            model = self.root_queryset.model
            events = newest_events(model, label=request.GET.get("label", ""))
            self.result_list = events
            self.result_count = self.full_result_count = len(events)
        actors = {event.user_id for event in events if event.user_id}
        users = get_user_model()._default_manager.in_bulk(actors)
        keys: dict[str, set[str]] = defaultdict(set)
        for event in events:
            if event.pgh_obj_id:
                keys[event.pgh_obj_model].add(event.pgh_obj_id)
        rows = {name: existing_rows(apps.get_model(name), found) for name, found in keys.items()}
        for event in events:
            event.row = rows.get(event.pgh_obj_model, {}).get(event.pgh_obj_id)
            event.actor = users.get(event.user_id)


class TrailAdmin(EventsAdmin, ModelAdmin):  # type: ignore[misc]
    """pghistory's list of events, which its settings name, in the words of the portal."""

    show_full_result_count = False
    # Counts by kind would have to read every table of events for each choice.
    show_facets = admin.ShowFacets.NEVER
    list_per_page = 50
    list_display_links = None
    actions = None

    def __init__(self, model: type[models.Model], admin_site: admin.AdminSite) -> None:
        super().__init__(model, admin_site)
        # Another package's model, so not in its Meta; headings and counts speak of it.
        model._meta.verbose_name = _("history event")
        model._meta.verbose_name_plural = _("history events")

    def get_urls(self) -> list[Any]:
        def page(address: str, view: Any, name: str) -> Any:
            return path(
                address,
                self.admin_site.admin_view(partial(view, self)),
                name=f"pghistory_middlewareevents_{name}",
            )

        return [
            page("undo/", undo_list, "undo"),
            page("undo/<slug:kind>/<str:key>/", undo_one, "undo_one"),
            *super().get_urls(),
        ]

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[TrailChangeList]:
        return TrailChangeList

    def get_list_display(self, request: HttpRequest) -> list[Any]:
        return ["shown_at", "shown_what", "shown_kind", "shown_row", "shown_fields", "shown_actor"]

    def get_list_filter(self, request: HttpRequest) -> list[Any]:
        found = super().get_list_filter(request)  # type: ignore[no-untyped-call]
        ours = {EventModelFilter: KindFilter, LabelFilter: HappeningFilter}
        return [ours.get(each, each) for each in found]

    @display(description=_("when"), ordering="pgh_created_at")
    def shown_at(self, event: Any) -> Any:
        return event.pgh_created_at

    @display(description=_("action"))
    def shown_what(self, event: Any) -> str:
        return what_happened(event.pgh_label)

    @display(description=_("type of record"))
    def shown_kind(self, event: Any) -> str:
        return capfirst(_kind_of_events(apps.get_model(event.pgh_model)))

    @display(description=_("record"))
    def shown_row(self, event: Any) -> Any:
        if event.row is None:
            return _former_name(event) or "–"
        opts = event.row._meta
        try:
            url = reverse(f"admin:{opts.app_label}_{opts.model_name}_history", args=[event.row.pk])
        except NoReverseMatch:
            return str(event.row)
        return format_html('<a href="{}">{}</a>', url, event.row)

    @display(description=_("changed fields"))
    def shown_fields(self, event: Any) -> str:
        tracked = apps.get_model(event.pgh_model).pgh_tracked_model
        return listed(_label(tracked, name) for name in event.pgh_diff or {}) or "–"

    @display(description=_("who"))
    def shown_actor(self, event: Any) -> str:
        return str(event.actor) if event.actor else gettext("the portal itself")

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        _require_what_there_is(request.GET)
        if not _CHOOSING & request.GET.keys():
            messages.info(
                request,
                _(
                    "These are the newest {number} changes of all types. Choose a type of record "
                    "in the filter to see all of its changes. The history of a single record is "
                    "behind the button on its own page."
                ).format(number=SHOWN),
            )
        response: HttpResponse = super().changelist_view(  # type: ignore[no-untyped-call]
            request, extra_context
        )
        return response


def _require_what_there_is(sent: QueryDict) -> None:
    """Raise Http404 for a kind of row, or a row, that does not exist."""
    asked = sent.dict()
    events: list[Any] = event_models()
    kinds = {model._meta.label_lower for model in events}
    tracked = {model.pgh_tracked_model._meta.label_lower for model in events}
    if "event_model" in asked and str(asked["event_model"]).lower() not in kinds:
        raise Http404
    if "model" in asked and str(asked["model"]).lower() not in tracked:
        raise Http404
    if "method" in asked and asked["method"] not in ("tracks", "references"):
        raise Http404
    if "obj" in asked:
        name, _colon, key = str(asked["obj"]).partition(":")
        if name.lower() not in tracked:
            raise Http404
        find_at_key(apps.get_model(name)._default_manager.all(), key)


def _kind_of_events(event_model: Any) -> str:
    return str(event_model.pgh_tracked_model._meta.verbose_name)


def _former_name(event: Any) -> str:
    """The name of a row that is gone, from what the event kept of it."""
    tracked = apps.get_model(event.pgh_model).pgh_tracked_model
    columns = {field.attname for field in tracked._meta.concrete_fields}
    kept = {name: value for name, value in event.pgh_data.items() if name in columns}
    try:
        return str(tracked(**kept))
    except (ObjectDoesNotExist, ValueError, TypeError, AttributeError):
        return str(event.pgh_obj_id or "")


def _label(model: type[models.Model], name: str) -> str:
    for field in model._meta.concrete_fields:
        if name in (field.name, field.attname):
            return capfirst(str(field.verbose_name))
    return name
