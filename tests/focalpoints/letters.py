"""Letters in tests: of a designation, as the service keeps one, and sent in by a focal point."""

from __future__ import annotations

import datetime

import factory
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from factory.django import DjangoModelFactory

from focalpoints.designations import change_designation
from focalpoints.models import Designation, LetterRequest
from network.documents.private import keep_file
from tests import factories


def with_letter(
    designation: Designation, content: bytes = b"%PDF-1.7 of Spain", *, name: str = "letter.pdf"
) -> Designation:
    change_designation(designation, letter=ContentFile(content, name=name), by=None)
    return designation


class LetterRequestFactory(DjangoModelFactory[LetterRequest]):
    """A letter that a focal point has sent in."""

    class Meta:
        model = LetterRequest

    member = factory.LazyFunction(lambda: factories.member("ESP"))
    category = factory.LazyFunction(lambda: factories.category("military"))
    letter_dated_on = datetime.date(2026, 3, 1)
    starts_on = datetime.date(2026, 3, 15)
    given_name = "Alex"
    family_name = factory.Sequence(lambda number: f"Designee{number}")

    letter = factory.LazyAttribute(
        lambda row: keep_file(
            SimpleUploadedFile("letter.pdf", b"%PDF-1.7"),
            kind="requested_letter",
            owner=str(row.member.pk),
            by=None,
        )
    )
