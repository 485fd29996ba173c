"""Designation letters: what may be uploaded, and how it is given back.

A letter is kept in the private storage, under a name that reveals nothing. Its kind is recognised
by its first bytes, never by the name or the type that the browser claims.
"""

from __future__ import annotations

from pathlib import PurePath
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models.fields.files import FieldFile
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from focalpoints.models import Designation

LARGEST = 10 * 1024 * 1024
# First bytes, content type, and the endings that may stand for it.
_KINDS: tuple[tuple[bytes, str, tuple[str, ...]], ...] = (
    (b"%PDF-", "application/pdf", (".pdf",)),
    (b"\xff\xd8\xff", "image/jpeg", (".jpg", ".jpeg")),
    (b"\x89PNG\r\n\x1a\n", "image/png", (".png",)),
)
ACCEPTED = ",".join(ending for _start, _type, endings in _KINDS for ending in endings)


def content_type_of(start: bytes) -> str | None:
    """The type of a file that begins with `start` (8 bytes or more); None: not accepted."""
    return next((kind for begins, kind, _e in _KINDS if start.startswith(begins)), None)


def validate_letter(letter: Any) -> None:
    """Raise ValidationError unless `letter` is a PDF, JPEG or PNG of 10 MB at most.

    Only a fresh upload is looked at; a stored letter was looked at when it came.
    """
    upload = letter
    if isinstance(letter, FieldFile):
        upload = None if not letter or getattr(letter, "_committed", True) else letter.file
    if not isinstance(upload, UploadedFile):
        return
    if upload.size is None or upload.size > LARGEST:
        raise ValidationError(_("A letter may not be larger than 10 MB."), code="too_large")
    upload.seek(0)
    kind = content_type_of(upload.read(16))
    upload.seek(0)
    ending = PurePath(upload.name or "").suffix.lower()
    if kind is None or ending not in {k: e for _b, k, e in _KINDS}[kind]:
        raise ValidationError(_("A letter is a PDF, JPEG or PNG file."), code="wrong_type")


def discard_letter(letter: FieldFile) -> None:
    """Remove a stored letter that no row holds any more, once that is committed."""
    name, storage = letter.name, letter.storage
    if name:
        # A file that stays behind is no reason to fail what was committed.
        transaction.on_commit(lambda: storage.delete(name), robust=True)


def download_name(designation: Designation) -> str:
    """A readable file name: `spain-national-focal-point-2024-03-01.pdf`."""
    with override("en"):
        parts = (designation.member.slug, designation.category.name)
        day = designation.letter_dated_on or designation.starts_on
        ending = PurePath(str(designation.letter.name)).suffix
        return f"{slugify(' '.join(parts))}-{day:%Y-%m-%d}{ending}"
