"""The link from an entry's admin pages to all its versions."""

from __future__ import annotations

from typing import Any

from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from unfold.admin import ModelAdmin
from unfold.decorators import display

from focalpoints.models import Revision
from focalpoints.review import registry
from focalpoints.review.versions import versions_url


class VersionsLinkAdmin(ModelAdmin):
    """`shown_versions` is a field to show; the row's history leads there by itself."""

    @display(description=_("versions"))
    def shown_versions(self, entry: Any) -> Any:
        if entry.pk is None:
            return "–"
        count = Revision.objects.of(entry).count()
        url = versions_url(registry.kind_of_entry(entry), entry)
        text = ngettext("{number} version", "{number} versions", count).format(number=count)
        return format_html('<a href="{}">{}</a>', url, text)
