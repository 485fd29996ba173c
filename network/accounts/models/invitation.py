"""An invitation: the only way to an account."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Value
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from network import clock
from network.audit.tracking import tracked
from network.values.constraints import mail_address
from network.values.mail_addresses import normalised_or_none
from network.values.text_fields import CleanCharField, CleanEmailField


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def pending(self) -> InvitationQuerySet:
        """Neither accepted nor revoked; an expired one can be sent again."""
        return self.filter(accepted_at=None, revoked_at=None)

    def of_address(self, email: str) -> InvitationQuerySet:
        """Those to an address, however it is typed (uses the unique index, LOWER(email))."""
        lowered = self.alias(lower_email=Lower("email"))
        return lowered.filter(lower_email=Value(normalised_or_none(email)))

    def open(self) -> InvitationQuerySet:
        return self.pending().filter(expires_at__gt=clock.now())


@tracked(exclude=("token_digest",))
class Invitation(models.Model):
    """A one-time link by mail to set a password. Only the token's digest is kept.

    There is one pending invitation per address; sending it again gives it a new token, so that an
    older link stops working.
    """

    class State(models.TextChoices):
        OPEN = "open", _("open")
        EXPIRED = "expired", _("expired")
        ACCEPTED = "accepted", _("accepted")
        REVOKED = "revoked", _("revoked")

    email = CleanEmailField(_("email"), max_length=254)
    name = CleanCharField(_("name"), max_length=150, blank=True)
    language = models.CharField(
        _("language"), max_length=10, choices=settings.LANGUAGES, default="en"
    )
    as_staff = models.BooleanField(_("as Secretariat staff"), default=False)
    purpose = CleanCharField(
        _("what for"),
        max_length=500,
        blank=True,
        db_default="",
        editable=False,
        help_text=_("A sentence in the language of the mail; without it, the mail has its own."),
    )
    token_digest = models.CharField(max_length=64, unique=True, editable=False)
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        related_name="invitations_sent",
        verbose_name=_("invited by"),
    )
    created_at = models.DateTimeField(_("created"), default=clock.now, editable=False)
    expires_at = models.DateTimeField(_("expires"))
    accepted_at = models.DateTimeField(_("accepted"), null=True, blank=True, editable=False)
    revoked_at = models.DateTimeField(_("revoked"), null=True, blank=True, editable=False)
    account = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="invitations",
        verbose_name=_("account"),
        editable=False,
    )

    objects = InvitationQuerySet.as_manager()

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        ordering = ["-created_at"]
        constraints = [
            mail_address("email"),
            models.UniqueConstraint(
                Lower("email"),
                condition=models.Q(accepted_at=None, revoked_at=None),
                name="invitation_one_pending_per_email",
                violation_error_message=_(
                    "This address has already been invited: send the invitation again."
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.email

    @property
    def state(self) -> State:
        if self.accepted_at:
            return self.State.ACCEPTED
        if self.revoked_at:
            return self.State.REVOKED
        return self.State.EXPIRED if self.expires_at <= clock.now() else self.State.OPEN
