"""Who may open the register, the letters and the desk."""

from __future__ import annotations

from typing import Any

from django.core.files.base import ContentFile

from focalpoints.models import Designation
from tests.access.row import (
    LOGIN,
    MISSING,
    OK,
    Cast,
    Row,
    everybody,
    focal_points,
    own,
    signed_in,
)


def _spain(cast: Cast) -> dict[str, Any]:
    return {"slug": cast.spain.slug}


def _letter(cast: Cast) -> dict[str, Any]:
    designation = Designation.objects.get(member=cast.spain)
    designation.letter.save("letter.pdf", ContentFile(b"%PDF-1.4 a letter"))
    return {"pk": designation.pk}


def _no_letter(cast: Cast) -> dict[str, Any]:
    return {"pk": Designation.objects.get(member=cast.spain).pk}


ROWS: dict[str, Row | list[Row]] = {
    "focalpoints:members": everybody(),
    "focalpoints:member": everybody(arrange=_spain),
    "focalpoints:directory": signed_in(),
    "focalpoints:letter": [
        own(secretariat=OK, arrange=_letter),
        signed_in(MISSING, arrange=_no_letter),
    ],
    # The Secretariat's staff are nobody's focal point here, and have no entry of their own.
    "focalpoints:own-contact": focal_points(),
    "focalpoints:desk": Row(LOGIN, OK, OK, OK, OK),
    "focalpoints:desk-member": own(arrange=_spain),
}
