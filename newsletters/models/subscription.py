"""Who receives the newsletter, and each message to each of them."""

from __future__ import annotations

import datetime
import secrets
from typing import Any, Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Case, Count, F, Q, Value, When
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from network import clock
from network.audit.tracking import tracked
from network.mail.models import Sending, SendingQuerySet, SendingState
from network.values.constraints import mail_address, one_of, some_of
from network.values.mail_addresses import normalised_or_none
from network.values.sample_mark import Sampled
from network.values.states import transitions
from network.values.text_fields import CleanEmailField
from newsletters.models.newsletter import Newsletter, Topic

# How long the link of a confirmation mail may be used.
CONFIRM_WITHIN = datetime.timedelta(days=7)


def new_token() -> str:
    """A key for the links in mail: 256 random bits, 43 characters that are safe in a URL."""
    return secrets.token_urlsafe(32)


class SubscriptionQuerySet(models.QuerySet["Subscription"]):
    def confirmed(self) -> SubscriptionQuerySet:
        return self.filter(state=Subscription.State.CONFIRMED)

    def of_address(self, email: str) -> SubscriptionQuerySet:
        """The subscription of an address, however it is typed (uses the unique index)."""
        lowered = self.alias(lower_email=Lower("email"))
        return lowered.filter(lower_email=Value(normalised_or_none(email)))

    def recipients_of(self, newsletter: Newsletter) -> SubscriptionQuerySet:
        """Who receives the issue: confirmed, and interested in one of its topics.

        No topic, of the issue or of the subscriber, means all of them.
        """
        found = self.confirmed()
        if newsletter.topics:
            found = found.filter(Q(topics=[]) | Q(topics__overlap=newsletter.topics))
        return found

    def with_served_language(self, languages: list[str]) -> models.QuerySet[Any]:
        """Annotate the language that each gets, if texts exist in `languages`."""
        return self.annotate(
            served_language=Case(
                When(language__in=languages, then=F("language")), default=Value("en")
            )
        )

    def never_confirmed(self, *, before: datetime.datetime) -> SubscriptionQuerySet:
        return self.filter(state=Subscription.State.UNCONFIRMED, asked_at__lt=before)


# A reader who is confirmed is not asked to confirm again. Whoever left may come back: through a
# new request, or by the same link, which undoes it.
SUBSCRIPTION_TRANSITIONS = transitions(
    {
        "unconfirmed": ["confirmed", "unsubscribed"],
        "confirmed": ["unsubscribed"],
        "unsubscribed": ["unconfirmed", "confirmed"],
    }
)


