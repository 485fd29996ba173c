"""A filter of both lists: what its member has not confirmed for 12 months."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from network import clock
from network.values.freshness import stale_on


class FreshnessFilter(admin.SimpleListFilter):
    title = _("last confirmation")
    parameter_name = "freshness"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [
            ("stale", _("not confirmed for 12 months")),
            ("fresh", _("confirmed within 12 months")),
        ]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        if self.value() == "stale":
            # The same condition as on the first page, so that the list shows what that counts.
            stale: QuerySet[Any] = queryset.stale(clock.today())  # type: ignore[attr-defined]
            return stale
        if self.value() == "fresh":
            return queryset.exclude(stale_on(clock.today()))
        return queryset
