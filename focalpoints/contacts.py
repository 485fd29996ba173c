"""What a reader may see of an official: all personal data pass through this module."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum

from django.db.models import Exists, OuterRef, Q
from django.utils.safestring import SafeString

from focalpoints.models import Designation, Member, Person, PersonQuerySet
from focalpoints.rights import is_member, may_decide, members_of
from network import clock
from network.values.lists import listed


class Reader(IntEnum):
    """The relation of a reader to a member: each level sees what the one before sees, and more."""

    PUBLIC = 0
    MEMBER = 1
    OWN = 2


@dataclass(frozen=True)
class Contact:
    """An official as one reader may see them; what is not shown is empty."""

    designation: Designation
    name: str
    position: str
    institution: str
    email: str
    phone: str
    is_sample: bool

    @property
    def category(self) -> str:
        return str(self.designation.category.name)

    @property
    def function(self) -> SafeString:
        """Position and institution in one line, as far as they are shown."""
        return listed(part for part in (self.position, self.institution) if part)

    @property
    def is_bare(self) -> bool:
        """Whether nothing but the category is shown."""
        return not (self.name or self.position or self.institution or self.email or self.phone)


def reader_of(user: object, member: Member) -> Reader:
    """The relation of `user` to `member` by today's designations."""
    if may_decide(user, member):
        return Reader.OWN
    if not is_member(user):
        return Reader.PUBLIC
    own = members_of(user).filter(pk=member.pk).exists()
    return Reader.OWN if own else Reader.MEMBER


def contact_for(reader: Reader, designation: Designation) -> Contact:
    """The contact that `reader` may see: members what each person allows, the public the
    institution and the function at most.

    "Chief of Cabinet" of a ministry names a person as well as a name does: members see the
    function of those who share their name or let everybody see it.
    """
    person = designation.person
    own = reader >= Reader.OWN
    as_member = reader >= Reader.MEMBER
    function = own or (as_member and person.members_see_name) or person.public_sees_institution
    return Contact(
        designation=designation,
        name=person.full_name if own or (as_member and person.members_see_name) else "",
        position=person.position if function else "",
        institution=person.institution if function else "",
        email=person.email if own or (as_member and person.members_see_email) else "",
        phone=person.phone if own or (as_member and person.members_see_phone) else "",
        is_sample=person.is_sample,
    )


def people_named_to(user: object) -> PersonQuerySet:
    """Those whom the directory shows to `user` by name: the same rule as `contact_for`, in SQL.

    Nobody to whom the directory is closed.
    """
    if not is_member(user):
        return Person.objects.none()
    designations = Designation.objects.active_on(clock.today()).filter(
        person=OuterRef("pk"), member__in=Member.objects.current().values("pk")
    )
    designated = Person.objects.filter(Exists(designations))
    if may_decide(user):
        return designated
    own = designations.filter(member__in=members_of(user).values("pk"))
    return designated.filter(Q(members_see_name=True) | Exists(own))


def contacts_for(reader: Reader, designations: Iterable[Designation]) -> list[Contact]:
    return [contact_for(reader, designation) for designation in designations]


def contacts_of_past_day(reader: Reader, designations: Iterable[Designation]) -> list[Contact]:
    """The contacts of a past day: of whoever no longer speaks for the member, the category alone.

    Officials share their data for as long as they are designated, and a function that is recorded
    today may not be the one of that day. The member itself and the Secretariat see everything.
    """
    today = clock.today()
    return [
        contact_for(reader, designation)
        if reader >= Reader.OWN or designation.is_active_on(today)
        else Contact(designation, "", "", "", "", "", is_sample=designation.person.is_sample)
        for designation in designations
    ]