@tracked(exclude=("token", "mailed_at"))
class Subscription(Sampled):
    """An address that asked for the newsletter; mail goes only to confirmed ones."""

    class State(models.TextChoices):
        UNCONFIRMED = "unconfirmed", _("not confirmed yet")
        CONFIRMED = "confirmed", _("confirmed")
        UNSUBSCRIBED = "unsubscribed", _("unsubscribed")

    TRANSITIONS = SUBSCRIPTION_TRANSITIONS

    email = CleanEmailField(_("email"), max_length=254)
    language = models.CharField(
        _("language"), max_length=10, choices=settings.LANGUAGES, default="en"
    )
    topics = ArrayField(
        models.CharField(max_length=10, choices=Topic),
        verbose_name=_("topics"),
        default=list,
        blank=True,
        help_text=_("If none is selected, all topics."),
    )
    state = models.CharField(_("status"), max_length=12, choices=State, default=State.UNCONFIRMED)
    token = models.CharField(max_length=43, unique=True, default=new_token, editable=False)
    asked_at = models.DateTimeField(_("requested"), default=clock.now, editable=False)
    mailed_at = models.DateTimeField(_("last email sent"), null=True, blank=True, editable=False)
    confirmed_at = models.DateTimeField(_("confirmed"), null=True, blank=True, editable=False)
    unsubscribed_at = models.DateTimeField(_("unsubscribed"), null=True, blank=True, editable=False)

    objects = SubscriptionQuerySet.as_manager()

    class Meta:
        verbose_name = _("subscription")
        verbose_name_plural = _("subscriptions")
        ordering = ["-pk"]
        permissions = [("export_subscription", _("Can export the addresses of subscribers"))]
        constraints = [
            mail_address("email"),
            some_of("topics", *Topic.values),
            one_of("state", "unconfirmed", "confirmed", "unsubscribed"),
            models.UniqueConstraint(
                Lower("email"),
                name="subscription_email_once",
                violation_error_message=_("This address is already in the list."),
            ),
            models.CheckConstraint(
                name="subscription_confirmed_has_moment",
                condition=~Q(state="confirmed") | Q(confirmed_at__isnull=False),
            ),
            models.CheckConstraint(
                name="subscription_unsubscribed_has_moment",
                condition=~Q(state="unsubscribed") | Q(unsubscribed_at__isnull=False),
            ),
        ]
        indexes = [
            # The counts before sending and the selection of recipients read confirmed ones only.
            models.Index(
                fields=["language"],
                name="subscription_confirmed",
                condition=Q(state="confirmed"),
            ),
            models.Index(
                fields=["asked_at"],
                name="subscription_unconfirmed",
                condition=Q(state="unconfirmed"),
            ),
            # Readers who left while an issue was being sent.
            models.Index(
                fields=["unsubscribed_at"],
                name="subscription_unsubscribed",
                condition=Q(state="unsubscribed"),
            ),
        ]
        triggers = [SUBSCRIPTION_TRANSITIONS.trigger()]

    def __str__(self) -> str:
        return self.email

    @property
    def masked_email(self) -> str:
        """The address as shown on a page behind a link: a forwarded mail must not reveal it."""
        local, _at, domain = self.email.rpartition("@")
        return f"{local[:1]}•••@{domain}"

    @property
    def topic_labels(self) -> list[str]:
        """The chosen topics in words; empty means all."""
        return [str(Topic(topic).label) for topic in self.topics]


class DeliveryQuerySet(SendingQuerySet):
    """Questions about the messages of newsletters."""

    def counts(self) -> dict[str, int]:
        """How many rows are in each state; states without rows are left out."""
        return dict(self.order_by().values_list("state").annotate(rows=Count("pk")))

    def not_in_transit(self) -> Self:
        """Unfinished rows except those whose message is being sent at this moment."""
        return self.unfinished().exclude(
            state=SendingState.IN_FLIGHT, attempt_started_at__isnull=False
        )

    def withdraw(self) -> int:
        """Let none of these rows be sent any more; how many that concerns.

        Every row stays, so that the rows of an issue are its recipients. Those whose message
        certainly never arrived are withdrawn: a sender that holds one finds that it is no longer
        its own when it records the start, and passes on. What may have arrived stays uncertain, and
        is not sent a second time.
        """
        settled: dict[str, Any] = {"due_at": None, "lease_token": None, "lease_ends_at": None}
        stopped = self.not_in_transit()
        uncertain = stopped.filter(uncertain_at__isnull=False).update(
            state=SendingState.UNCERTAIN, **settled
        )
        return uncertain + stopped.filter(uncertain_at__isnull=True).update(
            state=SendingState.WITHDRAWN, **settled
        )


class Delivery(Sending):
    """One newsletter to one address: unique, so that nobody gets it twice."""

    # No index of its own: three others begin with it, and a claim planned without statistics
    # would take it and read every row of the issue.
    newsletter = models.ForeignKey(
        Newsletter,
        models.PROTECT,
        related_name="deliveries",
        verbose_name=_("newsletter"),
        db_index=False,
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
            one_of("state", *SendingState.values),
            models.UniqueConstraint(
                fields=["newsletter", "address"], name="delivery_once_per_address"
            ),
        ]
        indexes = [
            models.Index(
                fields=["newsletter", "due_at", "id"],
                name="delivery_open",
                condition=~models.Q(state__in=["sent", "failed"]),
            ),
            models.Index(fields=["newsletter", "state"], name="delivery_by_state"),
        ]
        triggers = [Sending.TRANSITIONS.trigger(for_many=True)]

    def __str__(self) -> str:
        return f"{self.newsletter_id} → {self.address}"
