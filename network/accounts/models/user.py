"""The account with which somebody signs in. Email is the login."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, ClassVar

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models
from django.db.models import Value
from django.db.models.functions import Lower
from django.utils.crypto import get_random_string, salted_hmac
from django.utils.translation import gettext_lazy as _

from network import clock
from network.audit.tracking import tracked, tracked_links
from network.values.constraints import mail_address
from network.values.mail_addresses import normalised, normalised_or_none
from network.values.sample_mark import Sampled
from network.values.text_fields import CleanCharField, CleanEmailField

SECRETARIAT = "Secretariat"


class UserManager(BaseUserManager["User"]):
    """Accounts are found by email, however it is typed."""

    def of_address(self, email: str) -> models.QuerySet[User]:
        """The account of an address, however it is typed (uses the unique index, LOWER(email))."""
        lowered = self.alias(lower_email=Lower("email"))
        return lowered.filter(lower_email=Value(normalised_or_none(email)))

    def without_account(self, addresses: Collection[str]) -> list[str]:
        """Those of `addresses` that no account has, however they are typed; one query."""
        wanted = {address: normalised_or_none(address) for address in addresses}
        known = self.alias(lower_email=Lower("email")).filter(
            lower_email__in={one for one in wanted.values() if one is not None}
        )
        taken = {email.lower() for email in known.values_list("email", flat=True)}
        return [address for address, one in wanted.items() if one not in taken]

    def get_by_natural_key(self, username: str | None) -> User:
        return self.of_address(username or "").get()

    def create_user(self, email: str, password: str | None = None, **extra: Any) -> User:
        user = self.model(email=normalised(email), **extra)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **extra: Any) -> User:
        return self.create_user(email, password, is_staff=True, is_superuser=True, **extra)


@tracked(exclude=("password", "last_login", "session_epoch"))
class User(Sampled, AbstractBaseUser, PermissionsMixin):
    """One person's account; what it may do follows from groups and designations."""

    email = CleanEmailField(_("email"), max_length=254)
    name = CleanCharField(_("name"), max_length=150, blank=True)
    language = models.CharField(
        _("language of emails"), max_length=10, choices=settings.LANGUAGES, default="en"
    )
    is_active = models.BooleanField(_("active"), default=True)
    is_staff = models.BooleanField(
        _("may open the admin"), default=False, help_text=_("Given to Secretariat staff.")
    )
    # Part of what every session and every link for a password is checked against. Empty as long as
    # nobody has ended them, so that sessions from before this column go on.
    session_epoch = models.CharField(
        max_length=22, default="", db_default="", blank=True, editable=False
    )
    date_joined = models.DateTimeField(_("joined"), default=clock.now, editable=False)

    objects = UserManager()

    EMAIL_FIELD = "email"
    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        verbose_name = _("account")
        verbose_name_plural = _("accounts")
        constraints = [
            mail_address("email"),
            models.UniqueConstraint(Lower("email"), name="user_email_unique"),
        ]

    def __str__(self) -> str:
        return self.name or self.email

    def get_full_name(self) -> str:
        return self.name or self.email

    def get_short_name(self) -> str:
        return self.name.split(" ")[0] if self.name else self.email

    def end_sessions(self) -> None:
        """Invalidate every open session and pending link for a password, permanently.

        The caller saves `session_epoch`.
        """
        self.session_epoch = get_random_string(22)

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        # What both of Django's public methods, for today's key and for older ones, go through.
        if not self.session_epoch:
            return str(super()._get_session_auth_hash(secret=secret))  # type: ignore[misc]
        return salted_hmac(
            "network.accounts.models.User.session_epoch",
            self.password + self.session_epoch,
            secret=secret,
            algorithm="sha256",
        ).hexdigest()

    @property
    def is_secretariat(self) -> bool:
        """Whether this account is Secretariat staff (the group, or a superuser)."""
        if not self.is_active:
            return False
        if self.is_superuser:
            return True
        if not hasattr(self, "_is_secretariat"):
            self._is_secretariat = self.is_staff and self.groups.filter(name=SECRETARIAT).exists()
        return self._is_secretariat


@tracked_links()
class GroupMembership(User.groups.through):  # type: ignore[name-defined]
    """Changes of membership in the Secretariat and in other groups."""

    class Meta:
        proxy = True
        verbose_name = _("membership of a group")
        verbose_name_plural = _("memberships of groups")


@tracked_links()
class PermissionGrant(User.user_permissions.through):  # type: ignore[name-defined]
    """Changes of the permissions of an account itself."""

    class Meta:
        proxy = True
        verbose_name = _("single permission")
        verbose_name_plural = _("single permissions")
