"""What every template may read."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language_bidi


def portal(request: HttpRequest) -> dict[str, Any]:
    return {
        "portal_mode": settings.PORTAL_MODE,
        "is_demo": settings.PORTAL_MODE == "demo",
        "text_direction": "rtl" if get_language_bidi() else "ltr",
        "site_url": settings.SITE_URL,
        "most_sent": settings.DATA_UPLOAD_MAX_MEMORY_SIZE,
        "secretariat_email": settings.SECRETARIAT_EMAIL,
    }
