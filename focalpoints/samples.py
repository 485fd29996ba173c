"""The demonstration's accounts and officials: plainly fictitious, each marked as sample.

Family names are what each language calls nobody in particular (Mustermann, Nordmann, Ejemplo);
addresses end in example.org, which belongs to nobody (RFC 2606).
"""

from __future__ import annotations

import datetime
from pathlib import Path

from allauth.account.models import EmailAddress
from django.contrib.auth.models import Group
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify

from focalpoints.models import Designation, Member, Person
from network.models import SECRETARIAT, User
from network.reference import Row, rows_of

PASSWORD = "demo-portal"  # noqa: S105 - published in the README, and refused in production
DOMAIN = "example.org"
SOON = datetime.timedelta(days=40)

STAFF = (("secretariat", "Sofia Sample"), ("editor", "Edgar Sample"))
OFFICIALS = Path(__file__).parent / "reference" / "sample_officials.csv"


def load() -> None:
    """Add what is missing; what somebody has changed since stays as they left it."""
    for local, name in STAFF:
        account = _account(f"{local}@{DOMAIN}", name, is_staff=True)
        account.groups.add(Group.objects.get(name=SECRETARIAT))
    members = {member.slug: member for member in Member.objects.with_identity()}
    for row in rows_of(OFFICIALS):
        person = _person(row)
        if row.text("account") and person.user_id is None:
            person.user = _account(row.text("account"), f"{person.given_name} {person.family_name}")
            person.save(update_fields=["user"])
        _designation(row, row.found("member", members), person)


def _account(email: str, name: str, *, is_staff: bool = False) -> User:
    account = User.objects.filter(email=email).first()
    if account is None:
        # Set as it is: the published password is shorter than what people may choose.
        account = User.objects.create_user(
            email, PASSWORD, name=name, is_staff=is_staff, is_sample=True
        )
        EmailAddress.objects.create(user=account, email=email, primary=True, verified=True)
    return account


def _person(row: Row) -> Person:
    given, family = row.filled("given_name"), row.filled("family_name")
    shares = row.text("shares")
    person, _created = Person.objects.get_or_create(
        given_name=given,
        family_name=family,
        institution=row.filled("institution"),
        is_sample=True,
        defaults={
            "title": row.text("title"),
            "position": row.filled("position"),
            "email": row.text("account") or f"{slugify(given)}.{slugify(family)}@{DOMAIN}",
            "phone": "+00 00 000 00 00",
            "members_see_name": "n" in shares,
            "members_see_email": "e" in shares,
            "members_see_phone": "p" in shares,
            "public_sees_institution": "i" in shares,
        },
    )
    return person


def _designation(row: Row, member: Member, person: Person) -> None:
    starts_on = row.required("starts_on", datetime.date.fromisoformat)
    ends_on = row.text("ends_on")
    designation, created = Designation.objects.get_or_create(
        member=member,
        person=person,
        category=row.required("category", Designation.Category),
        starts_on=starts_on,
        defaults={
            # One adviser's time is always nearly over, so that the admin's first page says so.
            "ends_on": timezone.localdate() + SOON
            if ends_on == "soon"
            else row.read("ends_on", datetime.date.fromisoformat),
            "letter_reference": f"SAMPLE/{member.slug[:3].upper()}/{starts_on:%Y-%m}",
            "letter_dated_on": starts_on - datetime.timedelta(days=12),
        },
    )
    if created and designation.category == Designation.Category.FOCAL_POINT:
        lines = ("SAMPLE LETTER", f"{member.name} designates", str(person), f"from {starts_on}")
        letter = ContentFile(_letter(lines))
        # All samples are loaded or none; a file would stay behind.
        transaction.on_commit(lambda: designation.letter.save("letter.pdf", letter))


def _letter(lines: tuple[str, ...]) -> bytes:
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
