"""Mail in the database: the state of every message, transactional or bulk."""

from __future__ import annotations

import datetime
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, Func, OuterRef, Q
from django.db.models.functions import Now
from django.db.models.lookups import LessThanOrEqual
from django.utils.translation import gettext_lazy as _

from network.jobs.leases import Leased, LeasedQuerySet
from network.mail.attachments import LONGEST_NAME, MOST_BYTES, Attachment
from network.values.constraints import one_of
from network.values.states import transitions

KEPT = datetime.timedelta(days=90)
# That an address took nothing is known for longer: by then whoever has it on record was written to
# again, at least to confirm it once a year.
REFUSAL_KEPT = datetime.timedelta(days=2 * 365)


class SendingState(models.TextChoices):
    WAITING = "waiting", _("waiting")
    IN_FLIGHT = "in_flight", _("being sent")
    SENT = "sent", _("sent")
    RETRY = "retry", _("to be retried")
    FAILED = "failed", _("failed")
    UNCERTAIN = "uncertain", _("uncertain")
    WITHDRAWN = "withdrawn", _("withdrawn")
    BOUNCED = "bounced", _("returned")


# Of a message that arrived nobody is told; these certainly did not.
NOT_ARRIVED = (SendingState.FAILED, SendingState.BOUNCED)

# What was sent stays so, unless a server that took it sends it back. What failed, or was set aside
# as uncertain, is tried again by a decision of a person; what is uncertain for the first time once
# more by itself. A row whose link has died before it was sent fails without an attempt. What
# certainly has not left, and shall not, is withdrawn: the row stays, so that rows equal recipients.
SENDING_TRANSITIONS = transitions(
    {
        SendingState.WAITING: ["in_flight", "failed", "uncertain", "withdrawn"],
        SendingState.IN_FLIGHT: ["waiting", "sent", "retry", "failed", "uncertain", "withdrawn"],
        SendingState.SENT: ["bounced"],
        SendingState.RETRY: ["in_flight", "failed", "uncertain", "withdrawn"],
        SendingState.FAILED: ["retry"],
        SendingState.UNCERTAIN: ["in_flight", "retry", "failed", "bounced"],
        SendingState.WITHDRAWN: [],
        SendingState.BOUNCED: [],
    }
)


class SendingQuerySet(LeasedQuerySet):
    """Questions about rows that are to be sent."""

    def unfinished(self) -> Self:
        """What the engine will still work on, now or later.

        The states are named as in the partial indexes, so that a million sent rows cost nothing;
        what was withdrawn or came back is due never again.
        """
        return self.exclude(state__in=[SendingState.SENT, SendingState.FAILED]).filter(
            due_at__isnull=False
        )

    def claimable(self) -> Self:
        """What may be taken up at this moment."""
        return (
            self.unfinished()
            .due()
            .filter(state__in=[SendingState.WAITING, SendingState.RETRY, SendingState.UNCERTAIN])
        )

    def in_flight(self) -> Self:
        return self.filter(state=SendingState.IN_FLIGHT)

    def for_a_person(self) -> Self:
        """What is not retried by itself: refused permanently, or uncertain a second time."""
        return self.filter(state=SendingState.FAILED) | self.filter(
            state=SendingState.UNCERTAIN, due_at__isnull=True
        )


class Sending(Leased):
    """One message to one address, and its state.

    Between the final dot and the server's 250 nobody knows whether a message was taken
    (RFC 1047). So the start of an attempt is recorded before it is made: a row whose lease ran
    out with `attempt_started_at` set is *uncertain*, is sent again under the same
    Message-ID, and keeps `uncertain_at` for ever. Uncertain a second time, it waits for a person.
    """

    TRANSITIONS = SENDING_TRANSITIONS

    # Overrides the base's column: settled rows are never due again.
    due_at = models.DateTimeField(  # type: ignore[assignment]
        _("due"),
        null=True,
        db_default=Now(),
        editable=False,
        help_text=_("Empty when nothing more happens without a decision by a person."),
    )
    address = models.EmailField(_("email address"), max_length=254)
    envelope_sender = models.CharField(
        _("envelope sender"),
        max_length=254,
        blank=True,
        default="",
        db_default="",
        editable=False,
        help_text=_("Where servers send the message back to; without one, the portal's address."),
    )
    language = models.CharField(_("language"), max_length=10, choices=settings.LANGUAGES)
    state = models.CharField(
        _("status"), max_length=10, choices=SendingState, default=SendingState.WAITING
    )
    message_id = models.CharField(_("Message-ID"), max_length=200, unique=True)
    # The five days of trying are counted from here: a person who lets a message be tried again
    # gives it five more.
    tries_since = models.DateTimeField(_("first attempt"), db_default=Now(), editable=False)
    attempt_started_at = models.DateTimeField(_("attempt started"), null=True, editable=False)
    uncertain_at = models.DateTimeField(_("became uncertain"), null=True, editable=False)
    sent_at = models.DateTimeField(_("sent"), null=True, editable=False)

    class Meta:
        abstract = True


