"""The queue of an issue's deliveries, as the sending engine works it off."""

from __future__ import annotations

from functools import lru_cache

from django.db.models import Exists

from network.mail.message import Prepared
from network.mail.models import SendingQuerySet
from network.mail.queue import Queue
from newsletters.documents import TOKEN, prepare_message
from newsletters.models import Delivery, Newsletter
from newsletters.services import withdraw_those_who_left


def queue_of(newsletter_id: int) -> Queue:
    """The deliveries of one issue, while it is being sent and not on hold.

    A queue per issue, so that the claim of the next batch is one step on the partial index. The
    message of each language is encoded once per queue: a frozen copy never changes.
    """

    @lru_cache(maxsize=16)
    def prepared(language: str) -> Prepared:
        issue = Newsletter.objects.only("sent_content").get(pk=newsletter_id)
        found, copy = issue.sent_in(language)
        return prepare_message(copy, language=found)

    def before_claim() -> None:
        # Whoever locks the issue waits for this lock, so that no claim runs unseen.
        issue = Newsletter.objects.to_deliver().filter(pk=newsletter_id)
        if issue.select_for_update(no_key=True).exists():
            # Asked each time: a message refused for now may be due again within one run.
            withdraw_those_who_left(newsletter_id)

    def message(row: Delivery) -> bytes:
        return prepared(row.language).splice(
            address=row.address,
            message_id=row.message_id,
            date=row.created_at,
            values={TOKEN: row.token},
        )

    def rows() -> SendingQuerySet:
        # Asked once a statement; as a join it would be asked for every row.
        is_sent = Exists(Newsletter.objects.to_deliver().filter(pk=newsletter_id))
        return Delivery.objects.filter(is_sent, newsletter_id=newsletter_id)

    return Queue(
        name=f"newsletter-{newsletter_id}",
        rows=rows,
        message=message,
        columns=("language", "message_id", "created_at", "token"),
        before_claim=before_claim,
    )
