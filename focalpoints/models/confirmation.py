"""Requests to confirm a record: each official is asked once a year whether theirs is right."""

from __future__ import annotations

import datetime
from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from focalpoints.models.person import Person
from network import clock
from network.audit.tracking import tracked
from network.mail.models import OutgoingMail
from network.values.constraints import one_of
from network.values.states import StateMachine, transitions

CONFIRMATION_TRANSITIONS = transitions(
    {
        "open": ["confirmed", "unanswered", "withdrawn"],
        "confirmed": [],
        "unanswered": [],
        "withdrawn": [],
    }
)


class ConfirmationRequestQuerySet(models.QuerySet["ConfirmationRequest"]):
    def open(self) -> Self:
        return self.filter(state=ConfirmationRequest.State.OPEN)

    def waiting_since(self, moment: datetime.datetime, *, mails: int) -> Self:
        """Open ones of `mails` messages so far, asked at `moment` or earlier; the oldest first."""
        found = self.open().filter(mails=mails, asked_at__lte=moment)
        return found.order_by("asked_at", "pk")


@tracked(exclude=("token_digest",))
class ConfirmationRequest(models.Model):
    """An official was asked by mail whether what is recorded of them is right.

    The mail holds a link with a random token, of which the digest alone is kept. A reminder has a
    new token, so that the link of the earlier mail dies; an answer removes it.
    """

    class State(models.TextChoices):
        OPEN = "open", _("waiting for an answer")
        CONFIRMED = "confirmed", _("confirmed")
        UNANSWERED = "unanswered", _("not answered")
        WITHDRAWN = "withdrawn", _("withdrawn")

    TRANSITIONS: ClassVar[StateMachine] = CONFIRMATION_TRANSITIONS

    person = models.ForeignKey(
        Person, models.CASCADE, related_name="confirmation_requests", verbose_name=_("person")
    )
    state = models.CharField(_("status"), max_length=10, choices=State, default=State.OPEN)
    asked_at = models.DateTimeField(_("asked"), default=clock.now, editable=False)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=_("asked by"),
        help_text=_("Nobody where the yearly request was due."),
    )
    mails = models.PositiveSmallIntegerField(_("emails sent"), default=0, editable=False)
    mailed_at = models.DateTimeField(_("last email"), null=True, blank=True, editable=False)
    # The last message, as long as the outbox keeps it: whether it arrived.
    mail = models.ForeignKey(
        OutgoingMail,
        models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=_("last message"),
    )
    token_digest = models.CharField(max_length=64, null=True, unique=True, editable=False)
    expires_at = models.DateTimeField(_("link expires"), null=True, blank=True, editable=False)
    answered_at = models.DateTimeField(_("answered"), null=True, blank=True, editable=False)

    objects = ConfirmationRequestQuerySet.as_manager()

    class Meta:
        verbose_name = _("request to confirm")
        verbose_name_plural = _("requests to confirm")
        ordering = ["-asked_at", "-pk"]
        constraints = [
            one_of("state", "open", "confirmed", "unanswered", "withdrawn"),
            models.UniqueConstraint(
                fields=["person"], condition=Q(state="open"), name="confirmationrequest_one_open"
            ),
            models.CheckConstraint(
                name="confirmationrequest_answer_has_moment",
                condition=~Q(state="confirmed") | Q(answered_at__isnull=False),
            ),
            # What is settled opens no page any more.
            models.CheckConstraint(
                name="confirmationrequest_settled_has_no_link",
                condition=Q(state="open") | Q(token_digest=None),
            ),
            models.CheckConstraint(
                name="confirmationrequest_link_expires",
                condition=Q(token_digest=None) | Q(expires_at__isnull=False),
            ),
        ]
        indexes = [
            models.Index(
                fields=["asked_at"],
                name="confirmationrequest_open",
                condition=Q(state="open"),
            ),
        ]
        triggers = [CONFIRMATION_TRANSITIONS.trigger()]

    def __str__(self) -> str:
        return str(self.person)
