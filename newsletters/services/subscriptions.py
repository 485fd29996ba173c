"""Subscribing, confirming and leaving. The actor is whoever holds the link in the mail."""

from __future__ import annotations

import datetime
import logging
import secrets

from django.db import IntegrityError, transaction
from django.db.models import CharField, QuerySet, Value
from django.db.models.functions import Cast, Coalesce, Concat, Lower, Now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from network import clock
from network.accounts.models import User
from network.accounts.rate_limits import COUNTED_FOR, within
from network.accounts.rights import require_permission, save_by
from network.audit.erasure import events_of, forget_names
from network.audit.tracking import named_in_trail
from network.journal.lines import Line
from network.journal.recording import record
from network.journal.rows import YOUNGER, is_younger
from network.mail.models import OutgoingMail, SendingState
from network.mail.outbox import queue_template_mail
from network.values.mail_addresses import normalised
from network.values.refusals import Refusal
from newsletters.documents import page_url
from newsletters.models import CONFIRM_WITHIN, Delivery, Subscription

log = logging.getLogger(__name__)

# A second mail to the same address within this time would only be a nuisance. The count restarts
# once the owner has acted, so that somebody who leaves and returns at once still gets a mail.
MAIL_AGAIN_AFTER = datetime.timedelta(minutes=10)
# And no more than this many in the longest period that is counted, a day, whoever asks.
MAILS_A_DAY = 3
_FORGET_AT_ONCE = 1000  # rows of one transaction, so that none holds its locks for long


def ask_for_subscription(*, email: str, language: str, topics: list[str]) -> None:
    """Note that somebody asks for the newsletter, and write to the address.

    Whoever asks learns nothing about the address: it is its owner who is told, by a mail with a
    link to confirm, or to the preferences when the address is confirmed already. The choices of
    an address that was confirmed once are its owner's, who is led to them after the button: a
    stranger's request touches none. Raises ValidationError for what is no address.
    """
    email = normalised(email)
    try:
        _ask(email, language, topics)
    except IntegrityError:
        # Two requests for a new address at once: the other one has written the row and the mail.
        _ask(email, language, topics)


@transaction.atomic
def _ask(email: str, language: str, topics: list[str]) -> None:
    now = clock.now()
    found = Subscription.objects.of_address(email).select_for_update().first()
    if found is None:
        found = Subscription.objects.create(
            email=email, language=language, topics=topics, asked_at=now
        )
        _write_to(found, "confirm", now=now)
        return
    if found.state == Subscription.State.CONFIRMED:
        _work_as_for_a_new_row(language, topics, now)
        _write_to(found, "already_confirmed", now=now)
        return
    if found.confirmed_at is None:
        found.language, found.topics = language, topics
    found.state = Subscription.State.UNCONFIRMED
    found.asked_at = now
    found.save(update_fields=["language", "topics", "state", "asked_at"])
    _write_to(found, "confirm", now=now)


@transaction.atomic
def _work_as_for_a_new_row(language: str, topics: list[str], now: datetime.datetime) -> None:
    """Write a row and take it back: the time of the answer does not tell which address is new."""
    nobody = f"{secrets.token_hex(16)}@nobody.invalid"  # RFC 2606
    Subscription.objects.create(email=nobody, language=language, topics=topics, asked_at=now)
    transaction.set_rollback(True)


@transaction.atomic
def _write_to(subscription: Subscription, template: str, *, now: datetime.datetime) -> None:
    """Write to the address, unless it was written to just now, or often today.

    Then the mail is written and taken back: the answer takes as long as any other.
    """
    may_write = _may_write_to(subscription, now=now)
    subscription.mailed_at = now
    subscription.save(update_fields=["mailed_at"])
    language = subscription.language
    queue_template_mail(
        f"newsletters/email/{template}",
        kind=OutgoingMail.Kind.SUBSCRIPTION,
        address=subscription.email,
        language=language,
        holds_link=True,
        context={
            "confirm_url": page_url("confirm", subscription.token, language=language),
            "preferences_url": page_url("preferences", subscription.token, language=language),
            "topics": subscription.topic_labels,
            "days": CONFIRM_WITHIN.days,
        },
    )
    if not may_write:
        # Of the savepoint that this is: whoever calls it is in a transaction of their own.
        transaction.set_rollback(True)


def _may_write_to(subscription: Subscription, *, now: datetime.datetime) -> bool:
    if subscription.mailed_at and now - subscription.mailed_at < MAIL_AGAIN_AFTER:
        return False
    a_day = round(COUNTED_FOR.total_seconds())
    return within(action="subscription", whose=subscription.email, times=MAILS_A_DAY, seconds=a_day)


@transaction.atomic
def confirm(subscription: Subscription) -> Subscription:
    """Confirm the address. A second time changes nothing. Raises Refusal for a link too old."""
    found = Subscription.objects.select_for_update().get(pk=subscription.pk)
    if found.state == Subscription.State.CONFIRMED:
        return found
    now = clock.now()
    if found.state != Subscription.State.UNCONFIRMED or found.asked_at < now - CONFIRM_WITHIN:
        raise Refusal(_("This link is no longer valid. Please subscribe again."))
    found.state = Subscription.State.CONFIRMED
    found.confirmed_at, found.mailed_at = now, None
    found.save(update_fields=["state", "confirmed_at", "mailed_at"])
    return found


