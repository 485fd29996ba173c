"""The parent's side: WeasyPrint in a process of its own, with limits, and no way out.

A document may be large, nested without end or hostile; what it costs must not reach the worker
that asked for it. So each is rendered by `child.py`, which knows no secret of the portal, may
use a bounded share of time and memory, reads only the portal's own fonts, style sheets and
images, and dies with its parent. WeasyPrint's memory, which grows with every document, goes
back to the system each time (docs/pdf.md).
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path

from django.conf import settings

from network.documents.disk import is_disk_full
from network.documents.pdf import reasons
from network.documents.pdf.child import DISK_FULL

CHILD = Path(__file__).with_name("child.py")
# Longer than any document may take: nobody works in a folder that is older.
LEFT_BEHIND_SECONDS = 180
# What the child may know of the worker's environment: where programs and fonts are, no secret.
PASSED_ON = ("PATH", "HOME", "FONTCONFIG_FILE", "FONTCONFIG_PATH", "LD_LIBRARY_PATH")


class PdfRefused(Exception):  # noqa: N818 - the document's fault, in a sentence
    """This document cannot become a PDF, however often it is tried; the message says why."""


class PdfInterrupted(Exception):  # noqa: N818 - the machine's fault, in a sentence
    """The making was cut short by the machine; another attempt may succeed."""


class PdfWithoutRoom(PdfInterrupted):
    """The disk is full: the making succeeds once there is room, however often it did not."""

    def __init__(self) -> None:
        super().__init__(reasons.DISK_FULL)


@dataclass(frozen=True)
class Limits:
    """What one document may cost. The wall clock leaves room for a busy machine."""

    cpu_seconds: int = 60
    wall_seconds: int = 75
    memory_bytes: int = 1536 * 1024 * 1024
    output_bytes: int = 64 * 1024 * 1024


@dataclass(frozen=True)
class Pdf:
    """The finished file and the number of its pages."""

    data: bytes
    pages: int


def render(
    html: str,
    *,
    identifier: str,
    base: Path | None = None,
    limits: Limits | None = None,
    heartbeat: Callable[[], None] = lambda: None,
    beat_seconds: float = 5.0,
) -> Pdf:
    """Make the PDF (PDF/UA-1: tagged, with title and language) of a whole HTML document.

    The document names its `lang` and `<title>`; its addresses are relative to the folder `base`
    (the portal's `static/`, unless told), of which it may use `css/`, `fonts/` and `img/` and
    nothing else anywhere. The same HTML, files and `identifier` give the same bytes.

    `heartbeat` is called every `beat_seconds` while it lasts; what it raises ends the child and
    passes through. Raises PdfRefused, PdfInterrupted and, on a full disk, PdfWithoutRoom.
    """
    try:
        return _rendered(html, identifier, base, limits or Limits(), heartbeat, beat_seconds)
    except OSError as error:
        if is_disk_full(error):
            raise PdfWithoutRoom from error
        raise


def _rendered(
    html: str,
    identifier: str,
    base: Path | None,
    limits: Limits,
    heartbeat: Callable[[], None],
    beat_seconds: float,
) -> Pdf:
    with tempfile.TemporaryDirectory(dir=clear_scratch()) as scratch_name:
        scratch = Path(scratch_name)
        order = {
            "html": html,
            "base": str(base or settings.BASE_DIR / "static"),
            "identifier": hashlib.sha256(identifier.encode()).hexdigest()[:32],
            "limits": asdict(limits),
            "parent": os.getpid(),
        }
        (scratch / "order.json").write_text(json.dumps(order), encoding="utf-8")
        code = _run(scratch, limits, heartbeat, beat_seconds)
        if code == 0:
            told = json.loads((scratch / "told.json").read_text(encoding="utf-8"))
            return Pdf((scratch / "document.pdf").read_bytes(), told["pages"])
        raise _reason(code, scratch)


def clear_scratch() -> Path:
    """Remove what killed workers left behind; the folder of the folders for documents.

    A text that nobody has adopted yet must not lie about: so not in the machine's temporary
    folder, and gone with the next sweep.
    """
    root = Path(settings.DATA_DIR) / "pdf-scratch"
    root.mkdir(mode=0o700, parents=True, exist_ok=True)
    for left in root.iterdir():
        with suppress(FileNotFoundError):  # another worker was quicker
            if time.time() - left.stat().st_mtime > LEFT_BEHIND_SECONDS:
                shutil.rmtree(left)
    return root


def _run(scratch: Path, limits: Limits, heartbeat: Callable[[], None], beat_seconds: float) -> int:
    """Run the child to its end and return its exit code; never leave it behind."""
    environment = {name: os.environ[name] for name in PASSED_ON if name in os.environ}
    environment |= {
        "TMPDIR": str(scratch),
        "LC_ALL": "C.UTF-8",
        "PYTHONHASHSEED": "0",  # the same bytes from the same document
        "MALLOC_ARENA_MAX": "1",  # otherwise each thread reserves address space of its own
    }
    # -P keeps this folder off the import path; -s keeps the user's own packages out.
    command = [sys.executable, "-P", "-s", str(CHILD), str(scratch)]
    ends_at = time.monotonic() + limits.wall_seconds
    with (scratch / "log.txt").open("wb") as log:
        process = subprocess.Popen(  # noqa: S603 - our own file, no shell
            command,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            cwd=scratch,
        )
    try:
        while True:
            left = ends_at - time.monotonic()
            if left <= 0:
                raise PdfInterrupted(reasons.NOT_READY)
            try:
                return process.wait(timeout=min(left, beat_seconds))
            except subprocess.TimeoutExpired:
                heartbeat()
    finally:
        if process.poll() is None:
            process.kill()
            process.wait()


def _reason(code: int, scratch: Path) -> Exception:
    """Why the child ended with `code`: its own words, or what its signal says."""
    told = scratch / "told.json"
    if code != DISK_FULL and told.exists():
        try:
            return PdfRefused(json.loads(told.read_text(encoding="utf-8"))["refused"])
        except (ValueError, KeyError):
            pass
    if code == DISK_FULL:
        return PdfWithoutRoom()
    if code == -signal.SIGXCPU:
        return PdfRefused(reasons.TOO_LONG)
    last = (scratch / "log.txt").read_text(encoding="utf-8", errors="replace").strip()
    word = f"signal {-code}" if code < 0 else f"code {code}"
    return PdfInterrupted(f"{reasons.STOPPED}\n{word} {last[-300:]}".strip())
