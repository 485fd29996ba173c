"""Accepting an invitation, and the first page after sign-in."""

from __future__ import annotations

from typing import Any

from allauth.account.internal.flows.login import record_authentication
from django.contrib import messages
from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from network.accounts.access import signed_in
from network.accounts.invitation_forms import AcceptInvitationForm
from network.accounts.invitations import (
    accept_with_account,
    accept_with_password,
    account_with,
    find_invitation,
    require_usable,
)
from network.accounts.models import Invitation, User
from network.accounts.roles import desk_of
from network.values.refusals import Refusal


@signed_in
@require_safe
def after_login(request: HttpRequest) -> HttpResponse:
    """Staff land on the admin's first page, designated officials on their desk, others at home.

    The desk tells officials whose designation has not begun, or has ended, when it is open.
    """
    if getattr(request.user, "is_secretariat", False):
        return redirect("admin:index")
    return redirect(desk_of(request.user) or "home")


@never_cache
@sensitive_post_parameters("password1", "password2")
@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """The page behind the link of an invitation: GET shows, POST accepts."""
    try:
        found = require_usable(find_invitation(token))
        if account_with(found.email) is not None:
            return _join_with_account(request, found)
        return _join_with_password(request, found)
    except Refusal as refusal:
        return _closed(request, refusal.sentence)


def _closed(request: HttpRequest, sentence: str) -> HttpResponse:
    return render(request, "network/invitation_closed.html", {"sentence": sentence}, status=410)


def _join_with_password(request: HttpRequest, found: Invitation) -> HttpResponse:
    form = AcceptInvitationForm(found, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        account = accept_with_password(
            found, name=form.cleaned_data["name"], password=form.cleaned_data["password1"]
        )
        login(request, account, backend="network.accounts.sign_in.PortalBackend")
        # Typed a moment ago: the second factor that staff set up next asks for it no more.
        record_authentication(
            request, account, method="password", email=account.email, reauthenticated=True
        )
        return _welcome(request)
    return _page(request, found, form=form)


def _join_with_account(request: HttpRequest, found: Invitation) -> HttpResponse:
    user = request.user
    is_theirs = isinstance(user, User) and user.email.lower() == found.email.lower()
    if request.method == "POST" and is_theirs:
        assert isinstance(user, User)
        accept_with_account(found, by=user)
        return _welcome(request)
    sign_in = f"{reverse('account_login')}?next={request.path}"
    return _page(request, found, is_theirs=is_theirs, sign_in_url=sign_in)


def _page(request: HttpRequest, found: Invitation, **context: Any) -> HttpResponse:
    response = render(request, "network/invitation.html", {"invitation": found, **context})
    # The address of this page is a secret: it goes to nobody else. Not "no-referrer": under that
    # a browser sends its forms with `Origin: null`, which the protection of forms refuses.
    response["Referrer-Policy"] = "strict-origin"
    return response


def _welcome(request: HttpRequest) -> HttpResponse:
    messages.success(request, _("Welcome. Your account is ready."))
    return redirect("after-login")
