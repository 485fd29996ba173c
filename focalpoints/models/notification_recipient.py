"""To whom a notification was sent, what is known of each, and the files that go with it."""

from __future__ import annotations

import datetime
from typing import Any

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Case, F, Q, Value, When
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from focalpoints.models.designation import Designation
from focalpoints.models.notification import Notification
from focalpoints.models.person import Person
from focalpoints.models.place import Member
from network.audit.tracking import tracked
from network.documents.models import PrivateFile
from network.mail.models import OutgoingMail, SendingState
from network.values.constraints import one_of
from network.values.text_fields import CleanCharField, CleanTextField

# Of a message of which nothing more will be known by itself.
SETTLED = (
    SendingState.SENT,
    SendingState.FAILED,
    SendingState.UNCERTAIN,
    SendingState.WITHDRAWN,
    SendingState.BOUNCED,
)


class NotificationRecipientQuerySet(models.QuerySet["NotificationRecipient"]):
    def with_names(self) -> NotificationRecipientQuerySet:
        """Fetch with the row all that names it."""
        return self.select_related(
            "notification",
            "designation__person__user",
            "designation__joined_into__person__user",
            "designation__category",
            "member__country",
            "member__organisation",
        )

    def in_order(self) -> NotificationRecipientQuerySet:
        """Member by member, each in the order of protocol of its categories."""
        return self.order_by("member__slug", "designation__category__order", "pk")

    def soonest_first(self) -> NotificationRecipientQuerySet:
        """By the day by which something is to be done; those without one come last."""
        day = F("notification__act_by").asc(nulls_last=True)
        return self.order_by(day, "-notification_id", "member__slug", "pk")

    def with_delivery(self) -> Any:
        """Annotate `known` and `known_at`: of the message while it is kept, then what was noted."""
        return self.annotate(
            known=Coalesce("mail__state", "delivery"),
            known_at=Case(
                When(mail__state=SendingState.SENT, then=F("mail__sent_at")),
                When(mail__isnull=False, then=Value(None, models.DateTimeField())),
                default=F("delivery_at"),
                output_field=models.DateTimeField(),
            ),
        )

    def unacted(self) -> NotificationRecipientQuerySet:
        """Those who have not done what was asked: answered, or just said that they have seen it."""
        return self.filter(
            Q(notification__asks_answer=True, answered_at=None)
            | Q(notification__asks_answer=False, acknowledged_at=None)
        )

    def unreplaced(self) -> NotificationRecipientQuerySet:
        """Those of notifications that no later one has corrected."""
        later = Notification.objects.sent().filter(corrects=models.OuterRef("notification"))
        return self.filter(~models.Exists(later))

    def still_designated(self, day: datetime.date) -> NotificationRecipientQuerySet:
        """Those whose designation holds on `day`, of members that have not withdrawn."""
        keys = Designation.objects.active_on(day).of_current_members().values("pk")
        return self.filter(Q(designation__in=keys) | Q(designation__joined_into__in=keys))


@tracked(exclude=("address", "delivery", "delivery_at", "mail", "reminder"))
class NotificationRecipient(models.Model):
    """Somebody who was sent a notification, for one member; written in its approval.

    The designation is the reason. `delivery` is what was known of the message at last: the outbox
    forgets messages after ninety days. Whoever has no address is on record without a message.
    """

    notification = models.ForeignKey(
        Notification, models.PROTECT, related_name="recipients", verbose_name=_("notification")
    )
    designation = models.ForeignKey(
        Designation, models.PROTECT, related_name="+", verbose_name=_("designation")
    )
    member = models.ForeignKey(Member, models.PROTECT, related_name="+", verbose_name=_("member"))
    address = models.EmailField(_("email address"), max_length=254, blank=True, editable=False)
    language = models.CharField(
        _("language"), max_length=10, choices=settings.LANGUAGES, editable=False
    )
    mail = models.ForeignKey(
        OutgoingMail,
        models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=_("message"),
    )
    delivery = models.CharField(
        _("delivery"), max_length=10, choices=SendingState, blank=True, editable=False
    )
    delivery_at = models.DateTimeField(_("accepted"), null=True, blank=True, editable=False)
    reminders = models.PositiveSmallIntegerField(_("reminders"), default=0, editable=False)
    reminded_at = models.DateTimeField(_("reminded"), null=True, blank=True, editable=False)
    reminder = models.ForeignKey(
        OutgoingMail,
        models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=_("last reminder"),
    )
    acknowledged_at = models.DateTimeField(_("acknowledged"), null=True, blank=True, editable=False)
    acknowledged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=_("acknowledged by"),
    )
    answer = CleanTextField(_("answer"), max_length=4_000, blank=True)
    answered_at = models.DateTimeField(_("answered"), null=True, blank=True, editable=False)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=_("answered by"),
    )

    objects = NotificationRecipientQuerySet.as_manager()

    class Meta:
        verbose_name = _("recipient of a notification")
        verbose_name_plural = _("recipients of notifications")
        permissions = [
            ("export_notificationrecipient", _("Can export the recipients of notifications"))
        ]
        ordering = ["-notification_id", "pk"]
        constraints = [
            one_of("delivery", "", *SendingState.values),
            models.UniqueConstraint(
                fields=["notification", "designation"], name="notificationrecipient_once"
            ),
            models.CheckConstraint(
                name="notificationrecipient_answer_has_moment",
                condition=Q(answer="", answered_at=None)
                | (~Q(answer="") & Q(answered_at__isnull=False)),
            ),
            models.CheckConstraint(
                name="notificationrecipient_answer_acknowledges",
                condition=Q(answered_at=None) | Q(acknowledged_at__isnull=False),
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="is_kept", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return f"{self.notification.number}: {self.person}, {self.member.name}"

    @property
    def person(self) -> Person:
        """Who holds the designation; of two records that were merged, the one that stays."""
        return (self.designation.joined_into or self.designation).person

    @property
    def has_acted(self) -> bool:
        done = self.answered_at if self.notification.asks_answer else self.acknowledged_at
        return done is not None


@tracked()
class NotificationAnnex(models.Model):
    """A file that goes with a notification."""

    notification = models.ForeignKey(
        Notification, models.CASCADE, related_name="annexes", verbose_name=_("notification")
    )
    title = CleanCharField(_("title"), max_length=150)
    file = models.OneToOneField(
        PrivateFile,
        models.PROTECT,
        editable=False,
        related_name="+",
        verbose_name=_("file"),
    )

    class Meta:
        verbose_name = _("annex")
        verbose_name_plural = _("annexes")
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.title
