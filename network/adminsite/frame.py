"""The frame of the admin: its title, styles, scripts, icons and sidebars."""

from __future__ import annotations

from typing import Any

from django.templatetags.static import static
from django.utils.translation import gettext_lazy as _

UNFOLD: dict[str, Any] = {
    "SITE_TITLE": _("WPS Focal Points Network"),
    "SITE_HEADER": _("Secretariat"),
    "SITE_URL": "/",
    "SHOW_HISTORY": True,
    "SHOW_VIEW_ON_SITE": True,
    # unfold writes colours into an inline <style>; ours come as a file, so that the policy holds.
    "COLORS": lambda request: {},
    "STYLES": [
        lambda request: static("css/fonts.css"),
        lambda request: static("css/chinese.css"),
        lambda request: static("css/admin.css"),
        lambda request: static("css/admin-frame.css"),
        lambda request: static("css/admin-lists.css"),
        lambda request: static("css/admin-side.css"),
        lambda request: static("css/admin-texts.css"),
    ],
    "SCRIPTS": [
        lambda request: static("js/admin.js"),
        lambda request: static("js/rich-text-preview.js"),
    ],
    "SITE_ICON": {
        "light": lambda request: static("img/logo.svg"),
        "dark": lambda request: static("img/logo-dark.svg"),
    },
    "SITE_FAVICONS": [
        {
            "rel": "icon",
            "type": "image/svg+xml",
            "href": lambda request: static("img/favicon.svg"),
        }
    ],
    "SIDEBAR": {"show_search": True, "navigation": "network.adminsite.sidebar.navigation"},
    "ENVIRONMENT": "network.adminsite.sidebar.environment",
    "DASHBOARD_CALLBACK": "network.web.first_page.first_page",
}
