"""Sign-in by email, by invitation only, without revealing which accounts exist."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.auth_backends import AuthenticationBackend
from allauth.core import context as allauth_context
from allauth.core.exceptions import ImmediateHttpResponse
from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse, translate_url
from django.utils import translation
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _

from network.accounts.failed_attempts import forget_wrong_passwords, password_attempt
from network.accounts.models import User
from network.accounts.rate_limits import unmapped, within
from network.mail.models import OutgoingMail
from network.mail.outbox import queue_template_mail
from network.values.mail_addresses import normalised

# Mails that say "there is no account", to all who were asked for together: a person who mistypes
# is helped by one, a program that asks for a list of addresses is not to send through us.
STRANGERS_AN_HOUR = 60
# The state of the account when its password was accepted, until the second factor follows.
_ACCEPTED_AS = "accepted_as"
_UNKNOWN = "account/email/unknown_account"


class PortalBackend(AuthenticationBackend):
    """Email and password. Sample accounts, whose password is public, stay out of production."""

    def user_can_authenticate(self, user: Any) -> bool:
        # Also asked on every request of a session, so that none outlives a move to production.
        if settings.IS_PRODUCTION and user.is_sample:
            return False
        return bool(super().user_can_authenticate(user))


class PortalAccountAdapter(DefaultAccountAdapter):
    """The portal's answers to allauth."""

    def is_safe_url(self, url: str | None) -> bool:
        """Whether somebody may be led to `url` after signing in; not where it is no address."""
        try:
            return bool(super().is_safe_url(url))
        except ValueError:  # `http://[::1`: allauth takes it apart unchecked
            return False

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """There is no sign-up: an account comes from an invitation."""
        return False

    def clean_email(self, email: str) -> str:
        return normalised(email)

    def populate_username(self, request: HttpRequest, user: Any) -> None:
        """There are no user names."""

    def pre_login(self, request: HttpRequest, user: Any, **kwargs: Any) -> HttpResponse | None:
        # allauth lets a right password of an account that may not sign in come this far, to
        # show a page about it.
        if not PortalBackend().user_can_authenticate(user):
            response: HttpResponse = self.respond_user_inactive(request, user)
            return response
        request.session[_ACCEPTED_AS] = user.get_session_auth_hash()
        answer: HttpResponse | None = super().pre_login(request, user, **kwargs)
        return answer

    def login(self, request: HttpRequest, user: Any) -> None:
        # A code may follow minutes after the password: by then the account may be closed, or its
        # sessions may have been ended.
        accepted_as = request.session.pop(_ACCEPTED_AS, "")
        account = User.objects.get(pk=user.pk)
        is_the_same = constant_time_compare(accepted_as, account.get_session_auth_hash())
        if not is_the_same or not PortalBackend().user_can_authenticate(account):
            messages.error(request, _("Sign in again: something about the account has changed."))
            raise ImmediateHttpResponse(redirect("account_login"))
        super().login(request, user)

    def get_client_ip(self, request: HttpRequest) -> str:
        """The client's address; an IPv4 address written as IPv6 counts as IPv4."""
        return unmapped(super().get_client_ip(request))

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        # Instead of allauth's count by address alone (network.accounts.failed_attempts).
        self._attempt = password_attempt(request, credentials.get("email", ""))
        self._attempt.begin()

    def authenticate(self, request: HttpRequest, **credentials: Any) -> Any:
        user = super().authenticate(request, **credentials)
        if user is not None:
            self._attempt.succeeded()
        return user

    def reauthenticate(self, user: Any, password: str) -> bool:
        # allauth would look for an address record, which not every account has.
        found = self.authenticate(allauth_context.request, email=user.email, password=password)
        return found is not None and found.pk == user.pk

    def get_reauthentication_methods(self, user: Any) -> list[dict[str, Any]]:
        """The second factor first, where there is one: passwords alone are often stolen."""
        methods: list[dict[str, Any]] = super().get_reauthentication_methods(user)
        return sorted(methods, key=lambda method: method["id"] != "mfa_reauthenticate")

    def set_password(self, user: Any, password: str) -> None:
        super().set_password(user, password)
        forget_wrong_passwords(allauth_context.request, user)

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
        asking for a password takes the same work whether or not an account exists. Where one
        exists, the message goes to its own address, and not to what somebody typed.
        """
        owner = context.get("user")
        if isinstance(owner, User):
            email = owner.email
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
                # Whatever allauth writes: none of it is for a colleague to read.
                holds_link=True,
                context={"email": email, **context, **links},
            )
            if template_prefix == _UNKNOWN and not _may_mail_unknown_address():
                # Undone only now, so that the answer takes as long as any other.
                transaction.set_rollback(True)


def _may_mail_unknown_address() -> bool:
    """Whether one more mail may go to an address without an account, of all such addresses."""
    return within(
        action="unknown-account", whose="everybody", times=STRANGERS_AN_HOUR, seconds=60 * 60
    )
