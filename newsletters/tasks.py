"""Tasks and the sweep of newsletters; the state is in the rows."""

from __future__ import annotations

from celery import shared_task

from network.jobs.starting import PortalTask
from network.jobs.sweeps import once_per_slot
from network.mail import engine
from newsletters.delivery import queue_of
from newsletters.models import Newsletter
from newsletters.services import expire_unconfirmed, finish_if_done, withdraw_those_who_left


@shared_task(base=PortalTask)
def deliver(newsletter_id: int) -> None:
    """Send what is due of an issue for a while, and start again when more is left."""
    if not Newsletter.objects.to_deliver().filter(pk=newsletter_id).exists():
        return
    if engine.run(queue_of(newsletter_id)).more:
        deliver.start(newsletter_id)
    finish_if_done(newsletter_id)


@shared_task(base=PortalTask)
def sweep_deliveries() -> None:
    """Find issues whose task was lost, end finished ones, and delete unconfirmed addresses."""
    if once_per_slot("sweep-deliveries", 5):
        for newsletter_id in Newsletter.objects.to_deliver().values_list("pk", flat=True):
            if engine.sweep(queue_of(newsletter_id)):
                deliver.start(newsletter_id)
            else:
                withdraw_those_who_left(newsletter_id)
                finish_if_done(newsletter_id)
    if once_per_slot("expire-unconfirmed", 3600):
        expire_unconfirmed()
