"""Sign-in as the portal wants it: by email, by invitation only, telling nobody who exists."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.auth_backends import AuthenticationBackend
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template import TemplateDoesNotExist
from django.template.loader import render_to_string
from django.utils import translation

from network.mailing import queue_mail
from network.models import OutgoingMail, User


class PortalBackend(AuthenticationBackend):
    """Email and password. Sample accounts, whose password is public, stay out of production."""

    def user_can_authenticate(self, user: Any) -> bool:
        # Also asked on every request of a session, so that none outlives a move to production.
        if settings.IS_PRODUCTION and user.is_sample:
            return False
        return bool(super().user_can_authenticate(user))


class PortalAccountAdapter(DefaultAccountAdapter):
    """What allauth asks the portal."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Nobody signs up: an account comes from an invitation."""
        return False

    def populate_username(self, request: HttpRequest, user: Any) -> None:
        """There are no user names."""

    def pre_login(self, request: HttpRequest, user: Any, **kwargs: Any) -> HttpResponse | None:
        # allauth lets a right password of an account that may not sign in come this far, to
        # show a page about it.
        if not PortalBackend().user_can_authenticate(user):
            response: HttpResponse = self.respond_user_inactive(request, user)
            return response
        answer: HttpResponse | None = super().pre_login(request, user, **kwargs)
        return answer

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Write allauth's mail to the outbox, in the language of the account's owner.

        Known and unknown addresses alike get a message (docs/decisions/sign-in.md), so that
        asking for a password takes the same work whether or not an account exists.
        """
        owner = context.get("user")
        language = owner.language if isinstance(owner, User) else translation.get_language()
        with translation.override(language or settings.LANGUAGE_CODE):
            known = {
                "site_url": settings.SITE_URL,
                "language": translation.get_language(),
                "text_direction": "rtl" if translation.get_language_bidi() else "ltr",
                "email": email,
                **context,
            }
            try:
                html: str = render_to_string(f"{template_prefix}_message.html", known)
            except TemplateDoesNotExist:
                html = ""
            queue_mail(
                kind=OutgoingMail.Kind.ACCOUNT,
                address=email,
                language=str(known["language"]),
                subject=render_to_string(f"{template_prefix}_subject.txt", known),
                text=render_to_string(f"{template_prefix}_message.txt", known).strip() + "\n",
                html=html,
            )
