"""Figures of newsletters: a run of deliveries."""

from __future__ import annotations

import smtplib
from collections.abc import Iterator

import pgtrigger
from django.test import override_settings
from django.utils import timezone

from benchmarks.figures import Figure, ratio
from benchmarks.sink import sink
from network.accounts.models import User
from network.mail import engine
from network.mail.models import SendingState
from newsletters.delivery import queue_of
from newsletters.models import Delivery, Newsletter, Subscription
from newsletters.services import start_sending, write_text

READERS = 1000
_SENDER = "secretariat@example.org"


def figures() -> Iterator[Figure]:
    issue = _issue_being_sent()
    queue = queue_of(issue.pk)
    deliveries = Delivery.objects.filter(newsletter=issue)
    prebuilt = [(row.address, queue.message(row)) for row in deliveries]

    with sink() as port, override_settings(EMAIL_HOST="127.0.0.1", EMAIL_PORT=port):

        def run() -> None:
            # Putting the rows back is one statement of some milliseconds, and counted with the run.
            with pgtrigger.ignore("newsletters.Delivery:state_transitions"):
                deliveries.update(state=SendingState.WAITING, due_at=timezone.now())
            tally = engine.run(queue_of(issue.pk), seconds=300)
            assert tally.sent == READERS, tally

        def loop() -> None:
            with smtplib.SMTP("127.0.0.1", port, local_hostname="localhost") as smtp:
                for address, message in prebuilt:
                    smtp.sendmail(_SENDER, [address], message)

        yield ratio(
            "newsletters.mail_run",
            of=(f"{READERS} deliveries through the sending engine, results recorded", run),
            against=(f"a bare smtplib loop over {READERS} prebuilt messages", loop),
            rounds=5,
        )


def _issue_being_sent() -> Newsletter:
    Subscription.objects.all().delete()  # the samples': only those counted here
    Subscription.objects.bulk_create(
        Subscription(
            email=f"bench{number}@example.org",
            token=f"{number:043d}",
            state=Subscription.State.CONFIRMED,
            confirmed_at=timezone.now(),
        )
        for number in range(READERS)
    )
    issue = Newsletter.objects.create(number=9000, slug="bench")
    body = "<p>Dear readers,</p>" * 40
    write_text(issue, "en", subject="Measured", body=body, by=None)
    return start_sending(issue, by=User.objects.create_superuser("bench-sender@example.org"))
