"""A direct edit that changes nothing which versions keep is none of them."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from focalpoints.members import save_member
from focalpoints.models import Member, MemberInstitution, Person, Revision
from focalpoints.people import correct_person
from focalpoints.review.publication import edit_directly
from focalpoints.revisions import record, values_of
from network.accounts.models import User
from tests import factories
from tests.focalpoints.changes import draft_of
from tests.focalpoints.versions import published

pytestmark = pytest.mark.django_db


@pytest.fixture
def member(spain: Member) -> Member:
    MemberInstitution.objects.create(member=spain, name="Ministry of Foreign Affairs")
    record(spain, by=None, source=Revision.Source.REFERENCE)
    return spain


def numbers(entry: Any) -> list[int]:
    return sorted(one.number for one in Revision.objects.of(entry))


def sent_for(client: Client, member: Member, **values: str) -> Any:
    """The member's form in the admin, sent as it was opened but for `values`."""
    address = reverse("admin:focalpoints_member_change", args=[member.pk])
    context = client.get(address).context
    form = context["adminform"].form
    [institution] = member.institutions.all()
    sent = {
        "seen": form["seen"].value(),
        "state": member.state,
        "institutions-TOTAL_FORMS": "1",
        "institutions-INITIAL_FORMS": "1",
        "institutions-0-id": str(institution.pk),
        "institutions-0-member": str(member.pk),
        "institutions-0-name": institution.name,
        "designations-TOTAL_FORMS": "0",
        "designations-INITIAL_FORMS": "0",
    }
    answer = client.post(address, sent | values, follow=True)
    assert answer.redirect_chain, answer.context["adminform"].form.errors
    return answer


def test_a_status_alone_is_no_version_and_stops_no_draft(
    member: Member, focal_point: User, secretariat_client: Client
) -> None:
    change = draft_of(member, focal_point, member=member, key="member", joined_on="2016")
    before = member.published_at
    answer = sent_for(secretariat_client, member, state="withdrawn")
    assert "open draft" not in answer.content.decode()
    member.refresh_from_db()
    assert (member.state, member.version, member.published_at) == ("withdrawn", 1, before)
    assert numbers(member) == [1]
    assert change.base_version == member.version
    history = Member.pgh_event_model.objects.filter(pgh_obj=member)  # type: ignore[attr-defined]
    assert history.latest("pk").state == "withdrawn"


def test_another_institution_alone_is_a_version(member: Member, secretariat_client: Client) -> None:
    sent_for(secretariat_client, member, **{"institutions-0-name": "Women's Institute"})
    member.refresh_from_db()
    assert numbers(member) == [1, member.version] == [1, 2]
    assert Revision.objects.of(member)[0].values == values_of(member)
    assert member.published_at is not None


def test_the_status_beside_a_date_is_a_version_of_the_date(
    member: Member, secretariat: User
) -> None:
    member.state, member.joined_on = Member.State.CONFIRMED, "2016"
    save_member(member, by=secretariat)
    assert numbers(member) == [1, 2]


def test_what_others_may_see_of_a_person_is_no_version(secretariat: User) -> None:
    person = correct_person_of("Nadia", by=secretariat)
    person.phone_visibility = "members"
    correct_person(person, by=secretariat)
    person.refresh_from_db()
    assert person.phone_visibility == "members"
    assert numbers(person) == [1]


def correct_person_of(name: str, *, by: User) -> Person:
    person = Person(given_name=name)
    correct_person(person, by=by)
    return person


@pytest.mark.parametrize("make", [published, factories.PlanFactory.create])
def test_an_entry_written_as_it_was_is_no_version(make: Any, secretariat: User) -> None:
    entry = make()
    if not numbers(entry):
        record(entry, by=None, source=Revision.Source.REFERENCE)
    edit_directly(entry, seen_version=1, by=secretariat)
    entry.refresh_from_db()
    assert (entry.version, numbers(entry)) == (1, [1])


def test_a_country_alone_is_a_version_of_an_initiative(secretariat: User) -> None:
    entry = published()
    namibia = factories.country("NAM")
    edit_directly(
        entry, seen_version=1, by=secretariat, write_related=lambda: entry.countries.add(namibia)
    )
    entry.refresh_from_db()
    assert (entry.version, numbers(entry)) == (2, [1, 2])
    assert Revision.objects.of(entry)[0].values["countries"] == [namibia.pk]
