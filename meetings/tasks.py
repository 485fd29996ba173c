"""Tasks that build PDFs; the state is in the row of each build."""

from __future__ import annotations

import hashlib
import logging

from celery import shared_task

from meetings.documents import communique_html, file_name
from meetings.services.builds import Claim, LeaseLost, claim, take_due
from network.documents.disk import is_disk_full
from network.documents.pdf import PdfInterrupted, PdfRefused, PdfWithoutRoom, clear_scratch, render
from network.jobs.starting import PortalTask
from network.jobs.sweeps import once_per_slot

log = logging.getLogger(__name__)


@shared_task(base=PortalTask)
def build_pdf(build_id: int) -> None:
    """Build one PDF, unless it is ready or another worker builds it. May run twice."""
    held = claim(build_id)
    if held is None:
        return
    try:
        _make(held)
    except LeaseLost:
        log.warning("PDF build %s was taken over by another worker", build_id)
    except PdfRefused as error:
        held.give_up(str(error))
    except PdfWithoutRoom:
        log.error("PDF build %s waits: the disk is full", build_id)
        held.wait_for_room()
    except PdfInterrupted as error:
        held.retry_later(str(error))
    except Exception as error:
        if is_disk_full(error):
            log.error("PDF build %s waits: the disk of the documents is full", build_id)
            held.wait_for_room()
            return
        log.exception("PDF build %s failed", build_id)
        held.retry_later(f"{type(error).__name__}: {error}"[:500])


def _make(held: Claim) -> None:
    version, language = held.build.version, held.build.language
    held.renew(10)
    html = communique_html(version, language)
    held.renew(20)
    waited = 20

    def show_progress() -> None:
        # The renderer reports no progress; a slowly growing bar shows that it works.
        nonlocal waited
        waited = min(85, waited + 5)
        held.renew(waited)

    pdf = render(html, identifier=f"{version.digest}:{language}", heartbeat=show_progress)
    held.renew(90)
    digest = hashlib.sha256(pdf.data).hexdigest()
    stem = file_name(version, language).removesuffix(".pdf")
    name = f"communiques/{stem}-{digest[:16]}.pdf"
    held.finish(pdf.data, name=name, sha256=digest, pages=pdf.pages)


@shared_task(base=PortalTask)
def sweep_builds() -> None:
    """Start tasks for builds that wait or whose worker died; once per slot for all beats."""
    if once_per_slot("meetings.builds", 5):
        clear_scratch()
        for build_id in take_due():
            build_pdf.start(build_id)
