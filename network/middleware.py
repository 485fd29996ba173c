"""Policies that hold on every request: content security, and the second factor of staff."""

from __future__ import annotations

from collections.abc import Callable

from allauth.account.internal.flows.login import AUTHENTICATION_METHODS_SESSION_KEY
from csp.constants import SELF, UNSAFE_EVAL, UNSAFE_INLINE
from csp.middleware import CSPMiddleware, PolicyParts
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse


class SectionCSPMiddleware(CSPMiddleware):
    """The strict policy everywhere; `/admin/` alone may have what unfold needs.

    unfold's Alpine evaluates expressions and binds styles (docs/decisions/admin-csp.md).
    """

    def get_policy_parts(
        self, request: HttpRequest, response: HttpResponseBase, report_only: bool = False
    ) -> PolicyParts:
        parts = super().get_policy_parts(request, response, report_only)
        if request.path.startswith("/admin/"):
            parts.config = {
                **(parts.config or {}),
                "script-src": [SELF, UNSAFE_EVAL],
                "style-src-attr": [UNSAFE_INLINE],
            }
        return parts


class SecondFactorMiddleware:
    """Secretariat staff work only in a session that used a second factor.

    Having one is not enough: it is this session that must have used it. Without one, staff are
    led to set it up first. The demo lets them pass and says so.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        user = request.user
        if settings.SECOND_FACTOR_REQUIRED and user.is_authenticated and user.is_staff:
            used = {
                method.get("method")
                for method in request.session.get(AUTHENTICATION_METHODS_SESSION_KEY, [])
            }
            if not used & {"mfa"} and not self._is_free(request.path):
                return redirect(reverse("mfa_activate_totp"))
        return self.get_response(request)

    @staticmethod
    def _is_free(path: str) -> bool:
        return "/accounts/" in path or path.startswith(("/static/", "/health/", "/i18n/"))