class OutgoingMailQuerySet(SendingQuerySet):
    """Questions about the outbox."""

    def with_text(self) -> Self:
        """What still has its text; one with a link is emptied in time."""
        return self.exclude(body_text="", body_html="")

    def withdraw(self) -> int:
        """Let what has not left yet never leave, for its link is dead; how many messages."""
        waiting = self.filter(state__in=[SendingState.WAITING, SendingState.RETRY])
        return waiting.update(state=SendingState.WITHDRAWN, due_at=None, body_text="", body_html="")

    def refusals(self) -> Self:
        """What certainly did not arrive, at addresses where nothing has arrived since."""
        arrived = OutgoingMail.objects.filter(
            address=OuterRef("address"), state=SendingState.SENT, sent_at__gt=OuterRef("created_at")
        )
        return self.filter(~Exists(arrived), state__in=NOT_ARRIVED)

    def last_refusals(self) -> Self:
        """The last of each address; not of readers who subscribe, of whom no record is kept."""
        about = OutgoingMail.objects.exclude(kind=OutgoingMail.Kind.SUBSCRIPTION)
        later = about.filter(
            Q(created_at__gt=OuterRef("created_at"))
            | Q(created_at=OuterRef("created_at"), pk__gt=OuterRef("pk")),
            address=OuterRef("address"),
            state__in=NOT_ARRIVED,
        )
        return self.refusals().filter(~Exists(later)).exclude(kind=OutgoingMail.Kind.SUBSCRIPTION)

    def forget_old(self) -> int:
        """Delete what was sent more than KEPT ago, and what nobody decided on; how many.

        The last refusal of an address stays, by which the register knows whom mail does not reach:
        without what it said, until a message arrives there, and for REFUSAL_KEPT at most.
        """
        sent = self.filter(state=SendingState.SENT, sent_at__lt=Now() - KEPT)
        given_up = self.for_a_person().filter(due_at__isnull=True, created_at__lt=Now() - KEPT)
        settled = self.filter(
            state__in=[SendingState.WITHDRAWN, SendingState.BOUNCED], created_at__lt=Now() - KEPT
        )
        old = sent | given_up | settled
        staying = OutgoingMail.objects.last_refusals().filter(created_at__gte=Now() - REFUSAL_KEPT)
        gone = old.exclude(pk__in=staying.values("pk")).delete()[1].get(self.model._meta.label, 0)
        # What is left of them is what stays.
        old.exclude(subject="", body_text="", body_html="").update(
            subject="", body_text="", body_html="", headers={}
        )
        MailAttachment.objects.filter(mail__in=old).delete()
        return gone


class OutgoingMail(Sending):
    """A transactional message: an invitation, a password reset, a notice.

    Its texts may hold one-time links (`holds_link`), so they are emptied once the message is sent,
    and when the link no longer works.
    """

    class Kind(models.TextChoices):
        INVITATION = "invitation", _("invitation")
        ACCOUNT = "account", _("account")
        NOTICE = "notice", _("notice")
        SUBSCRIPTION = "subscription", _("subscription")

    kind = models.CharField(_("type"), max_length=20, choices=Kind)
    subject = models.CharField(_("subject"), max_length=250)
    body_text = models.TextField(_("text"))
    body_html = models.TextField(_("HTML"), blank=True)
    headers = models.JSONField(_("headers"), default=dict, blank=True)
    holds_link = models.BooleanField(
        _("holds a one-time link"),
        default=True,
        db_default=True,
        editable=False,
        help_text=_("Then nobody reads its text here, and it is not sent once the link is dead."),
    )

    objects = OutgoingMailQuerySet.as_manager()

    class Meta:
        verbose_name = _("outgoing message")
        verbose_name_plural = _("outgoing mail")
        ordering = ["-pk"]
        indexes = [
            models.Index(
                fields=["due_at"],
                name="outgoingmail_open",
                condition=~models.Q(state__in=["sent", "failed"]),
            ),
            models.Index(
                fields=["state"],
                name="outgoingmail_for_a_person",
                condition=models.Q(state__in=["failed", "uncertain"]),
            ),
            # Whom mail does not reach; costs nothing where a message arrives.
            models.Index(
                fields=["address"],
                name="outgoingmail_not_arrived",
                condition=models.Q(state__in=["failed", "bounced"]),
            ),
        ]
        constraints = [
            one_of("state", *SendingState.values),
            one_of("kind", "invitation", "account", "notice", "subscription"),
        ]
        triggers = [SENDING_TRANSITIONS.trigger(for_many=True)]

    def __str__(self) -> str:
        return f"{self.subject} → {self.address}"


class MailAttachmentQuerySet(models.QuerySet["MailAttachment"]):
    """Questions about the files of the outbox."""

    def forget_sent(self) -> int:
        """Empty the files of messages whose text is gone: sent, or with a dead link; how many."""
        gone = OutgoingMail.objects.filter(body_text="", body_html="")
        return self.filter(mail__in=gone).exclude(content=b"").update(content=b"")


class MailAttachment(models.Model):
    """A file that goes with a message of the outbox; emptied once the message is sent."""

    mail = models.ForeignKey(
        OutgoingMail,
        models.CASCADE,
        related_name="attachments",
        verbose_name=_("outgoing message"),
    )
    name = models.CharField(_("name"), max_length=LONGEST_NAME)
    content_type = models.CharField(_("type"), max_length=150)
    size = models.PositiveIntegerField(_("bytes"))
    content = models.BinaryField(_("content"))

    objects = MailAttachmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("attachment")
        verbose_name_plural = _("attachments")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="mailattachment_not_too_large",
                condition=LessThanOrEqual(
                    Func(F("content"), function="octet_length", output_field=models.IntegerField()),
                    MOST_BYTES,
                ),
            )
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.content_type})"

    @property
    def file(self) -> Attachment:
        return Attachment(self.name, self.content_type, bytes(self.content))
