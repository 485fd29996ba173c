"""What newsletters hold about somebody with an account; how long it is kept."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from network.accounts.models import User
from network.privacy.held import Fact, HeldData, Record, day_of, facts_of
from network.privacy.retention import RetentionRule
from newsletters.models import CONFIRM_WITHIN, Delivery, Subscription

RULES = (
    RetentionRule(
        name="subscriptions",
        order=30,
        what=gettext_lazy("Subscriptions to the newsletter"),
        sentence=gettext_lazy(
            "As long as the subscription lasts. After unsubscribing the address stays, so that "
            "nothing is sent to it, until its owner asks for erasure."
        ),
    ),
    RetentionRule(
        name="unconfirmed",
        order=30,
        what=gettext_lazy("Addresses that nobody confirmed"),
        sentence=gettext_lazy("Deleted after {time}."),
        kept=CONFIRM_WITHIN,
    ),
    RetentionRule(
        name="deliveries",
        order=30,
        what=gettext_lazy("Which newsletter was sent to whom"),
        sentence=gettext_lazy(
            "As long as the newsletter; of an erased subscription without the address. Who opens "
            "a message or follows a link is never recorded."
        ),
    ),
)


def kept(account: User) -> list[str]:
    """What stays of an erased subscription."""
    if not Subscription.objects.of_address(account.email).exists():
        return []
    return [_("That newsletters were sent stays, without your address: their counts stay true.")]


def subscriptions(user: User) -> Iterator[Record]:
    """The subscription of the account's address; without the key of its links."""
    for row in Subscription.objects.of_address(user.email):
        yield [
            *facts_of(row, "email", "language"),
            Fact("topics", _("Topics"), row.topics, row.topic_labels),
            *facts_of(row, "state", "asked_at", "confirmed_at", "unsubscribed_at"),
        ]


def deliveries(user: User) -> Iterator[Record]:
    """Issues that were sent to that address."""
    own = Subscription.objects.of_address(user.email).values("pk")
    rows = Delivery.objects.filter(subscription__in=own).select_related("newsletter")
    for row in rows.order_by("pk"):
        yield [
            Fact("newsletter", _("Newsletter"), str(row.newsletter)),
            *facts_of(row, "state"),
            Fact("sent_on", _("Sent"), day_of(row.sent_at)),
        ]


HELD = (
    HeldData(
        name="subscriptions",
        order=40,
        label=gettext_lazy("My subscription to the newsletter"),
        records=subscriptions,
    ),
    HeldData(
        name="newsletters",
        order=41,
        label=gettext_lazy("Newsletters sent to me"),
        records=deliveries,
    ),
)
