"""The renderer's side: WeasyPrint imported and fonts unpacked once, a process for each document.

Run by `engine.py`, which imports nothing of it but numbers. It imports nothing of the portal: a
document that broke WeasyPrint would find no database address and no key here.

Argument: the folder with `css/`, `fonts/` and `img/`. It reads orders from standard input, one a
line: a folder with `order.json`. For each it forks a child, which sets its own limits, leaves
`document.pdf` and `result.json` ({"pages": int}, or {"refused": sentence}) in the folder, and ends.
Then it answers with a line on standard output: the child's exit code, negative for a signal. It
renders nothing itself, so its memory stays as it was. It ends when its input does, when its parent
does, and when nothing was ordered for two minutes.
"""

from __future__ import annotations

import ctypes
import errno
import gc
import json
import logging
import mimetypes
import os
import re
import resource
import select
import signal
import sys
import traceback
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from weasyprint import HTML, LOGGER
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

# Addresses in a document are relative to this; `.invalid` can never be resolved (RFC 2606).
ORIGIN = "https://portal.invalid"
ROOMS = ("css", "fonts", "img")
SUFFIXES = {".css", ".woff2", ".svg", ".png", ".jpg"}
# Style sheets whose fonts are unpacked before the first document that names them.
STYLESHEET = re.compile(r'href="/(css/pdf[\w-]*\.css)"')
LETTERS = "<h1>Aa Жж</h1><h2>Aa</h2><p>Aa <b>Aa Жж</b> <i>Aa</i> Жж</p><p lang=ar dir=rtl>ء</p>"
REFUSED = 3  # the exit code of a document that was refused
DISK_FULL = 4  # the exit code of a full disk
# Less than `engine.LEFT_BEHIND_SECONDS`, after which its folder of fonts may be removed.
IDLE_SECONDS = 120.0


class RefusedError(Exception):
    """A fault of the document itself, as one of the sentences of `reasons.py`."""


class PortalFetcher(URLFetcher):
    """Reads the portal's own fonts, style sheets and images, and nothing else.

    WeasyPrint would otherwise open `file:` and the network, also for attachments. What is
    not allowed ends the rendering: a document that asks for it is wrong or hostile.
    """

    def __init__(self, base: Path) -> None:
        super().__init__()
        self.base = base

    def fetch(self, url: str, headers: Any = None) -> Any:
        path = self._allowed(url)
        kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
        return URLFetcherResponse(url, path.read_bytes(), {"Content-Type": kind})

    def _allowed(self, url: str) -> Path:
        parts = urlsplit(url)
        path = (self.base / unquote(parts.path).lstrip("/")).resolve()
        if (
            f"{parts.scheme}://{parts.netloc}" == ORIGIN
            and any(path.is_relative_to(self.base / room) for room in ROOMS)
            and path.suffix in SUFFIXES
            and path.is_file()
        ):
            return path
        raise FatalURLFetchingError(
            "The document uses something other than a font, style sheet or image of the "
            "portal:\n"
            f"{url[:200]}"
        )


