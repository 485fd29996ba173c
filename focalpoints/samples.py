"""The demonstration's accounts and officials: plainly fictitious, each marked as sample.

Family names are the placeholder names of each language (Mustermann, Nordmann, Ejemplo); addresses
end in example.org, which belongs to nobody (RFC 2606).
"""

from __future__ import annotations

import datetime
from collections.abc import Callable
from pathlib import Path

from allauth.account.models import EmailAddress
from django.contrib.auth.models import Group
from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import Q
from django.utils.text import slugify

from focalpoints import sample_letters, sample_notifications
from focalpoints.designations import change_designation
from focalpoints.models import (
    Category,
    Designation,
    DraftingRight,
    Member,
    Person,
    Revision,
    Visibility,
)
from focalpoints.revisions import record
from focalpoints.sample_letters import letter_of
from network import clock
from network.accounts.models import SECRETARIAT, User
from network.importing.reference import Row, read_rows
from network.importing.samples import load_once
from network.mail.message import new_message_id
from network.mail.models import OutgoingMail, SendingState

PASSWORD = "demo-portal"  # noqa: S105 - published in the README, and refused in production
DOMAIN = "example.org"
SOON = datetime.timedelta(days=40)
LATELY = datetime.timedelta(days=30)

STAFF = (("secretariat", "Sofia Sample"), ("editor", "Edgar Sample"))
OFFICIALS = Path(__file__).parent / "reference" / "sample_officials.csv"
DRAFTERS = OFFICIALS.with_name("sample_drafters.csv")
Moments = dict[str, datetime.datetime | None]
HALF_A_YEAR = datetime.timedelta(days=183)


def load() -> None:
    """Add what was never loaded; what people changed or deleted since stays as they left it."""
    for local, name in STAFF:
        _account(f"{local}@{DOMAIN}", name, is_staff=True)
    for path, gives_right in ((OFFICIALS, _designation), (DRAFTERS, _drafting_right)):
        said = _said if path == OFFICIALS else _nothing_said
        for row in read_rows(path):
            account = None
            if row.text("account"):
                name = f"{row.filled('given_name')} {row.filled('family_name')}"
                account = _account(row.text("account"), name)
            person = _person(row, account, said)
            if person is not None:
                gives_right(row, person)
    sample_letters.load()
    sample_notifications.load()


def _account(email: str, name: str, *, is_staff: bool = False) -> User | None:
    def make() -> User:
        # Set as it is: the published password is shorter than what people may choose.
        account = User.objects.create_user(
            email, PASSWORD, name=name, is_staff=is_staff, is_sample=True
        )
        EmailAddress.objects.create(user=account, email=email, primary=True, verified=True)
        if is_staff:
            account.groups.add(Group.objects.get(name=SECRETARIAT))
        return account

    return load_once(email, User.objects.filter(email=email, is_sample=True), make)


def _day(text: str) -> datetime.date:
    """A day of the list: one in digits, or one that is always as near as the demo needs it.

    An adviser's designation ends `soon`, so that the admin's first page shows it; a successor
    took over `lately`, and the predecessor's ended on the day before (`until-lately`).
    """
    near = {
        "soon": clock.today() + SOON,
        "lately": clock.today() - LATELY,
        "until-lately": clock.today() - LATELY - datetime.timedelta(days=1),
    }
    return near.get(text) or datetime.date.fromisoformat(text)


def _said(row: Row) -> Moments:
    """When an official's record was published, and when they confirmed it."""
    starts_on = row.required("starts_on", _day)
    days = row.read("confirmed_days_ago", int)
    confirmed_at = None if days is None else clock.now() - datetime.timedelta(days=days)
    return {"published_at": _days_after(starts_on), "confirmed_at": confirmed_at}


def _nothing_said(row: Row) -> Moments:
    return {}


