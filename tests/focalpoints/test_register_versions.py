"""Versions of a member's record and its institutions, of officials, and of a plan's documents."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from focalpoints.designations import invite_person
from focalpoints.models import Designation, Member, MemberInstitution, Person, Revision
from focalpoints.people import choose_own_contact, correct_person, remove_person
from focalpoints.review import submissions
from focalpoints.review.publication import edit_directly
from focalpoints.review.restoration import propose_restoration, restore
from focalpoints.revisions import record, values_of
from initiatives.models import NationalActionPlan, PlanDocument
from network import clock
from network.accounts.models import User
from tests import factories, players
from tests.focalpoints.changes import seen
from tests.focalpoints.versions import edited, version

pytestmark = pytest.mark.django_db
Source = Revision.Source


def text_of(response: Any) -> str:
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


@pytest.fixture
def official(spain: Any) -> Person:
    """A colleague of the focal point, whose data have been kept once."""
    user = factories.designee_of(spain, "alternate", email="alternate@example.org")
    person: Person = user.person
    person.given_name, person.family_name, person.phone = "Alba", "Alternate", "+34 1"
    person.save()
    record(person, by=None, source=Source.DIRECT_EDIT)
    return person


@pytest.fixture
def member(spain: Member) -> Member:
    """Spain with two institutions, kept once."""
    for name in ("Ministry of Foreign Affairs", "Women's Institute"):
        MemberInstitution.objects.create(member=spain, name=name, capacity="coordination")
    record(spain, by=None, source=Source.REFERENCE)
    return spain


def person_versions(person: Person) -> str:
    return reverse("focalpoints:person-versions", args=[person.pk])


def test_an_officials_versions_are_for_whom_the_member_designates(
    official: Person,
    spain: Any,
    focal_point: User,
    focal_point_client: Client,
    other_focal_point_client: Client,
    secretariat_client: Client,
) -> None:
    drafter_client = Client()
    drafter_client.force_login(players.drafter())
    for url in (
        person_versions(official),
        reverse("focalpoints:person-restore", args=[official.pk, 1]),
    ):
        assert focal_point_client.get(url).status_code == 200
        assert secretariat_client.get(url).status_code == 200
        assert drafter_client.get(url).status_code == 404
        assert other_focal_point_client.get(url).status_code == 404
    Designation.objects.filter(person=official).update(
        ends_on=clock.today() - datetime.timedelta(days=1)
    )
    assert focal_point_client.get(person_versions(official)).status_code == 404
    assert secretariat_client.get(person_versions(official)).status_code == 200


def test_a_restore_of_a_person_gives_no_consent_back(official: Person, secretariat: User) -> None:
    Person.objects.filter(pk=official.pk).update(
        phone_visibility="members", email_visibility="members"
    )
    official.refresh_from_db()
    official.phone = "+34 2"
    correct_person(official, by=secretariat)
    choose_own_contact(
        official,
        {"phone_visibility": "secretariat", "email_visibility": "secretariat"},
        by=official.user,
    )
    restored = restore(official, version(official, 1), seen_version=2, by=secretariat)
    restored.refresh_from_db()
    assert (restored.phone, restored.version) == ("+34 1", 3)
    assert {restored.phone_visibility, restored.email_visibility} == {"secretariat"}
    assert restored.user == official.user


def test_a_restore_brings_nothing_back_that_the_person_has_removed(
    official: Person, secretariat: User, secretariat_client: Client
) -> None:
    choose_own_contact(official, {"phone_visibility": "members"}, by=official.user)
    edited(official, secretariat, position="Counsellor")
    official.refresh_from_db()
    choose_own_contact(official, {"phone": ""}, by=official.user)
    url = reverse("focalpoints:person-restore", args=[official.pk, 1])
    sentence = "Telephone: the person removed it after that version; it stays as it is now."
    assert sentence in text_of(secretariat_client.get(url))
    official.refresh_from_db()
    restored = restore(official, version(official, 1), seen_version=3, by=secretariat)
    restored.refresh_from_db()
    assert (restored.phone, restored.position) == ("", version(official, 1).values["position"])
    assert version(official, 4).values["phone"] == ""
    # Nor over what they have entered instead.
    choose_own_contact(restored, {"phone": "+34 9"}, by=official.user)
    restored.refresh_from_db()
    edited(restored, secretariat, position="Counsellor")
    again = restore(restored, version(official, 1), seen_version=6, by=secretariat)
    assert again.phone == "+34 9"


def test_a_proposed_version_brings_nothing_back_that_the_person_has_removed(
    official: Person, secretariat: User, spain: Member, focal_point: User
) -> None:
    choose_own_contact(official, {"phone": "", "position": "Counsellor"}, by=official.user)
    official.refresh_from_db()
    first = version(official, 1)
    change = propose_restoration(official, first, member=spain, seen_version=2, by=focal_point)
    assert change.draft["phone"] == ""
    assert change.draft["position"] == first.values["position"]


def test_what_the_secretariat_emptied_comes_back(official: Person, secretariat: User) -> None:
    edited(official, secretariat, phone="")
    choose_own_contact(official, {"position": "Counsellor"}, by=official.user)
    official.refresh_from_db()
    restored = restore(official, version(official, 1), seen_version=3, by=secretariat)
    assert restored.phone == "+34 1"


def test_an_earlier_address_that_comes_back_voids_the_link_to_the_later_one(
    spain: Any, secretariat: User
) -> None:
    person = factories.PersonFactory.create(email="first@example.org")
    factories.DesignationFactory.create(
        member=spain, person=person, category=factories.category("alternate")
    )
    record(person, by=None, source=Source.DIRECT_EDIT)
    person.email = "second@example.org"
    correct_person(person, by=secretariat)
    invitation = invite_person(person, by=secretariat)
    restore(person, version(person, 1), seen_version=2, by=secretariat)
    invitation.refresh_from_db()
    assert invitation.revoked_at is not None


def test_ones_own_page_keeps_a_version_of_new_data_and_none_of_a_consent(official: Person) -> None:
    choose_own_contact(official, {"phone": "+34 3"}, by=official.user)
    official.refresh_from_db()
    latest = version(official, 2)
    assert (latest.source, latest.by) == (Source.OWN_CONTACT, official.user)
    assert latest.values == values_of(official)
    choose_own_contact(official, {"phone_visibility": "members"}, by=official.user)
    assert Revision.objects.of(official).count() == 2


def test_a_person_who_is_removed_is_erased_from_all_versions(secretariat: User) -> None:
    person = factories.PersonFactory.create(given_name="Nadia", family_name="Nobody")
    record(person, by=None, source=Source.DIRECT_EDIT)
    key = person.pk
    remove_person(person, by=secretariat)
    kept = Revision.objects.of_model(Person).get(object_id=key)
    assert "Nobody" not in f"{kept.values} {kept.names} {kept.label}"
    assert kept.erased_at is not None


def test_a_members_record_comes_back_with_its_institutions(
    member: Member, secretariat_client: Client, secretariat: User
) -> None:
    original = version(member, 1)
    member.joined_on = "2016-09"
    edit_directly(
        member,
        seen_version=1,
        by=secretariat,
        write_related=lambda: MemberInstitution.objects.filter(
            member=member, name="Women's Institute"
        ).delete(),
    )
    url = reverse("focalpoints:member-versions", args=[member.slug])
    page = text_of(secretariat_client.get(url, {"older": "1", "newer": "2"}))
    assert "<del>Institution: Women&#x27;s Institute" in page
    question = reverse("focalpoints:member-restore", args=[member.slug, 1])
    assert "Women&#x27;s Institute" in text_of(secretariat_client.get(question))
    secretariat_client.post(question, {"version": "2"})
    member = Member.objects.get(pk=member.pk)
    assert values_of(member) == original.values == version(member, 3).values


def test_the_members_page_says_which_version_its_record_is(
    member: Member, visitor: Client, focal_point_client: Client
) -> None:
    url = reverse("focalpoints:member-versions", args=[member.slug])
    page = text_of(visitor.get(member.get_absolute_url()))
    assert "Version 1, " in page
    assert url not in page
    assert url in text_of(focal_point_client.get(member.get_absolute_url()))


def test_a_member_proposes_an_earlier_version_with_its_documents(
    spain: Any, focal_point: User, secretariat: User
) -> None:
    plan = factories.PlanFactory.create(country=spain.country)
    for number in (1, 2):
        PlanDocument.objects.create(
            plan=plan, title=f"Report {number}", url=f"https://example.org/{number}"
        )
    original = record(plan, by=None, source=Source.REFERENCE)
    edit_directly(
        NationalActionPlan.objects.get(pk=plan.pk),
        seen_version=1,
        by=secretariat,
        write_related=lambda: plan.documents.filter(title="Report 1").delete(),
    )
    change = propose_restoration(plan, original, member=spain, seen_version=2, by=focal_point)
    assert [row["title"] for row in change.draft["documents"]] == ["Report 1", "Report 2"]
    submissions.submit(change, seen=seen(change), by=focal_point)
    submissions.publish(change, seen=seen(change), by=secretariat)
    titles = plan.documents.values_list("title", "url")
    assert sorted(titles) == [
        ("Report 1", "https://example.org/1"),
        ("Report 2", "https://example.org/2"),
    ]


def test_the_admin_leads_to_the_versions_of_each_kind(
    official: Person, member: Member, spain: Any, secretariat_client: Client, secretariat: User
) -> None:
    plan = factories.PlanFactory.create()
    initiative = factories.InitiativeFactory.create()
    for entry in (plan, initiative):
        record(entry, by=None, source=Source.REFERENCE)
        edited(entry, secretariat, title_en="Another title")
    for entry, url in (
        (plan, reverse("initiatives:plan-versions", args=[plan.slug])),
        (initiative, reverse("initiatives:initiative-versions", args=[initiative.slug])),
        (official, person_versions(official)),
        (member, reverse("focalpoints:member-versions", args=[member.slug])),
    ):
        meta = entry._meta
        admin = f"/admin/{meta.app_label}/{meta.model_name}/{entry.pk}"
        count = Revision.objects.of(entry).count()
        page = text_of(secretariat_client.get(f"{admin}/change/"))
        assert f'<a href="{url}">{count} version' in page
        assert f'href="{url}"' in text_of(secretariat_client.get(f"{admin}/history/"))


def test_the_desk_leads_to_the_versions_of_the_register(
    official: Person, focal_point_client: Client
) -> None:
    desk = text_of(focal_point_client.get(reverse("focalpoints:desk")))
    assert person_versions(official) in desk
    assert reverse("focalpoints:member-versions", args=["spain"]) in desk
