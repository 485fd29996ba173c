"""Filters of the list of designations: by the day, and by their papers."""

from __future__ import annotations

import datetime
from typing import Any

from django.contrib import admin
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from focalpoints.models import Designation, active_on
from network import clock

ENDING_WITHIN = datetime.timedelta(days=60)


class StandingFilter(admin.SimpleListFilter):
    title = _("status today")
    parameter_name = "standing"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [
            ("active", _("active")),
            ("ending", _("ends within two months")),
            ("ended", _("ended")),
            ("coming", _("starts later")),
        ]

    def queryset(
        self, request: HttpRequest, queryset: QuerySet[Designation]
    ) -> QuerySet[Designation]:
        today = clock.today()
        if self.value() == "active":
            return queryset.filter(active_on(today))
        if self.value() == "ending":
            return queryset.filter(ends_on__gte=today, ends_on__lte=today + ENDING_WITHIN)
        if self.value() == "ended":
            return queryset.filter(ends_on__lt=today)
        if self.value() == "coming":
            return queryset.filter(starts_on__gt=today)
        return queryset


class LetterFilter(admin.SimpleListFilter):
    title = _("letter")
    parameter_name = "letter_kept"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [
            ("yes", _("with its letter")),
            ("details", _("without the file, with details of the letter")),
            ("no", _("without a letter")),
        ]

    def queryset(
        self, request: HttpRequest, queryset: QuerySet[Designation]
    ) -> QuerySet[Designation]:
        kept = Q(letter__isnull=False, letter__discarded_at=None)
        undescribed = Q(letter_reference="", letter_authority="", letter_dated_on=None)
        if self.value() == "yes":
            return queryset.filter(kept)
        if self.value() == "details":
            return queryset.exclude(kept).exclude(undescribed)
        if self.value() == "no":
            return queryset.exclude(kept).filter(undescribed)
        return queryset
