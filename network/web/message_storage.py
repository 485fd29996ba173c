"""Storage of messages between the request that adds them and the page that shows them."""

from __future__ import annotations

from django.conf import settings
from django.contrib.messages.storage.cookie import CookieStorage
from django.contrib.messages.storage.fallback import FallbackStorage
from django.contrib.messages.storage.session import SessionStorage


class PortalMessageCookie(CookieStorage):
    """Deleted once shown. Cookies ignore ports: two demos on one machine differ by name."""

    cookie_name = f"portal_notices_{settings.PORT}"


class PortalMessageStorage(FallbackStorage):
    """In the cookie; what does not fit there, in the session."""

    storage_classes = (PortalMessageCookie, SessionStorage)
