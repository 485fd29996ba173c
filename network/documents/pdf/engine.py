"""The worker's side: orders to a renderer with limits, from which nothing escapes.

A document may be large, endlessly nested or hostile; its cost must not reach the worker that asked
for it. So each is rendered in its own process, which knows no secret of the portal, may use a
bounded share of time and memory, reads only the portal's own fonts, style sheets and images, and
dies with its parent. WeasyPrint's memory, which grows with every document, goes back to the system
each time. Starting Python and importing WeasyPrint cost eight times as much as a document of three
pages: one renderer (`renderer.py`) does that once for a worker, and forks a child for each document
(docs/pdf.md).
"""

from __future__ import annotations

import atexit
import hashlib
import json
import os
import select
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path

from django.conf import settings

from network.documents import fonts
from network.documents.disk import is_disk_full
from network.documents.pdf import reasons

RENDERER = Path(__file__).with_name("renderer.py")
DISK_FULL = 4  # an exit code of `renderer.py`, which is never imported here
# Longer than any document may take: nobody works in a folder that is older.
LEFT_BEHIND_SECONDS = 180
# What the renderer may know of the worker's environment: where programs are, no secret.
PASSED_ON = ("PATH", "HOME", "LD_LIBRARY_PATH")


class PdfRefused(Exception):  # noqa: N818 - the document's fault, in a sentence
    """This document cannot become a PDF, however often it is tried; the message says why."""


class PdfInterrupted(Exception):  # noqa: N818 - the machine's fault, in a sentence
    """The machine interrupted the build; another attempt may succeed."""


class PdfWithoutRoom(PdfInterrupted):
    """The disk is full: the build succeeds once there is room, however often it failed before."""

    def __init__(self) -> None:
        super().__init__(reasons.DISK_FULL)


