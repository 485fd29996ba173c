"""What may be uploaded: told by the bytes of a file, never by its name or the browser's claim."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePath
from typing import Any

import puremagic
from django.core.exceptions import ValidationError

PDF, JPEG, PNG = "application/pdf", "image/jpeg", "image/png"
# The endings that may stand for a type; the first is the one that a download gets.
ENDINGS = {PDF: (".pdf",), JPEG: (".jpg", ".jpeg"), PNG: (".png",)}
# What may stand before the header of a PDF: readers skip it (ISO 32000-1, annex H.3.4.1).
_BLANK = b"\0\t\n\f\r \xef\xbb\xbf"
_HEADER_WITHIN = 1024  # bytes, by the same annex
_LONGEST_NAME = 255


@dataclass(frozen=True)
class UploadRule:
    """Which files are taken: their types, the largest size in bytes, and what a refusal says."""

    types: tuple[str, ...]
    largest: int
    wrong_type: Any
    too_large: Any

    @property
    def accept(self) -> str:
        """The `accept` attribute of the field."""
        return ",".join(ending for kind in self.types for ending in ENDINGS[kind])

    def type_of(self, upload: Any) -> str:
        """The type of a fresh upload; raises ValidationError for one that is not taken.

        Its ending must suit the type: whoever reads the name expects what it says.
        """
        if upload.size is None or upload.size > self.largest:
            raise ValidationError(self.too_large, code="too_large")
        upload.seek(0)
        kind = type_of(upload.read(_HEADER_WITHIN))
        upload.seek(0)
        ending = PurePath(upload.name or "").suffix.lower()
        if kind not in self.types or ending not in ENDINGS[kind]:
            raise ValidationError(self.wrong_type, code="wrong_type")
        return kind


def type_of(start: bytes) -> str | None:
    """The type of a file that begins with `start`, of those in ENDINGS; None for any other."""
    found = _told(start)
    # A PDF may have blank bytes before its header.
    return found or (PDF if _told(start.lstrip(_BLANK)) == PDF else None)


def _told(start: bytes) -> str | None:
    try:
        matches = puremagic.magic_string(start)
    except (puremagic.PureError, ValueError):
        # ValueError is what it says of no bytes at all.
        return None
    return next((match.mime_type for match in matches if match.mime_type in ENDINGS), None)


def shown_name(upload: Any) -> str:
    """The name that a file was uploaded with, without folders, as much of it as is kept."""
    name = PurePath(str(upload.name or "").replace("\\", "/")).name
    printable = "".join(letter for letter in name if letter.isprintable())
    stem, dot, ending = printable.rpartition(".")
    if len(printable) <= _LONGEST_NAME or not dot or len(ending) > 10:
        return printable[:_LONGEST_NAME]
    return f"{stem[: _LONGEST_NAME - len(ending) - 1]}.{ending}"
