"""Policies for every request: content security, visibility, staff's second factor."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any, ClassVar
from urllib.parse import urlencode

from allauth.account.internal.flows.login import get_authentication_records
from allauth.mfa.utils import is_mfa_enabled
from csp.constants import NONCE, SELF, UNSAFE_EVAL, UNSAFE_INLINE
from csp.middleware import CSPMiddleware, PolicyParts
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import BadRequest
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from pghistory.middleware import HistoryMiddleware

from network.accounts.access import NotVisible, way_back
from network.journal.standing import is_behind
from network.web.errors import unavailable
from network.web.redaction import without_secret_links

log = logging.getLogger(__name__)


class SectionCSPMiddleware(CSPMiddleware):
    """The strict policy everywhere; `/admin/` alone may have what unfold needs.

    unfold's Alpine evaluates expressions and binds styles (docs/decisions/admin-csp.md).
    """

    ADMIN: ClassVar[dict[str, list[Any]]] = {
        "script-src": [SELF, UNSAFE_EVAL],
        "style-src": [SELF, NONCE],  # A nonce stands in it only where a template asks for one.
        "style-src-attr": [UNSAFE_INLINE],
    }

    def get_policy_parts(
        self, request: HttpRequest, response: HttpResponseBase, report_only: bool = False
    ) -> PolicyParts:
        parts = super().get_policy_parts(request, response, report_only)
        if request.path.startswith("/admin/") and not report_only:
            # Replaced one by one, because a `config` set here would be the whole policy.
            parts.replace = {**self.ADMIN, **(parts.replace or {})}
        return parts


class RestoredMiddleware:
    """Shows nothing of a restored database until the journal of erasures was replayed.

    Health answers, and says so. Behind the language, in which it answers, and before the kept
    pages, which are of the time before the restore.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path_info == "/health/":
            return self.get_response(request)
        try:
            must_wait = _is_behind()
        except OSError:
            # What cannot be read may hold somebody whom a restore has brought back.
            log.exception("The journal of erasures cannot be read")
            return unavailable(
                request,
                _("The portal cannot reach its records just now."),
                _("Please try again in a moment."),
            )
        if not must_wait:
            return self.get_response(request)
        return unavailable(
            request,
            _("The portal was restored from a backup, and what was erased since must go first."),
            _("Please try again in a moment."),
        )


def _is_behind() -> bool:
    try:
        return is_behind()
    except DatabaseError:
        return False  # The page itself says that the database is away.


class PortalHistoryMiddleware(HistoryMiddleware):
    """Notes for the audit trail who acts and where, without any key in an address.

    All staff read the trail, and a reader's key works as long as the subscription.
    """

    def get_context(self, request: HttpRequest) -> dict[str, Any]:
        return {**super().get_context(request), "url": without_secret_links(request.path)}


class NoStoreMiddleware:
    """Keeps answers to the signed-in, and pages behind a secret, out of every cache.

    A request with a session cookie, or an answer that sets one, counts as signed in: this needs no
    query, so it holds for errors too. It comes after WhiteNoise, whose files are public.
    """

    # By the names of their addresses: sign-in, second factor, the mailbox of the demonstration.
    SECRET = ("account_", "mfa_", "mailbox:")

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        session = settings.SESSION_COOKIE_NAME
        has_session = session in request.COOKIES or session in response.cookies
        if has_session or self._is_secret(request):
            response["Cache-Control"] = "private, no-store"
            # An older header for the same, which some caches read first.
            response.headers.pop("Expires", None)
        return response

    def _is_secret(self, request: HttpRequest) -> bool:
        match = request.resolver_match
        is_named = match is not None and match.view_name.startswith(self.SECRET)
        return is_named or without_secret_links(request.path) != request.path


class VisibilityMiddleware:
    """Asks a visitor to sign in where only members may find something (network.accounts.access)."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, NotVisible) or request.user.is_authenticated:
            return None
        messages.info(
            request,
            _("There is no public page at this address. If it is for members, sign in to see it."),
        )
        return redirect_to_login(way_back(request))


class NulMiddleware:
    """Refuses an address with a NUL in it (400): no text of the database can hold one.

    In a form, the field's own check says so beside it.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        pieces = [request.path_info, *request.GET]
        pieces += [value for _name, values in request.GET.lists() for value in values]
        if any("\0" in piece for piece in pieces):
            raise BadRequest("There is a NUL in the address.")
        return self.get_response(request)


class WrongMethodMiddleware:
    """Gives a 405 (method not allowed) the portal's own page.

    Only for browsers: a program that asked for something else gets the empty answer.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        reads_pages = "text/html" in request.headers.get("Accept", "")
        if not isinstance(response, HttpResponseNotAllowed) or not reads_pages:
            return response
        page = render(request, "405.html", status=405)
        page["Allow"] = response["Allow"]
        return page


class SecondFactorMiddleware:
    """Secretariat staff work only in a session that used a second factor.

    Having one is not enough: this session must have used it. So setting one up does not count
    either; staff then enter a code again, which also shows that their device works before
    they depend on it. A recovery code counts: it is as secret, and works once.

    The demo lets them pass and says so on the sign-in page.
    """

    # What a session without its second factor may open, by name of the address.
    WHEN_SET_UP: ClassVar[frozenset[str]] = frozenset(
        {"mfa_reauthenticate", "account_logout", "set_language", "health"}
    )
    WHEN_NOT_SET_UP: ClassVar[frozenset[str]] = WHEN_SET_UP - {"mfa_reauthenticate"} | {
        "mfa_activate_totp",
        "account_reauthenticate",
    }

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: object, args: object, kwargs: object
    ) -> HttpResponse | None:
        """Redirect staff to what their session lacks; None lets the request pass.

        Judged once the address is resolved: by its name, not by how its path looks.
        """
        user = request.user
        if not settings.SECOND_FACTOR_REQUIRED or not user.is_authenticated:
            return None
        if not (user.is_staff or user.is_superuser) or used_second_factor(request):
            return None
        is_set_up = is_mfa_enabled(user, types=["totp", "webauthn"])
        name = request.resolver_match.view_name if request.resolver_match else ""
        if name in (self.WHEN_SET_UP if is_set_up else self.WHEN_NOT_SET_UP):
            return None
        way = reverse("mfa_reauthenticate" if is_set_up else "mfa_activate_totp")
        onward = request.get_full_path() if request.method == "GET" else reverse("after-login")
        return redirect(f"{way}?{urlencode({'next': onward})}")


def used_second_factor(request: HttpRequest) -> bool:
    """Whether this session, as this user, gave a code (allauth notes it as method `mfa`)."""
    user = request.user
    assert user.is_authenticated
    records = get_authentication_records(request, user)
    return any(record.get("method") == "mfa" for record in records)