@transaction.atomic
@named_in_trail
def unsubscribe(subscription: Subscription, *, by: User | None) -> Subscription:
    """Stop all mail to this address, even of an issue that is just being sent.

    `by` is nobody where the holder of the link asks. A second time changes nothing.
    """
    require_permission(by, "change", subscription)
    found = Subscription.objects.select_for_update().get(pk=subscription.pk)
    if found.state != Subscription.State.UNSUBSCRIBED:
        found.state = Subscription.State.UNSUBSCRIBED
        found.unsubscribed_at, found.mailed_at = clock.now(), None
        found.save(update_fields=["state", "unsubscribed_at", "mailed_at"])
        record("unsubscription", found.pk, addresses=[found.email])
    Delivery.objects.filter(subscription=found).withdraw()
    return found


@transaction.atomic
def subscribe_again(subscription: Subscription) -> Subscription:
    """Undo an unsubscription. Raises Refusal for an address that was never confirmed."""
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


def expire_unconfirmed() -> int:
    """Delete addresses that nobody confirmed in time; return how many.

    One that had been subscribed before goes back to unsubscribed: that it left is remembered.
    """
    stale = Subscription.objects.never_confirmed(before=clock.now() - CONFIRM_WITHIN)
    returned = stale.filter(unsubscribed_at__isnull=False).update(
        state=Subscription.State.UNSUBSCRIBED
    )
    return returned + _forget_all(stale.filter(unsubscribed_at__isnull=True))


def correct_subscription(subscription: Subscription, *, by: User) -> Subscription:
    """Write what a subscriber asked the Secretariat to correct: language and topics."""
    return save_by(subscription, by=by)


def erase(subscription: Subscription, *, by: User) -> None:
    """Erase a person who asks for it: the subscription, its history, and the address in the records
    of sent messages, whose rows stay so that the counts remain true.
    """
    erase_all(Subscription.objects.filter(pk=subscription.pk), by=by)


def erase_of_account(account: User, *, by: User | None) -> None:
    """Erase the subscription of an account's address; nobody is the journal at a replay."""
    erase_all(Subscription.objects.of_address(account.email), by=by)


def erase_all(subscriptions: QuerySet[Subscription], *, by: User | None) -> int:
    """Erase each of these as `erase` does; return how many.

    Their history is erased too, so that only the server's log says who did it.
    """
    require_permission(by, "delete", Subscription())
    forgotten = _forget_all(subscriptions, is_recorded=by is not None)
    log.info("Account %s has erased %s subscriptions", getattr(by, "pk", None), forgotten)
    return forgotten


def _forget_all(subscriptions: QuerySet[Subscription], *, is_recorded: bool = False) -> int:
    forgotten = 0
    while gone := _forget(subscriptions, is_recorded=is_recorded):
        forgotten += gone
    return forgotten


@transaction.atomic
def _forget(subscriptions: QuerySet[Subscription], *, is_recorded: bool) -> int:
    """Delete some of these, and every place that repeats their addresses; how many.

    What a person has erased is noted in the journal; what ran out runs out again after a restore.
    """
    found = list(subscriptions.select_for_update().order_by("pk")[:_FORGET_AT_ONCE])
    if is_recorded:
        for subscription in found:
            record("subscription", subscription.pk, addresses=[subscription.email])
    keys = [subscription.pk for subscription in found]
    _forget_deliveries(keys)
    emails = [Lower(Value(subscription.email)) for subscription in found]
    mails = OutgoingMail.objects.filter(kind=OutgoingMail.Kind.SUBSCRIPTION)
    mails = mails.alias(lower_address=Lower("address")).filter(lower_address__in=emails)
    forget_names(OutgoingMail, list(mails.values_list("pk", flat=True)))
    mails.delete()
    forget_names(Subscription, keys)
    Subscription.objects.filter(pk__in=keys).delete()
    # Last, since the deletion itself was recorded too, with the address.
    events_of(Subscription).filter(pgh_obj_id__in=keys).delete()
    return len(keys)


def replay_erasure(line: Line) -> str:
    """Erase again a subscription that a restored backup brought back (network.journal)."""
    found, said = _named(line)
    if found is not None:
        _forget_all(Subscription.objects.filter(pk=found.pk))
        said = "erased"
    return said


def replay_unsubscription(line: Line) -> str:
    """Let somebody leave again whom a restored backup shows as subscribed (network.journal)."""
    found, said = _named(line)
    if found is None:
        return said
    if found.state == Subscription.State.UNSUBSCRIBED:
        return "not subscribed in this backup"
    found.state, found.unsubscribed_at = Subscription.State.UNSUBSCRIBED, line.happened_at
    found.save(update_fields=["state", "unsubscribed_at"])
    Delivery.objects.filter(subscription=found).withdraw()
    return "unsubscribed"


def _named(line: Line) -> tuple[Subscription | None, str]:
    """The subscription that a line means, by its key and its address, or why there is none.

    Where the address cannot be compared, the key alone says it: a younger row is never meant.
    """
    found = Subscription.objects.select_for_update().filter(pk=int(line.key)).first()
    if found is not None and is_younger(found, line):
        return None, YOUNGER
    if found is None or (line.is_readable and not line.names(found.email)):
        return None, "not in this backup"
    return found, ""


def _forget_deliveries(keys: list[int]) -> None:
    deliveries = Delivery.objects.filter(subscription__in=keys)
    # Locked, or a sender could write "to retry" between two of the statements.
    list(deliveries.select_for_update().order_by("pk").values_list("pk"))
    deliveries.withdraw()
    # A server's words often repeat the address.
    address = Concat(Value("erased-"), Cast("pk", CharField()), Value("@invalid"))
    deliveries.update(address=address, last_error="")
    # A message that is just leaving may arrive, but is never retried: its sender's result is
    # ignored.
    deliveries.in_flight().update(
        state=SendingState.UNCERTAIN,
        due_at=None,
        uncertain_at=Coalesce("uncertain_at", Now()),
        lease_token=None,
        lease_ends_at=None,
        last_error=gettext_noop("The address was erased while the message was being sent."),
    )
