"""Giving out what is stored: as a file to keep, never for the browser to guess about."""

from __future__ import annotations

import re
from urllib.parse import quote

from django.http import FileResponse, Http404, HttpRequest, HttpResponseBase
from django.utils.cache import get_conditional_response

from network.documents.models import DocumentBuild, PrivateFile, PublicFile
from network.documents.uploads import ENDINGS


def document_response(request: HttpRequest, build: DocumentBuild) -> HttpResponseBase:
    """The PDF of a build that is ready, for a reader who may read it; 404 without its file."""
    etag = f'"{build.sha256}"'
    unchanged = get_conditional_response(request, etag=etag)
    if unchanged is not None:
        return unchanged
    try:
        document = build.file.open("rb")
    except FileNotFoundError as error:
        raise Http404("The file of this PDF is not in the storage.") from error
    response = FileResponse(document, content_type="application/pdf")
    response["Content-Disposition"] = content_disposition(
        build.name, f"{build.title}, {build.language}.pdf"
    )
    response["Content-Length"] = str(build.size)
    response["ETag"] = etag
    # The bytes of a version never change, but whether one may read it can.
    response["Cache-Control"] = "private, no-cache"
    return response


def private_response(file: PrivateFile, name: str = "") -> HttpResponseBase:
    """A private file for whoever may read it, as `name` or as it was uploaded; 404 without it.

    Browsers must not guess what it is, run it, or keep it.
    """
    plain = name or f"{file.kind}-{file.pk}{ENDINGS.get(file.content_type, ('',))[0]}"
    return _attachment(file, plain, name or file.original_name or plain)


def public_response(file: PublicFile) -> HttpResponseBase:
    """A public file for whoever may read it; 404 without it."""
    plain = f"document-{file.pk}{ENDINGS.get(file.content_type, ('',))[0]}"
    return _attachment(file, plain, file.original_name or plain)


def _attachment(file: PrivateFile | PublicFile, plain: str, title: str) -> HttpResponseBase:
    try:
        content = file.file.open("rb")
    except (FileNotFoundError, ValueError) as error:
        # ValueError is what the field says of a row without a file.
        raise Http404("The file is not in the storage.") from error
    response = FileResponse(content, content_type=file.content_type)
    response["Content-Disposition"] = content_disposition(plain, title)
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


def content_disposition(name: str, title: str) -> str:
    """The header of a download: a plain ASCII name for all, `title` for who reads RFC 6266."""
    plain = f'attachment; filename="{name}"'
    titled = re.sub(r'[\\/:*?"<>|\s]+', " ", title).strip()
    return plain if titled == name else f"{plain}; filename*=UTF-8''{quote(titled, safe='')}"
