"""The frozen versions of a communiqué, on its page."""

from __future__ import annotations

from django.db import models
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from unfold.admin import TabularInline
from unfold.decorators import display

from meetings.documents import own_name
from meetings.models import CommuniqueVersion
from network.adminsite.base import ReadOnlyInline
from network.values.lists import listed


class VersionInline(ReadOnlyInline, TabularInline):
    """What was frozen, to look at."""

    model = CommuniqueVersion
    fields = ["shown_number", "frozen_at", "frozen_by", "shown_languages", "shown_digest"]
    readonly_fields = fields
    extra = 0
    classes = ("collapse",)
    hide_title = True
    verbose_name_plural = _("Frozen versions")

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[CommuniqueVersion]:
        return CommuniqueVersion.objects.select_related("frozen_by", "communique")

    @display(description=_("version"))
    def shown_number(self, version: CommuniqueVersion) -> str:
        is_adopted = version.pk == version.communique.adopted_version_id
        return f"{version.number} ({gettext('adopted')})" if is_adopted else f"{version.number}"

    @display(description=_("complete in"))
    def shown_languages(self, version: CommuniqueVersion) -> str:
        return listed(map(own_name, version.languages))

    @display(description=_("SHA-256 of the content"))
    def shown_digest(self, version: CommuniqueVersion) -> str:
        return format_html('<code title="{}">{}…</code>', version.digest, version.digest[:12])
