"""The audit trail of the whole portal in the admin, one kind of row at a time."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from pghistory.admin.core import EventsAdmin, EventsChangeList

# What chooses a kind of row, by the names of the filters.
_CHOOSING = {"event_model", "model", "obj"}


class TrailChangeList(EventsChangeList):  # type: ignore[misc]
    """Nothing until a kind is chosen: all kinds together are put in order row by row."""

    def get_queryset(
        self, request: HttpRequest, exclude_parameters: list[str | None] | None = None
    ) -> QuerySet[Any]:
        found: QuerySet[Any] = super().get_queryset(request)  # type: ignore[no-untyped-call]
        if _CHOOSING & request.GET.keys():
            return found
        nothing: QuerySet[Any] = self.root_queryset.model.no_objects.all()
        return nothing


class TrailAdmin(EventsAdmin):  # type: ignore[misc]
    """pghistory's list of events, which its settings name."""

    show_full_result_count = False

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[TrailChangeList]:
        return TrailChangeList

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        if not _CHOOSING & request.GET.keys():
            messages.info(
                request,
                _(
                    "Choose an event model in the filter to see what was changed. The history of "
                    "one row is behind the button on its own page."
                ),
            )
        response: HttpResponse = super().changelist_view(  # type: ignore[no-untyped-call]
            request, extra_context
        )
        return response
