"""What the review engine knows of the register: the member's own record, and its officials."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, ClassVar

from django.db.models import Exists, OuterRef, QuerySet
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from focalpoints.designations import void_older_link
from focalpoints.models import Designation, Member, MemberInstitution, Person
from focalpoints.own_contact_form import CONTACT_FIELDS
from focalpoints.review import registry
from focalpoints.review.children import Children
from focalpoints.review.forms import Part, ReviewForm
from network import clock
from network.accounts.models import User
from network.values.lists import listed


class MemberForm(ReviewForm):
    """What a member says of itself. Its status, which decides rights, is not part of it."""

    parts: ClassVar[tuple[Part, ...]] = (
        Part(
            gettext_lazy("Membership"),
            fields=("joined_on",),
            help=gettext_lazy("Enter as much of the date as is known: a year is enough."),
        ),
    )

    class Meta:
        model = Member
        fields = ["joined_on"]

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        joined, left = data.get("joined_on"), self.instance.left_on
        if joined and left and left.latest < joined.earliest:
            self.add_error("joined_on", _("A member cannot leave before it joins."))
        return data


class InstitutionForm(ReviewForm):
    """An institution of a member, and in what capacity it acts."""

    asks_for_constraints = False

    class Meta:
        model = MemberInstitution
        fields = ["name", "capacity"]
        labels = {"capacity": gettext_lazy("capacity")}


class PersonForm(ReviewForm):
    """What a member says of an official. Only the person decides who may see it."""

    parts: ClassVar[tuple[Part, ...]] = (
        Part(gettext_lazy("Person"), fields=("title", "given_name", "family_name")),
        Part(gettext_lazy("Function"), fields=("position", "institution")),
        Part(
            gettext_lazy("Contact"),
            fields=("email", "phone"),
            help=gettext_lazy(
                "Only the person decides what others see of it, on their own contact page."
            ),
        ),
    )

    class Meta:
        model = Person
        fields = CONTACT_FIELDS


def own_record(member: Member) -> QuerySet[Member]:
    return Member.objects.filter(pk=member.pk)


def officials_of(member: Member) -> QuerySet[Person]:
    """The people who speak for the member today."""
    held = Designation.objects.active_on(clock.today()).filter(member=member, person=OuterRef("pk"))
    return Person.objects.filter(Exists(held))


def blank_person(member: Member) -> Person:
    return Person()


def function_of(person: Person) -> str:
    """The name of a change of a person in lists and mails: the function, never the name."""
    held = person.designations.active_on(clock.today()).with_people().in_order_of_category()
    functions = listed(dict.fromkeys(str(one.category.name) for one in held))
    return _("Contact details: %(function)s") % {"function": functions or _("official")}


def preview_member(member: Member, related: Mapping[str, list[Any]]) -> str:
    return render_to_string(
        "focalpoints/components/member_record.html",
        {"member": member, "institutions": related.get("institutions", [])},
    )


def preview_person(person: Person, related: Mapping[str, list[Any]]) -> str:
    return render_to_string("focalpoints/components/person_record.html", {"person": person})


def no_expectations(member: Member, day: datetime.date) -> list[registry.Expectation]:
    return []


def void_link(person: Person, by: User) -> None:
    """A link that went to a former address of the person must not work."""
    void_older_link(person, by=by)


INSTITUTIONS = Children(
    name="institutions",
    model=MemberInstitution,
    parent="member",
    form=InstitutionForm,
    label=gettext_lazy("Institutions"),
    row_label=gettext_lazy("Institution"),
    new_label=gettext_lazy("Add an institution"),
    title="name",
    unique="name",
    # The former source does not support what the member now says.
    reset={"source": "", "confidence": ""},
    help=gettext_lazy("In English. They coordinate your plan or carry it out."),
)
MEMBERS = registry.Kind(
    name="member",
    order=10,
    model=Member,
    label=gettext_lazy("Record of the member"),
    new_label=gettext_lazy("Record of the member"),
    form=MemberForm,
    entries_of=own_record,
    blank=lambda member: Member(country=member.country, organisation=member.organisation),
    preview=preview_member,
    expectations=no_expectations,
    related=("country", "organisation"),
    children=(INSTITUTIONS,),
    may_add=False,
)
PEOPLE = registry.Kind(
    name="person",
    order=20,
    model=Person,
    label=gettext_lazy("Contact details of an official"),
    new_label=gettext_lazy("Contact details of an official"),
    form=PersonForm,
    entries_of=officials_of,
    blank=blank_person,
    preview=preview_person,
    expectations=no_expectations,
    public_url=lambda person: "",
    name_of=function_of,
    may_add=False,
    is_personal=True,
    after_publication=void_link,
)
