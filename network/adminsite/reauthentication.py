"""The password or the second factor again, before something that matters."""

from __future__ import annotations

from typing import Any

from allauth.account.internal.flows.reauthentication import did_recently_reauthenticate
from allauth.core.exceptions import ReauthenticationRequired
from django.http import HttpRequest, HttpResponse


def require_recent_proof(request: HttpRequest) -> None:
    """Let users pass who have recently reauthenticated; ask the others first.

    allauth keeps what was sent, asks, and goes on with it (ACCOUNT_REAUTHENTICATION_TIMEOUT).
    """
    if did_recently_reauthenticate(request):
        return
    # allauth finds what it has kept by the path without a query; the query itself it keeps.
    request.GET  # noqa: B018 - read now, while the query is still there
    request.META["QUERY_STRING"] = ""
    raise ReauthenticationRequired


class ReauthenticationAdmin:
    """Asks for reauthentication before the form of a row is saved."""

    def needs_reauthentication(self, request: HttpRequest) -> bool:
        """Whether the POST of a form needs it."""
        return True

    def changeform_view(self: Any, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method == "POST" and self.needs_reauthentication(request):
            require_recent_proof(request)
        page: HttpResponse = super().changeform_view(request, *args, **kwargs)  # type: ignore[misc]
        return page