def _person(row: Row, account: User | None, said: Callable[[Row], Moments]) -> Person | None:
    is_office = row.flag("office")
    filled = row.text if is_office else row.filled
    given, family = row.filled("given_name"), filled("family_name")
    local = ".".join(slugify(name) for name in (given, family) if name)
    email = row.text("account") or f"{local}@{DOMAIN}"

    def make() -> Person:
        person = Person.objects.create(
            given_name=given,
            family_name=family,
            institution=row.filled("institution"),
            is_sample=True,
            user=account,
            title=row.text("title"),
            position=filled("position"),
            is_office=is_office,
            email=email,
            phone="+00 00 000 00 00",
            languages=row.text("languages").split(),
            expertise=row.text("expertise").split(),
            **said(row),
            **_levels(row.text("shares")),
        )
        record(person, by=None, source=Revision.Source.SAMPLE)
        return person

    # An account, an address or a name may have been changed, hardly all three.
    known = Q(email=email) | Q(given_name=given, family_name=family)
    if account is not None:
        known |= Q(user=account)
    return load_once(row.filled("key"), Person.objects.filter(known, is_sample=True), make)


def _refused_mail(address: str) -> None:
    """A message that their server refused, so that the coverage page shows somebody."""
    OutgoingMail.objects.create(
        kind=OutgoingMail.Kind.NOTICE,
        address=address,
        language="en",
        state=SendingState.FAILED,
        due_at=None,
        message_id=new_message_id(),
        subject="Sample: your contact details were changed",
        last_error="550 5.1.1 User unknown",
        holds_link=False,
    )


def _levels(shares: str) -> dict[str, Visibility]:
    """How far a person shares each part: n(ame), e(mail) and p(hone) with members, i(nstitution)
    and position with everybody, and else as far as the name."""
    name, email, phone = (
        Visibility.MEMBERS if letter in shares else Visibility.SECRETARIAT for letter in "nep"
    )
    function = Visibility.PUBLIC if "i" in shares else name
    return {
        "name_visibility": name,
        "position_visibility": function,
        "institution_visibility": function,
        "email_visibility": email,
        "phone_visibility": phone,
        "skills_visibility": function if function != Visibility.PUBLIC else Visibility.MEMBERS,
    }


def _designation(row: Row, person: Person) -> None:
    starts_on = row.required("starts_on", _day)
    slug = row.filled("member")

    def make() -> Designation | None:
        member = Member.objects.with_identity().filter(slug=slug).first()
        category = Category.objects.filter(code=row.filled("category")).first()
        if member is None or category is None:
            return None
        letter_dated_on = starts_on - datetime.timedelta(days=12)
        designation = Designation.objects.create(
            member=member,
            person=person,
            category=category,
            starts_on=starts_on,
            ends_on=row.read("ends_on", _day),
            letter_authority=person.institution,
            letter_reference=f"SAMPLE/{slug[:3].upper()}/{starts_on:%Y-%m}",
            letter_dated_on=letter_dated_on,
            recorded_by=User.objects.filter(email=f"{STAFF[0][0]}@{DOMAIN}").first(),
            recorded_at=_days_after(letter_dated_on),
        )
        if row.text("mail") == "refused":
            _refused_mail(person.email)
        if category.code == "focal_point":
            lines = ("SAMPLE LETTER", f"{member.name} designates", str(person), f"from {starts_on}")
            upload = ContentFile(letter_of(lines), name="letter.pdf")
            # All samples are loaded or none; a file would stay behind.
            transaction.on_commit(lambda: change_designation(designation, letter=upload, by=None))
        return designation

    # Each sample person has one designation.
    load_once(row.filled("key"), person.designations.all(), make)


def _days_after(day: datetime.date) -> datetime.datetime:
    """A week later, in the morning: when the letter had come and was recorded."""
    morning = datetime.time(9, 30, tzinfo=datetime.UTC)
    return datetime.datetime.combine(day + datetime.timedelta(days=7), morning)


def _drafting_right(row: Row, person: Person) -> None:
    today = clock.today()

    def make() -> DraftingRight | None:
        giver = User.objects.get(email=row.filled("given_by"))
        held = Designation.objects.held_by(giver, today).that_may_submit()
        basis = held.filter(member__slug=row.filled("member")).first()
        if basis is None:
            return None
        return DraftingRight.objects.create(
            member=basis.member,
            person=person,
            rests_on=basis,
            starts_on=today,
            ends_on=today + HALF_A_YEAR,
            given_by=giver,
            is_sample=True,
        )

    load_once(row.filled("key"), person.drafting_rights.all(), make)
