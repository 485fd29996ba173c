"""A question before something is done in the admin: GET asks, POST does.

unfold's buttons on a page are links, and a link may be opened by a prefetch, a scanner or
another site; so a button leads here first.
"""

from __future__ import annotations

from typing import Any

from django.contrib.admin import ModelAdmin
from django.http import HttpRequest
from django.template.response import TemplateResponse


def ask(
    admin: ModelAdmin,
    request: HttpRequest,
    row: Any,
    *,
    title: str,
    sentence: str,
    button: str,
    back: str,
    is_dangerous: bool = False,
) -> TemplateResponse:
    """The page that asks; its form posts to the address that was opened."""
    context = {
        **admin.admin_site.each_context(request),
        "opts": admin.opts,
        "original": row,
        "title": title,
        "sentence": sentence,
        "button": button,
        "back": back,
        "is_dangerous": is_dangerous,
    }
    return TemplateResponse(request, "admin/network/confirm.html", context)
