"""Who receives the newsletter, and each message to each of them."""

from __future__ import annotations

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from network.history import tracked
from network.models import Sending, SendingQuerySet
from network.sample import Sampled
from newsletters.models.newsletter import Newsletter, Topic


class SubscriptionQuerySet(models.QuerySet["Subscription"]):
    def confirmed(self) -> SubscriptionQuerySet:
        return self.filter(state=Subscription.State.CONFIRMED)


@tracked(exclude=("token",))
class Subscription(Sampled):
    """An address that asked for the newsletter; mail goes only to confirmed ones."""

    class State(models.TextChoices):
        UNCONFIRMED = "unconfirmed", _("not confirmed yet")
        CONFIRMED = "confirmed", _("confirmed")
        UNSUBSCRIBED = "unsubscribed", _("unsubscribed")

    email = models.EmailField(_("email"), max_length=254)
    language = models.CharField(
        _("language"), max_length=10, choices=settings.LANGUAGES, default="en"
    )
    topics = ArrayField(
        models.CharField(max_length=10, choices=Topic),
        verbose_name=_("topics"),
        default=list,
        blank=True,
        help_text=_("None means all."),
    )
    state = models.CharField(_("state"), max_length=12, choices=State, default=State.UNCONFIRMED)
    token = models.CharField(max_length=43, unique=True, editable=False)
    asked_at = models.DateTimeField(_("asked"), default=timezone.now, editable=False)
    confirmed_at = models.DateTimeField(_("confirmed"), null=True, blank=True, editable=False)
    unsubscribed_at = models.DateTimeField(_("unsubscribed"), null=True, blank=True, editable=False)

    objects = SubscriptionQuerySet.as_manager()

    class Meta:
        verbose_name = _("subscription")
        verbose_name_plural = _("subscriptions")
        ordering = ["-pk"]
        constraints = [models.UniqueConstraint(Lower("email"), name="subscription_email_once")]

    def __str__(self) -> str:
        return self.email


class DeliveryQuerySet(SendingQuerySet):
    """Questions about the messages of newsletters."""


class Delivery(Sending):
    """One newsletter to one address: unique, so that nobody is written to twice."""

    newsletter = models.ForeignKey(
        Newsletter, models.PROTECT, related_name="deliveries", verbose_name=_("newsletter")
    )
    subscription = models.ForeignKey(
        Subscription,
        models.SET_NULL,
        null=True,
        related_name="deliveries",
        verbose_name=_("subscription"),
    )
    token = models.CharField(max_length=43, editable=False)

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        verbose_name = _("delivery")
        verbose_name_plural = _("deliveries")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["newsletter", "address"], name="delivery_once_per_address"
            )
        ]
        indexes = [
            models.Index(
                fields=["newsletter", "due_at", "id"],
                name="delivery_open",
                condition=~models.Q(state__in=["sent", "failed"]),
            ),
            models.Index(fields=["newsletter", "state"], name="delivery_by_state"),
        ]

    def __str__(self) -> str:
        return f"{self.newsletter_id} → {self.address}"
