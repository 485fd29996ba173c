"""Tasks and sweeps of the ground floor."""

from __future__ import annotations

from celery import shared_task
from django.contrib.sessions.backends.db import SessionStore

from network.documents import building, queue
from network.documents.pdf import clear_scratch
from network.documents.private import discard_past_their_date
from network.documents.public import discard_abandoned
from network.importing import working
from network.importing.models import SpreadsheetImport
from network.jobs.starting import PortalTask
from network.jobs.sweeps import forget_old_turns, once_per_slot
from network.journal.recording import write_waiting
from network.mail import engine
from network.mail.models import MailAttachment, OutgoingMail
from network.mail.outbox import outbox
from network.mail.undelivered import forget_dead_links
from network.privacy.requests import forget_farewells
from network.web import data_version, health


@shared_task(base=PortalTask)
def pulse() -> None:
    """Tell /health/ that a worker works, and delete what has expired."""
    health.beat_pulse()
    if once_per_slot("forget-old-turns", 600):
        forget_old_turns()
    if once_per_slot("fold-data-changes", 300):
        data_version.fold_changes()
    if once_per_slot("discard-private-files", 3600):
        discard_past_their_date()
    if once_per_slot("discard-abandoned-files", 86_400):
        discard_abandoned()
    if once_per_slot("forget-farewells", 3600):
        forget_farewells()
    if once_per_slot("forget-sessions", 3600):
        SessionStore.clear_expired()
    write_waiting()


@shared_task(base=PortalTask)
def send_outbox() -> None:
    """Send what waits in the outbox, and start again when more is left than a run could do."""
    if engine.run(outbox).more:
        send_outbox.start()


@shared_task(base=PortalTask)
def sweep_outbox() -> None:
    """Find mail whose task was lost, and delete what is old."""
    if once_per_slot("sweep-outbox", 5) and engine.sweep(outbox):
        send_outbox.start()
    if once_per_slot("forget-outbox", 3600):
        OutgoingMail.objects.forget_old()
        forget_dead_links()
        MailAttachment.objects.forget_sent()


@shared_task(base=PortalTask, soft_time_limit=540, time_limit=600)
def work_on_import(key: int) -> None:
    """Check, write or take back the rows of an import. May run twice: its row is held."""
    if working.work_on(key, seconds=45):
        work_on_import.start(key)


@shared_task(base=PortalTask)
def sweep_imports() -> None:
    """Find imports whose task was lost."""
    if once_per_slot("imports", 5):
        for key in SpreadsheetImport.objects.unfinished().values_list("pk", flat=True):
            work_on_import.start(key)


@shared_task(base=PortalTask)
def build_document(build_id: int) -> None:
    """Build one document, unless it is ready or another worker builds it. May run twice."""
    building.build(build_id)


@shared_task(base=PortalTask)
def sweep_documents() -> None:
    """Start tasks for documents that wait or whose worker died; once per slot for all beats."""
    if once_per_slot("sweep-documents", 5):
        clear_scratch()
        for build_id in queue.take_due():
            build_document.start(build_id)
    if once_per_slot("forget-documents", 3_600):
        queue.forget_expired()
