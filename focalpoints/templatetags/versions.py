"""The version of an entry that its public page shows."""

from __future__ import annotations

from typing import Any

from django import template
from django.template import Context

from focalpoints.models import Revision
from focalpoints.review import registry
from focalpoints.review.versions import versions_url
from focalpoints.rights import may_decide
from network.web.page_day import request_of

register = template.Library()


@register.inclusion_tag("focalpoints/components/version_line.html", takes_context=True)
def version_line(context: Context, entry: Any) -> dict[str, Any]:
    """The published version of `entry` and its date; a link for those who may read earlier ones.

    `may_draft` is read from the page.
    """
    user = getattr(request_of(context), "user", None)
    is_open = bool(context.get("may_draft")) or may_decide(user)
    version = Revision.objects.of(entry).filter(number=entry.version).without_values().first()
    kind = registry.kind_of_entry(entry)
    return {"version": version, "url": versions_url(kind, entry) if is_open else ""}
