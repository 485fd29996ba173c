"""Building one document of the queue: claimed, rendered, stored, or said why not."""

from __future__ import annotations

import hashlib
import logging

from network.documents.disk import is_disk_full
from network.documents.kinds import UnknownKind, kind_named
from network.documents.pdf import PdfInterrupted, PdfRefused, PdfWithoutRoom, render
from network.documents.pdf.reasons import CHANGED, GONE
from network.documents.queue import Claim, LeaseLost, claim

log = logging.getLogger(__name__)


def build(build_id: int) -> None:
    """Build one document, unless it is ready or another worker builds it. May run twice."""
    held = claim(build_id)
    if held is None:
        return
    try:
        _make(held)
    except LeaseLost:
        log.warning("Document %s was taken over by another worker", build_id)
    except PdfRefused as error:
        held.give_up(str(error))
    except PdfWithoutRoom:
        log.error("Document %s waits: the disk is full", build_id)
        held.wait_for_room()
    except PdfInterrupted as error:
        held.retry_later(str(error))
    except Exception as error:
        if is_disk_full(error):
            log.error("Document %s waits: the disk of the documents is full", build_id)
            held.wait_for_room()
            return
        log.exception("Document %s failed", build_id)
        held.retry_later(f"{type(error).__name__}: {error}"[:500])


def _make(held: Claim) -> None:
    held.renew(10)
    html = _html_of(held)
    held.renew(20)
    waited = 20

    def show_progress() -> None:
        # The renderer reports no progress; a slowly growing bar shows that it works.
        nonlocal waited
        waited = min(85, waited + 5)
        held.renew(waited)

    ordered = held.build
    pdf = render(html, identifier=f"{ordered.digest}:{ordered.language}", heartbeat=show_progress)
    held.renew(90)
    digest = hashlib.sha256(pdf.data).hexdigest()
    stem = ordered.name.removesuffix(".pdf")
    name = f"documents/{ordered.kind}/{stem}-{digest[:16]}.pdf"
    held.finish(pdf.data, name=name, sha256=digest, pages=pdf.pages)


def _html_of(held: Claim) -> str:
    """The HTML of just the content that was ordered; raises PdfRefused where that is no more."""
    ordered = held.build
    try:
        content = kind_named(ordered.kind).content(ordered.subject, ordered.language)
    except UnknownKind as error:
        raise PdfRefused(GONE) from error
    if content is None:
        raise PdfRefused(GONE)
    if content.digest != ordered.digest:
        raise PdfRefused(CHANGED)
    return content.html()
