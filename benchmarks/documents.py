"""Figures of documents: a PDF from its row in the queue to the stored file."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path

from django.conf import settings
from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration

from benchmarks.figures import Figure, ratio
from meetings.documents import communique_html
from meetings.models import Communique, CommuniqueVersion, Meeting
from meetings.services.builds import request_builds
from meetings.services.texts import create_communique
from network.accounts.models import User
from network.documents.pdf import engine, render
from network.tasks import build_document

_PARAGRAPH = (
    "The members of the Network told each other what their plans have changed, where money and "
    "people were missing, and what they will report on when they meet again. "
)
ROUNDS = 12
_MINUTE = 20.0  # as long as the figure of a minute is counted
# One worker of two: the documents that it makes until its time is over.
_WORKER = """
import sys, time
import django
django.setup()
from network.documents.pdf import render
html = sys.stdin.read()
render(html, identifier="warm")
print("ready", flush=True)
until, made = time.monotonic() + float(sys.argv[1]), 0
while time.monotonic() < until:
    render(html, identifier=str(made))
    made += 1
print(made, flush=True)
"""


def figures() -> Iterator[Figure]:
    by = User.objects.create_superuser("bench-documents@example.org")
    numbers = count(1)
    waiting = [_waiting(next(numbers), by) for _round in range(ROUNDS + 1)]
    html = communique_html(CommuniqueVersion.objects.latest("pk"), "en")
    keys = iter([build.pk for build in waiting])
    yield ratio(
        "documents.pdf_vs_weasyprint",
        of=(
            "a communiqué of three pages, from the row that waits to the stored file",
            lambda: build_document(next(keys)),
        ),
        against=("WeasyPrint's write_pdf of the same HTML, its fonts shared", bare_pdf(html)),
        rounds=ROUNDS,
    )
    yield _memory(html)
    yield _per_minute(html)


def bare_pdf(html: str) -> Callable[[], None]:
    """What writes the PDF of `html` by WeasyPrint alone, with its fonts read once."""
    target = Path(settings.DATA_DIR) / "bare.pdf"
    base = Path(settings.BASE_DIR) / "static"
    fonts = FontConfiguration()
    # Addresses of the document are relative to the site's root.
    local = html.replace('="/', f'="{base.as_uri()}/')
    CSS(filename=str(base / "css" / "pdf.css"), font_config=fonts)

    def write() -> None:
        HTML(string=local).write_pdf(target, font_config=fonts, pdf_variant="pdf/ua-1")

    return write


def _waiting(number: int, by: User) -> object:
    meeting = Meeting.objects.create(
        slug=f"bench-documents-{number}",
        title_en=f"Measured meeting {number}",
        kind=Meeting.Kind.CAPITAL,
        is_announced=True,
    )
    communique = create_communique(
        Communique(meeting=meeting, title_en=f"Measured communiqué {number}"),
        [{"en": _PARAGRAPH * 3}] * 20,
        by=by,
    )
    [build] = request_builds(communique, by=by)
    return build


def _memory(html: str) -> Figure:
    """What stays in memory must not grow with the documents that were made."""
    engine.end_renderer()
    sizes = []
    for number in range(200):
        render(html, identifier=str(number))
        if number + 1 in (20, 200):
            sizes.append(_resident())
    return Figure(
        "documents.memory_200_vs_20",
        sizes[1] / sizes[0],
        "x",
        "the renderer's memory after 200 documents",
        "the same after 20",
    )


def _resident() -> int:
    """The resident memory of this process's renderer, in KiB."""
    assert engine._renderer is not None
    status = Path(f"/proc/{engine._renderer.process.pid}/status").read_text()
    [line] = [line for line in status.splitlines() if line.startswith("VmRSS")]
    return int(line.split()[1])


def _per_minute(html: str) -> Figure:
    workers = [
        subprocess.Popen(
            [sys.executable, "-c", _WORKER, str(_MINUTE)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=settings.BASE_DIR,
            env=dict(os.environ),
        )
        for _worker in range(2)
    ]
    made = 0
    for worker in workers:
        assert worker.stdin is not None
        worker.stdin.write(html)
        worker.stdin.close()
    begun = time.monotonic()
    for worker in workers:
        assert worker.stdout is not None
        assert worker.stdout.readline() == "ready\n"
        made += int(worker.stdout.readline())
        worker.wait()
    assert time.monotonic() - begun < 10 * _MINUTE
    return Figure(
        "documents.per_minute",
        made * 60 / _MINUTE,
        "documents",
        "communiqués of three pages that two workers render in a minute",
        "nothing: a number of this machine",
    )
