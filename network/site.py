"""The Secretariat's admin site: unfold's, signed in to through allauth."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.account.decorators import secure_admin_login
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from unfold.sites import UnfoldAdminSite

View = Callable[..., HttpResponseBase]


class PortalAdminSite(UnfoldAdminSite):
    """A password alone never passes here: sign-in goes through allauth and its second factor.

    For an account without the right to it the admin does not exist.
    """

    login = secure_admin_login(UnfoldAdminSite.login)  # type: ignore[assignment]

    def admin_view(self, view: View, cacheable: bool = False) -> View:
        guarded = super().admin_view(view, cacheable)

        @wraps(guarded)
        def hidden(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if request.user.is_authenticated and not self.has_permission(request):
                raise Http404
            response: HttpResponseBase = guarded(request, *args, **kwargs)
            return response

        return hidden
