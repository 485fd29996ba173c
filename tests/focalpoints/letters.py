"""Designations with a letter, as the service keeps one."""

from __future__ import annotations

from django.core.files.base import ContentFile

from focalpoints.designations import change_designation
from focalpoints.models import Designation


def with_letter(
    designation: Designation, content: bytes = b"%PDF-1.7 of Spain", *, name: str = "letter.pdf"
) -> Designation:
    change_designation(designation, letter=ContentFile(content, name=name), by=None)
    return designation