class RendererGone(PdfInterrupted):
    """The renderer ended without an answer."""

    def __init__(self, last_words: str) -> None:
        super().__init__(f"{reasons.STOPPED}\n{last_words}".strip())


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
    (by default the portal's `static/`), of which it may use `css/`, `fonts/` and `img/` and
    nothing else anywhere. The same HTML, files and `identifier` give the same bytes. A document
    that says what the portal's fonts cannot show is refused, with the characters and their place.

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
    unshown = fonts.missing_in_document(html)
    if unshown:
        raise PdfRefused(f"{reasons.NOT_IN_FONTS}\n{unshown}")
    with tempfile.TemporaryDirectory(dir=clear_scratch()) as scratch_name:
        scratch = Path(scratch_name)
        order = {
            "html": fonts.with_its_fonts(html),
            "identifier": hashlib.sha256(identifier.encode()).hexdigest()[:32],
            "limits": asdict(limits),
        }
        (scratch / "order.json").write_text(json.dumps(order), encoding="utf-8")
        read_from = base or Path(settings.BASE_DIR) / "static"
        code = _run(scratch, read_from, limits, heartbeat, beat_seconds)
        if code == 0:
            result = json.loads((scratch / "result.json").read_text(encoding="utf-8"))
            return Pdf((scratch / "document.pdf").read_bytes(), result["pages"])
        raise _reason(code, scratch)


def clear_scratch() -> Path:
    """Remove what killed workers left behind; the folder of the folders for documents.

    A text that is not adopted yet must not be left behind: so it is not in the machine's temporary
    folder, and the next sweep removes it.
    """
    root = Path(settings.DATA_DIR) / "pdf-scratch"
    root.mkdir(mode=0o700, parents=True, exist_ok=True)
    for left in root.iterdir():
        with suppress(FileNotFoundError):  # another worker was quicker
            if time.time() - left.stat().st_mtime > LEFT_BEHIND_SECONDS:
                shutil.rmtree(left)
    return root


class Renderer:
    """A running `renderer.py`, with WeasyPrint imported; it takes one order at a time."""

    def __init__(self, base: Path) -> None:
        self.base = base
        self.owner = os.getpid()
        self.folder = Path(tempfile.mkdtemp(prefix="renderer-", dir=clear_scratch()))
        environment = {name: os.environ[name] for name in PASSED_ON if name in os.environ}
        environment |= {
            "TMPDIR": str(self.folder),
            "FONTCONFIG_FILE": str(fonts.only_the_portals(self.folder)),
            "LC_ALL": "C.UTF-8",
            "PYTHONHASHSEED": "0",  # the same bytes from the same document
            "MALLOC_ARENA_MAX": "1",  # otherwise each thread reserves address space of its own
        }
        # -P keeps this folder off the import path; -s keeps the user's own packages out.
        command = [sys.executable, "-P", "-s", str(RENDERER), str(base), str(self.owner)]
        with (self.folder / "log.txt").open("wb") as log:
            self.process = subprocess.Popen(  # noqa: S603 - our own file, no shell
                command,
                env=environment,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=log,
                cwd=self.folder,
            )

    def serves(self, base: Path) -> bool:
        """Whether it is alive, and this process's own, not from before a fork; reads `base`."""
        return self.owner == os.getpid() and self.base == base and self.process.poll() is None

    def run(
        self,
        scratch: Path,
        limits: Limits,
        heartbeat: Callable[[], None],
        beat_seconds: float,
    ) -> int:
        """Have the order in `scratch` carried out; return the exit code of its child.

        Raises RendererGone when the renderer has ended, PdfInterrupted when the time is over.
        """
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        ends_at = time.monotonic() + limits.wall_seconds
        try:
            os.utime(self.folder)
            self.process.stdin.write(os.fsencode(scratch) + b"\n")
            self.process.stdin.flush()
        except OSError as error:
            raise RendererGone(self._last_words()) from error
        while True:
            left = ends_at - time.monotonic()
            if left <= 0:
                raise PdfInterrupted(reasons.NOT_READY)
            if select.select([self.process.stdout], [], [], min(left, beat_seconds))[0]:
                break
            heartbeat()
            os.utime(self.folder)
        answer = self.process.stdout.readline()
        if not answer:
            raise RendererGone(self._last_words())
        return int(answer)

    def _last_words(self) -> str:
        log = self.folder / "log.txt"
        return log.read_text(encoding="utf-8", errors="replace").strip()[-300:]

    def end(self) -> None:
        """Kill it and its working child; remove its fonts."""
        if self.owner != os.getpid():
            return  # the parent's, inherited by a fork
        self.process.kill()
        self.process.wait()
        for pipe in (self.process.stdin, self.process.stdout):
            if pipe is not None:
                with suppress(OSError):
                    pipe.close()
        shutil.rmtree(self.folder, ignore_errors=True)


_renderer: Renderer | None = None
_one_at_a_time = threading.Lock()


def end_renderer() -> None:
    """End this process's renderer, if there is one; the next document starts another."""
    global _renderer
    if _renderer is not None:
        _renderer.end()
        _renderer = None


atexit.register(end_renderer)


def _run(
    scratch: Path,
    base: Path,
    limits: Limits,
    heartbeat: Callable[[], None],
    beat_seconds: float,
) -> int:
    """Have the order in `scratch` carried out by a renderer; never leave a child behind."""
    global _renderer
    with _one_at_a_time:
        while True:
            is_fresh = _renderer is None or not _renderer.serves(base)
            if is_fresh:
                end_renderer()
                _renderer = Renderer(base)
            assert _renderer is not None
            try:
                return _renderer.run(scratch, limits, heartbeat, beat_seconds)
            except RendererGone:
                end_renderer()
                # One that has served before may have ended by itself just now.
                if is_fresh:
                    raise
            except BaseException:
                # The result of the child is no longer wanted, and its answer must not be taken for
                # that of the next order.
                end_renderer()
                raise


def _reason(code: int, scratch: Path) -> Exception:
    """Why the child ended with `code`: its own words, or the meaning of its signal."""
    result = scratch / "result.json"
    if code != DISK_FULL and result.exists():
        try:
            return PdfRefused(json.loads(result.read_text(encoding="utf-8"))["refused"])
        except (ValueError, KeyError):
            pass
    if code == DISK_FULL:
        return PdfWithoutRoom()
    if code == -signal.SIGXCPU:
        return PdfRefused(reasons.TOO_LONG)
    log = scratch / "log.txt"
    last = log.read_text(encoding="utf-8", errors="replace").strip() if log.exists() else ""
    word = f"signal {-code}" if code < 0 else f"code {code}"
    return PdfInterrupted(f"{reasons.STOPPED}\n{word} {last[-300:]}".strip())
