"""The frozen versions of a communiqué, on its page."""

from __future__ import annotations

from itertools import groupby

from django.db import models
from django.http import HttpRequest
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import mark_safe
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from unfold.admin import TabularInline
from unfold.decorators import display

from meetings.models import CommuniqueVersion
from meetings.translations import Outdated
from network.adminsite.base import ReadOnlyInline
from network.values.lists import listed
from network.values.translations import own_name


class VersionInline(ReadOnlyInline, TabularInline):
    """What was frozen, to look at."""

    model = CommuniqueVersion
    fields = [
        "shown_number",
        "frozen_at",
        "frozen_by",
        "shown_languages",
        "shown_outdated",
        "shown_digest",
    ]
    readonly_fields = fields
    extra = 0
    classes = ("collapse",)
    hide_title = True
    verbose_name_plural = _("Frozen versions")

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[CommuniqueVersion]:
        return CommuniqueVersion.objects.select_related("frozen_by", "communique").prefetch_related(
            "acknowledgements__acknowledged_by"
        )

    @display(description=_("version"))
    def shown_number(self, version: CommuniqueVersion) -> str:
        is_adopted = version.pk == version.communique.adopted_version_id
        return f"{version.number} ({gettext('adopted')})" if is_adopted else f"{version.number}"

    @display(description=_("complete in"))
    def shown_languages(self, version: CommuniqueVersion) -> str:
        return listed(map(own_name, version.languages))

    @display(description=_("outdated translations"))
    def shown_outdated(self, version: CommuniqueVersion) -> str:
        """The outdated translations, and who acknowledged them, at which step and when."""
        if not version.outdated:
            return "–"
        items = [Outdated(**record) for record in version.outdated]
        lines = [
            f"{own_name(language)}: {listed(item.place for item in of_language)}"
            for language, of_language in groupby(items, key=lambda item: item.language)
        ]
        lines += [
            gettext("%(step)s: acknowledged by %(person)s, %(moment)s")
            % {
                "step": capfirst(str(one.get_step_display())),
                "person": one.acknowledged_by,
                "moment": date_format(timezone.localtime(one.acknowledged_at), "DATETIME_FORMAT"),
            }
            for one in version.acknowledgements.all()
        ]
        return format_html_join(mark_safe("<br>"), "{}", ((line,) for line in lines))

    @display(description=_("SHA-256 of the content"))
    def shown_digest(self, version: CommuniqueVersion) -> str:
        return format_html('<code title="{}">{}…</code>', version.digest, version.digest[:12])
