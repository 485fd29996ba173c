"""Changes of an official's email address that wait to be confirmed from the new one."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from focalpoints.models.person import Person
from network import clock
from network.mail.models import OutgoingMail
from network.values.constraints import mail_address
from network.values.text_fields import CleanEmailField


class EmailChangeQuerySet(models.QuerySet["EmailChange"]):
    def open(self) -> Self:
        return self.filter(expires_at__gt=clock.now())


class EmailChange(models.Model):
    """A person has entered another address of theirs; it holds once it is confirmed from there.

    There is one a person. It goes when it is confirmed, given up, replaced or expired, and no
    history keeps it: the record's versions have the address once it holds.
    """

    person = models.OneToOneField(
        Person, models.CASCADE, related_name="email_change", verbose_name=_("person")
    )
    email = CleanEmailField(_("new email"), max_length=254)
    token_digest = models.CharField(max_length=64, unique=True, editable=False)
    asked_at = models.DateTimeField(_("asked"), default=clock.now, editable=False)
    expires_at = models.DateTimeField(_("link expires"), editable=False)
    # The message with the link, as long as the outbox keeps it.
    mail = models.ForeignKey(
        OutgoingMail, models.SET_NULL, null=True, blank=True, editable=False, related_name="+"
    )

    objects = EmailChangeQuerySet.as_manager()

    class Meta:
        verbose_name = _("change of an email")
        verbose_name_plural = _("changes of emails")
        ordering = ["asked_at", "pk"]
        constraints = [mail_address("email")]

    def __str__(self) -> str:
        return str(self.person)
