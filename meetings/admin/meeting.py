"""Meetings, with their hosts and a way to their communiqués."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import admin
from django.db import models
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from unfold.admin import TabularInline
from unfold.decorators import display

from focalpoints.models import Country
from meetings.admin.presidency import member_field, translations
from meetings.filters import meetings_shown
from meetings.models import Meeting, MeetingHost
from meetings.services.meetings import may_be_removed, remove_meeting, save_meeting
from meetings.spreadsheets import MeetingResource
from network.accounts.access import signed_in_user
from network.adminsite.base import ProtectedAdmin, ServiceAdmin
from network.adminsite.optimistic_lock import OptimisticLockAdmin
from network.adminsite.slugs import SlugAdmin
from network.adminsite.translations import TranslationsAdmin
from network.importing.exports import ListPage
from network.importing.list_admin import ListAdmin
from network.values.lists import listed


class HostInline(TabularInline):
    model = MeetingHost
    fields = ["member", "order"]
    extra = 1
    verbose_name_plural = _("hosts and co-organisers")

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        return member_field(super().formfield_for_foreignkey(db_field, request, **kwargs))


@admin.register(Meeting)
class MeetingAdmin(
    ListAdmin, TranslationsAdmin, SlugAdmin, OptimisticLockAdmin, ServiceAdmin, ProtectedAdmin
):
    resource = MeetingResource
    page = ListPage("meetings:meetings", meetings_shown)
    list_per_page = 50
    list_display = [
        "title",
        "shown_kind",
        "shown_period",
        "shown_place",
        "shown_hosts",
        "is_announced",
        "shown_translations",
        "shown_sample",
    ]
    list_filter = ["kind", "is_announced", "is_sample", "format"]
    search_fields = ["folded", "country__folded"]
    readonly_fields = ["communiques", "attendance"]
    inlines = [HostInline]
    prepopulated_fields = {"slug": ["title_en"]}
    warn_unsaved_form = True
    fieldsets = [
        (
            None,
            {
                "fields": [
                    "title_en",
                    "slug",
                    ("kind", "number"),
                    "theme_en",
                    "is_announced",
                    "communiques",
                    "attendance",
                ]
            },
        ),
        (
            _("Dates and place"),
            {
                "fields": ["starts_on", "ends_on", "format", ("city_en", "country"), "venue"],
                "description": _("Leave empty what is not known yet."),
            },
        ),
        (_("Outcome and source"), {"fields": ["outcome", "note", "source", "confidence"]}),
        (
            _("Title, theme and city in other languages"),
            {
                "fields": list(
                    zip(
                        translations("title")[1:],
                        translations("theme")[1:],
                        translations("city")[1:],
                        strict=True,
                    )
                ),
                "classes": ["collapse"],
            },
        ),
    ]

    class Media:
        css = {"all": ["css/admin-meetings.css"]}

    def may_go(self, row: Meeting) -> bool:
        return may_be_removed(row)

    def save_row(
        self, request: HttpRequest, row: Meeting, form: Any, write_related: Callable[[], None]
    ) -> None:
        save_meeting(row, by=signed_in_user(request), write_related=write_related)

    def remove_row(self, request: HttpRequest, row: Meeting) -> None:
        remove_meeting(row, by=signed_in_user(request))

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Meeting]:
        rows: models.QuerySet[Meeting] = super().get_queryset(request).with_hosts().latest_first()
        return rows

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "country":
            kwargs["queryset"] = Country.objects.in_order()
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    @display(description=_("communiqués"))
    def communiques(self, meeting: Meeting) -> str | SafeString:
        if meeting.pk is None:
            return gettext("Save the meeting first; then write its communiqué.")
        rows = [
            (
                reverse("admin:meetings_communique_change", args=[row.pk]),
                row.title,
                row.get_state_display(),
            )
            for row in meeting.communiques.all()
        ]
        add = reverse("admin:meetings_communique_add")
        return format_html(
            '{}<a class="text-link" href="{}?meeting={}">{}</a>',
            format_html_join("", '<a class="text-link" href="{}">{}</a> ({})<br>', rows),
            add,
            meeting.pk,
            gettext("Write a communiqué"),
        )

    @display(description=_("members recorded at the meeting"))
    def attendance(self, meeting: Meeting) -> str | SafeString:
        if meeting.pk is None:
            return gettext("Save the meeting first.")
        recorded = meeting.attendances.count()
        listed = reverse("admin:meetings_attendance_changelist")
        return format_html(
            '<a class="text-link" href="{}?meeting={}">{}</a><br>'
            '<a class="text-link" href="{}?meeting={}">{}</a>',
            listed,
            meeting.pk,
            ngettext("{number} member", "{number} members", recorded).format(number=recorded),
            reverse("admin:meetings_attendance_add"),
            meeting.pk,
            gettext("Record another"),
        )

    @display(description=_("type"), label=True, ordering="kind")
    def shown_kind(self, meeting: Meeting) -> str:
        return str(meeting.get_kind_display())

    @display(description=_("dates"), ordering="starts_on")
    def shown_period(self, meeting: Meeting) -> str:
        return meeting.period or gettext("to be announced")

    @display(description=_("place"), ordering="city_en")
    def shown_place(self, meeting: Meeting) -> str:
        return meeting.place

    @display(description=_("hosts"))
    def shown_hosts(self, meeting: Meeting) -> str:
        return listed(member.name for member in meeting.members)

    @display(description=_("data"), label={_("sample"): "warning"})
    def shown_sample(self, meeting: Meeting) -> Any:
        return _("sample") if meeting.is_sample else ""
