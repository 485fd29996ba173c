"""Sign-in as the portal wants it: by email, by invitation only, telling nobody who exists."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.auth_backends import AuthenticationBackend
from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.urls import reverse, translate_url
from django.utils import translation

from network.mailing import queue_template_mail
from network.models import OutgoingMail, User
from network.ratelimit import within

# Mails that say "there is no account", to all who were asked for together: a person who mistypes
# is helped by one, a program that asks for a list of addresses is not to send through us.
STRANGERS_AN_HOUR = 60
_UNKNOWN = "account/email/unknown_account"


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

    def get_reset_password_from_key_url(self, key: str) -> str:
        """The address for a new password: on the portal's own name, whatever host was asked."""
        asked: str = super().get_reset_password_from_key_url(key)
        return f"{settings.SITE_URL}{urlsplit(asked).path}"

    def send_notification_mail(
        self, template_prefix: str, user: Any, context: Any = None, email: str | None = None
    ) -> None:
        """Tell the owner of an account what changed; also an account without address record."""
        super().send_notification_mail(
            template_prefix, user, {"user": user, **(context or {})}, email or user.email
        )

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Write a message to the outbox, in the language of the account's owner.

        Known and unknown addresses alike get a message (docs/decisions/sign-in.md), so that
        asking for a password takes the same work whether or not an account exists.
        """
        owner = context.get("user")
        language = owner.language if isinstance(owner, User) else translation.get_language()
        language = language or settings.LANGUAGE_CODE
        # Where the links lead is the owner's language too, whatever the page was asked in.
        links = {
            "password_url": translate_url(
                f"{settings.SITE_URL}{reverse('account_reset_password')}", language
            )
        }
        if "password_reset_url" in context:
            links["password_reset_url"] = translate_url(context["password_reset_url"], language)
        # The inner one is a savepoint: the outer one is committed either way, and takes its time.
        with transaction.atomic(), transaction.atomic():
            queue_template_mail(
                template_prefix,
                kind=OutgoingMail.Kind.ACCOUNT,
                address=email,
                language=language,
                context={"email": email, **context, **links},
            )
            if template_prefix == _UNKNOWN and not _strangers_may_be_written_to():
                # Undone only now, so that the answer takes as long as any other.
                transaction.set_rollback(True)


def _strangers_may_be_written_to() -> bool:
    """Whether one more mail may go to an address without an account, of all such addresses."""
    return within(
        action="unknown-account", whose="everybody", times=STRANGERS_AN_HOUR, seconds=60 * 60
    )
