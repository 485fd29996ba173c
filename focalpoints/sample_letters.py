"""The demonstration's letters: one that waits to be recorded, and what their files look like."""

from __future__ import annotations

import datetime

from django.core.files.base import ContentFile

from focalpoints.letter_requests import KIND
from focalpoints.models import Category, LetterRequest, Member
from network import clock
from network.accounts.models import User
from network.documents.private import keep_file
from network.importing.samples import load_once

SENDER = "uruguay@example.org"


def load() -> None:
    """Add what was never loaded: Uruguay designates an adviser, and nobody has recorded it yet."""
    waiting = LetterRequest.objects.filter(member__slug="uruguay", is_sample=True)
    load_once("uruguay-military-adviser", waiting, _waiting)


def _waiting() -> LetterRequest | None:
    member = Member.objects.filter(slug="uruguay").first()
    category = Category.objects.filter(code="military").first()
    sender = User.objects.filter(email=SENDER).first()
    if member is None or category is None or sender is None:
        return None
    today = clock.today()
    lines = ("SAMPLE LETTER", "Uruguay designates", "Perengano Modelo", "Gender adviser")
    upload = ContentFile(letter_of(lines), name="nota-verbal.pdf")
    return LetterRequest.objects.create(
        member=member,
        letter=keep_file(upload, kind=KIND, owner=str(member.pk), by=None),
        letter_dated_on=today - datetime.timedelta(days=6),
        letter_authority="Ministry of Foreign Affairs",
        letter_reference="SAMPLE/URU/14",
        category=category,
        starts_on=today,
        title="Col.",
        given_name="Perengano",
        family_name="Modelo",
        position="Gender adviser",
        institution="Ministry of Defence",
        email="perengano.modelo@example.org",
        sent_by=sender,
        sent_at=clock.now() - datetime.timedelta(days=2),
        is_sample=True,
    )


def letter_of(lines: tuple[str, ...]) -> bytes:
    """A one-page PDF of a few lines, small enough to be written by hand (ISO 32000)."""
    shown = "".join(f"({_escaped(line)}) Tj 0 -28 Td " for line in lines)
    stream = f"BT /F1 18 Tf 72 740 Td {shown}ET".encode("latin-1", "replace")
    objects = (
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R"
        b"/Resources<</Font<</F1 5 0 R>>>>>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(stream), stream),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>",
    )
    document, places = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, start=1):
        places.append(len(document))
        document += b"%d 0 obj%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(objects) + 1
    return document + (
        b"xref\n0 %d\n0000000000 65535 f \n%strailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF"
        % (size, table, size, len(document))
    )


def _escaped(line: str) -> str:
    return line.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
