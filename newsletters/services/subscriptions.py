"""Subscribing, confirming and leaving. The actor is whoever holds the link in the mail."""

from __future__ import annotations

import datetime

from django.apps import apps
from django.db import IntegrityError, transaction
from django.db.models import CharField, Value
from django.db.models.functions import Cast, Concat
from django.utils import timezone
from django.utils.translation import gettext as _

from network.mailing import queue_template_mail
from network.models import OutgoingMail, User
from network.refusals import Refusal
from newsletters.documents import page_url
from newsletters.models import CONFIRM_WITHIN, Delivery, Subscription

# A second mail to the same address within this time would serve nobody but a pest. It counts
# anew once the owner has acted: who leaves and comes back at once waits for no mail in vain.
MAIL_AGAIN_AFTER = datetime.timedelta(minutes=10)


def ask_for_subscription(*, email: str, language: str, topics: list[str]) -> None:
    """Note that somebody asks for the newsletter, and write to the address.

    Whoever asks learns nothing about the address: it is its owner who is told, by a mail with a
    link to confirm, or to the preferences when the address is confirmed already. Choices count
    only once confirmed; those of a confirmed address are not touched by a stranger's request.
    """
    try:
        _ask(email.strip(), language, topics)
    except IntegrityError:
        # Two requests for a new address at once: the other one has written the row and the mail.
        _ask(email.strip(), language, topics)


@transaction.atomic
def _ask(email: str, language: str, topics: list[str]) -> None:
    now = timezone.now()
    found = Subscription.objects.of_address(email).select_for_update().first()
    if found is None:
        found = Subscription.objects.create(
            email=email, language=language, topics=topics, asked_at=now
        )
        _write_to(found, "confirm", now=now)
        return
    if found.state == Subscription.State.CONFIRMED:
        _write_to(found, "already_confirmed", now=now)
        return
    found.language, found.topics = language, topics
    found.state = Subscription.State.UNCONFIRMED
    found.asked_at = now
    found.save(update_fields=["language", "topics", "state", "asked_at"])
    _write_to(found, "confirm", now=now)


def _write_to(subscription: Subscription, template: str, *, now: datetime.datetime) -> None:
    if subscription.mailed_at and now - subscription.mailed_at < MAIL_AGAIN_AFTER:
        return
    subscription.mailed_at = now
    subscription.save(update_fields=["mailed_at"])
    language = subscription.language
    queue_template_mail(
        f"newsletters/email/{template}",
        kind=OutgoingMail.Kind.SUBSCRIPTION,
        address=subscription.email,
        language=language,
        context={
            "confirm_url": page_url("confirm", subscription.token, language=language),
            "preferences_url": page_url("preferences", subscription.token, language=language),
            "topics": subscription.topic_labels,
            "days": CONFIRM_WITHIN.days,
        },
    )


@transaction.atomic
def confirm(subscription: Subscription) -> Subscription:
    """Confirm the address. A second time changes nothing. Raises Refusal for a link too old."""
    found = Subscription.objects.select_for_update().get(pk=subscription.pk)
    if found.state == Subscription.State.CONFIRMED:
        return found
    now = timezone.now()
    if found.state != Subscription.State.UNCONFIRMED or found.asked_at < now - CONFIRM_WITHIN:
        raise Refusal(_("This link is no longer valid. Please subscribe again."))
    found.state = Subscription.State.CONFIRMED
    found.confirmed_at, found.mailed_at = now, None
    found.save(update_fields=["state", "confirmed_at", "mailed_at"])
    return found


@transaction.atomic
def unsubscribe(subscription: Subscription) -> Subscription:
    """Write to this address no more: of an issue that is just being sent neither.

    A second time changes nothing.
    """
    found = Subscription.objects.select_for_update().get(pk=subscription.pk)
    if found.state != Subscription.State.UNSUBSCRIBED:
        found.state = Subscription.State.UNSUBSCRIBED
        found.unsubscribed_at, found.mailed_at = timezone.now(), None
        found.save(update_fields=["state", "unsubscribed_at", "mailed_at"])
    Delivery.objects.filter(subscription=found).withdraw()
    return found


@transaction.atomic
def subscribe_again(subscription: Subscription) -> Subscription:
    """Take back an unsubscription. Raises Refusal for an address that never was confirmed."""
    found = Subscription.objects.select_for_update().get(pk=subscription.pk)
    if found.confirmed_at is None:
        raise Refusal(_("This address was never confirmed. Please subscribe again."))
    if found.state != Subscription.State.CONFIRMED:
        found.state = Subscription.State.CONFIRMED
        found.save(update_fields=["state"])
    return found


@transaction.atomic
def set_preferences(
    subscription: Subscription, *, language: str, topics: list[str]
) -> Subscription:
    """Change what a confirmed subscriber receives. Raises Refusal for anybody else."""
    found = Subscription.objects.select_for_update().get(pk=subscription.pk)
    if found.state != Subscription.State.CONFIRMED:
        raise Refusal(_("This subscription is not active. Please subscribe again."))
    found.language, found.topics = language, topics
    found.save(update_fields=["language", "topics"])
    return found


@transaction.atomic
def expire_unconfirmed() -> int:
    """Forget addresses that nobody confirmed in time; how many.

    One that had been subscribed before goes back to unsubscribed: that it left is remembered.
    """
    stale = Subscription.objects.never_confirmed(before=timezone.now() - CONFIRM_WITHIN)
    returned = stale.filter(unsubscribed_at__isnull=False).update(
        state=Subscription.State.UNSUBSCRIBED
    )
    deleted, _rows = stale.filter(unsubscribed_at__isnull=True).delete()
    return returned + deleted


@transaction.atomic
def erase(subscription: Subscription, *, by: User) -> None:
    """Forget a person who asks for it: the subscription, its history, and the address in the
    books of what was sent, where the row itself stays so that the counts remain true.
    """
    found = Subscription.objects.select_for_update().get(pk=subscription.pk)
    deliveries = Delivery.objects.filter(subscription=found)
    deliveries.withdraw()
    deliveries.update(address=Concat(Value("erased-"), Cast("pk", CharField()), Value("@invalid")))
    history = apps.get_model("newsletters.SubscriptionEvent")
    key = found.pk
    found.delete()
    # Last, since the deletion itself was recorded too, with the address.
    history._default_manager.filter(pgh_obj_id=key).delete()
