"""Doorbells and sweeps of the ground floor."""

from __future__ import annotations

from celery import shared_task
from django.contrib.sessions.backends.db import SessionStore

from network import health
from network.doorbell import Doorbell
from network.mailing import outbox
from network.models import OutgoingMail
from network.sending import engine
from network.sweeps import forget_old_turns, once_per_slot
from network.undelivered import forget_dead_links


@shared_task(base=Doorbell)
def pulse() -> None:
    """Tell /health/ that a worker works, and clear up."""
    health.beat_pulse()
    if once_per_slot("forget-old-turns", 600):
        forget_old_turns()
    if once_per_slot("forget-sessions", 3600):
        SessionStore.clear_expired()


@shared_task(base=Doorbell)
def send_outbox() -> None:
    """Send what waits in the outbox, and ring again when more is left than a run could do."""
    if engine.run(outbox).more:
        send_outbox.ring()


@shared_task(base=Doorbell)
def sweep_outbox() -> None:
    """Find mail that nobody rang for, and forget what is old."""
    if once_per_slot("sweep-outbox", 5) and engine.sweep(outbox):
        send_outbox.ring()
    if once_per_slot("forget-outbox", 3600):
        OutgoingMail.objects.forget_old()
        forget_dead_links()