class BoxesFound(logging.Handler):
    """Gathers the characters for which WeasyPrint drew a box."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.characters: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        if "notdef" in str(record.msg) and isinstance(record.args, tuple):
            self.characters.append(str(record.args[0]))


class Fonts:
    """One configuration of fonts for all documents; each font file is unpacked once."""

    def __init__(self, base: Path) -> None:
        self.fetcher = PortalFetcher(base)
        self.configuration = FontConfiguration()
        self._known: set[str] = set()

    def unpack(self, html: str) -> None:
        """Unpack the fonts of the portal's own stylesheets that `html` names.

        A page of letters alone makes Pango load them, so that every child has them.
        """
        for name in sorted(set(STYLESHEET.findall(html)) - self._known):
            if (self.fetcher.base / name).is_file():
                head = f'<link rel="stylesheet" href="/{name}">'
                HTML(
                    string=f"<html lang=en><head><title>A</title>{head}</head>{LETTERS}",
                    base_url=f"{ORIGIN}/",
                    url_fetcher=self.fetcher,
                ).write_pdf(font_config=self.configuration, pdf_variant="pdf/ua-1")
            self._known.add(name)


def serve(base: Path) -> None:
    """Carry out orders until there are no more."""
    fonts = Fonts(base)
    while True:
        ready, _, _ = select.select([sys.stdin.buffer], [], [], IDLE_SECONDS)
        line = sys.stdin.buffer.readline() if ready else b""
        if not line:
            return
        scratch = Path(os.fsdecode(line.rstrip(b"\n")))
        order = json.loads((scratch / "order.json").read_text(encoding="utf-8"))
        try:
            fonts.unpack(order["html"])
        except OSError as error:
            # A half-written file would count as unpacked.
            fonts = Fonts(base)
            (scratch / "log.txt").write_text(str(error), encoding="utf-8")
            code = DISK_FULL if error.errno in (errno.ENOSPC, errno.EDQUOT) else 1
        else:
            me = os.getpid()
            # A child's garbage collector would touch, and so copy, all shared memory.
            gc.freeze()
            child = os.fork()
            if child == 0:
                _one_document(order, scratch, fonts, me)
            code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        sys.stdout.write(f"{code}\n")
        sys.stdout.flush()


def _one_document(order: dict[str, Any], scratch: Path, fonts: Fonts, parent: int) -> None:
    """The child's whole run. It ends by `os._exit`: what its parent set up is not undone."""
    code = 1
    try:
        log = os.open(scratch / "log.txt", os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        nothing = os.open(os.devnull, os.O_RDONLY)
        for source, target in ((nothing, 0), (log, 1), (log, 2)):
            os.dup2(source, target)
        os.chdir(scratch)
        limit(order["limits"], parent)
        code = _answered(order, scratch, fonts)
    except OSError as error:
        # A full disk is not the document's fault; nothing can be written about it either.
        code = DISK_FULL if error.errno in (errno.ENOSPC, errno.EDQUOT) else code
        traceback.print_exc()
    except BaseException:
        # The engine reads it in the log.
        traceback.print_exc()
    finally:
        sys.stderr.flush()
        os._exit(code)


def limit(limits: dict[str, int], parent: int) -> None:
    """Set the limits of this process, and end it when the parent ends (Linux)."""
    end_with(parent)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    # The soft limit's SIGXCPU ends the process and tells the parent why.
    seconds = limits["cpu_seconds"]
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 5))
    resource.setrlimit(resource.RLIMIT_FSIZE, (limits["output_bytes"],) * 2)
    if sys.platform == "linux":
        resource.setrlimit(resource.RLIMIT_AS, (limits["memory_bytes"],) * 2)


def end_with(parent: int) -> None:
    """Have the kernel end this process when its parent ends, however that happens (Linux)."""
    if sys.platform == "linux":
        pr_set_pdeathsig = 1
        ctypes.CDLL(None).prctl(pr_set_pdeathsig, signal.SIGKILL)
        if os.getppid() != parent:  # it died before we asked
            os._exit(1)


def _answered(order: dict[str, Any], scratch: Path, fonts: Fonts) -> int:
    try:
        result: dict[str, Any] = {"pages": render(order, scratch / "document.pdf", fonts)}
    except RefusedError as refusal:
        result = {"refused": str(refusal)}
    except OSError as error:
        if error.errno != errno.EFBIG:
            raise
        result = {"refused": "The PDF is larger than a PDF may be. Split the document."}
    (scratch / "result.json").write_text(json.dumps(result), encoding="utf-8")
    return REFUSED if "refused" in result else 0


def render(order: dict[str, Any], target: Path, fonts: Fonts) -> int:
    """Write the PDF of `order` to `target`; return the number of pages."""
    boxes = BoxesFound()
    LOGGER.addHandler(boxes)
    try:
        document = HTML(
            string=order["html"], base_url=f"{ORIGIN}/", url_fetcher=fonts.fetcher
        ).render(font_config=fonts.configuration, pdf_variant="pdf/ua-1")
        document.write_pdf(
            target,
            pdf_variant="pdf/ua-1",
            pdf_identifier=order["identifier"].encode(),
            full_fonts=False,
        )
    except FatalURLFetchingError as error:
        raise RefusedError(str(error)) from error
    except RecursionError as error:
        raise RefusedError("The document is nested too deeply.") from error
    except MemoryError as error:
        raise RefusedError(
            "The document needs more memory than a PDF may take. Split it."
        ) from error
    if boxes.characters:
        # The engine looks into the fonts first; this is what it could not foresee.
        found = ", ".join(f"U+{ord(one):04X}" for one in sorted(set(boxes.characters)))
        raise RefusedError(
            f"The portal's fonts cannot show these characters; replace them in the text:\n{found}"
        )
    return len(document.pages)


if __name__ == "__main__":
    end_with(int(sys.argv[2]))
    serve(Path(sys.argv[1]).resolve())
