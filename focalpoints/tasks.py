"""The sweep of the register; the state is in the rows."""

from __future__ import annotations

from celery import shared_task

from focalpoints.announcing import announce_ends
from focalpoints.confirmation import ask_who_is_due, forget_old_requests, go_on
from focalpoints.email_changes import forget_expired
from focalpoints.letter_requests import forget_settled
from focalpoints.merging import forget_what_merges_hold
from focalpoints.notifications.deliveries import note_deliveries
from focalpoints.review.waiting import remind_of_waiting
from network.jobs.starting import PortalTask
from network.jobs.sweeps import once_per_slot


@shared_task(base=PortalTask)
def sweep_register() -> None:
    """Ask officials to confirm their records, and remind of what waits; note what was delivered."""
    if once_per_slot("ask-to-confirm", 600):
        go_on()
        ask_who_is_due()
    if once_per_slot("announce-ends", 3600):
        announce_ends()
    if once_per_slot("remind-of-submissions", 1800):
        remind_of_waiting()
    if once_per_slot("note-deliveries", 300):
        note_deliveries()
    if once_per_slot("forget-confirmations", 3600):
        forget_old_requests()
        forget_settled()
        forget_expired()
    if once_per_slot("forget-merges", 3600):
        forget_what_merges_hold()
