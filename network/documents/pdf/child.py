"""The child's side: one document, then the end. Run by `engine.py`, never imported by it.

It imports nothing of the portal: a document that broke WeasyPrint would find no database
address and no key here. Argument: a folder with `order.json`; it leaves there `document.pdf`
and `told.json` ({"pages": int}, or {"refused": sentence} with exit code 3). On a full disk it
ends with exit code 4.
"""

from __future__ import annotations

import ctypes
import errno
import json
import mimetypes
import os
import resource
import signal
import sys
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

# Addresses in a document are relative to this; `.invalid` can never be resolved (RFC 2606).
ORIGIN = "https://portal.invalid"
ROOMS = ("css", "fonts", "img")
DISK_FULL = 4  # the exit code of a full disk
SUFFIXES = {".css", ".woff2", ".svg", ".png", ".jpg"}


class RefusedError(Exception):
    """The document's own fault, as one of the sentences of `reasons.py`."""


def limit(limits: dict[str, int], parent: int) -> None:
    """Take the limits upon this process, and die when the parent does (Linux)."""
    if sys.platform == "linux":
        pr_set_pdeathsig = 1
        ctypes.CDLL(None).prctl(pr_set_pdeathsig, signal.SIGKILL)
        if os.getppid() != parent:  # it died before we asked
            os._exit(1)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    # The soft limit's SIGXCPU ends the process and tells the parent why.
    seconds = limits["cpu_seconds"]
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 5))
    resource.setrlimit(resource.RLIMIT_FSIZE, (limits["output_bytes"],) * 2)
    if sys.platform == "linux":
        resource.setrlimit(resource.RLIMIT_AS, (limits["memory_bytes"],) * 2)


def render(order: dict[str, Any], target: Path) -> int:
    """Write the PDF of `order` to `target`; return the number of pages."""
    # Imported under the limits of memory and time, and after the environment is known.
    from weasyprint import HTML  # noqa: PLC0415
    from weasyprint.text.fonts import FontConfiguration  # noqa: PLC0415
    from weasyprint.urls import (  # noqa: PLC0415
        FatalURLFetchingError,
        URLFetcher,
        URLFetcherResponse,
    )

    base = Path(order["base"]).resolve()

    class PortalFetcher(URLFetcher):
        """Reads the portal's own fonts, style sheets and images, and nothing else.

        WeasyPrint would otherwise open `file:` and the network, also for attachments. What is
        not allowed ends the rendering: a document that asks for it is wrong or hostile.
        """

        def fetch(self, url: str, headers: Any = None) -> Any:
            path = self._allowed(url)
            kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
            return URLFetcherResponse(url, path.read_bytes(), {"Content-Type": kind})

        @staticmethod
        def _allowed(url: str) -> Path:
            parts = urlsplit(url)
            path = (base / unquote(parts.path).lstrip("/")).resolve()
            if (
                f"{parts.scheme}://{parts.netloc}" == ORIGIN
                and any(path.is_relative_to(base / room) for room in ROOMS)
                and path.suffix in SUFFIXES
                and path.is_file()
            ):
                return path
            raise FatalURLFetchingError(
                "The document uses something other than a font, style sheet or image of the "
                "portal:\n"
                f"{url[:200]}"
            )

    try:
        fonts = FontConfiguration()
        document = HTML(
            string=order["html"], base_url=f"{ORIGIN}/", url_fetcher=PortalFetcher()
        ).render(font_config=fonts, pdf_variant="pdf/ua-1")
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
    return len(document.pages)


def main(scratch: Path) -> int:
    try:
        return _told(scratch)
    except OSError as error:
        # A full disk is not the document's fault; nothing can be written about it either.
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            return DISK_FULL
        raise


def _told(scratch: Path) -> int:
    order = json.loads((scratch / "order.json").read_text(encoding="utf-8"))
    limit(order["limits"], order["parent"])
    try:
        told: dict[str, Any] = {"pages": render(order, scratch / "document.pdf")}
    except RefusedError as refusal:
        told = {"refused": str(refusal)}
    except OSError as error:
        if error.errno != errno.EFBIG:
            raise
        told = {"refused": "The PDF is larger than a PDF may be. Split the document."}
    (scratch / "told.json").write_text(json.dumps(told), encoding="utf-8")
    return 3 if "refused" in told else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
