"""The member's own record and its officials pass through review, from the desk to publication."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from focalpoints.designations import invite_person
from focalpoints.models import Member, MemberInstitution, Person, ProposedChange, Revision
from focalpoints.people import choose_own_contact, remove_person
from focalpoints.review import drafts, registry, submissions
from network.accounts.models import User
from network.mail.models import OutgoingMail
from network.values.refusals import Refusal
from tests import factories
from tests.focalpoints.changes import draft_of, kind, seen
from tests.focalpoints.drafters import accept, given
from tests.sent import sent_by

pytestmark = pytest.mark.django_db
State = ProposedChange.State


@pytest.fixture
def official(spain: Any) -> Person:
    """A colleague of the focal point with a designation of their own."""
    user = factories.designee_of(spain, "alternate", email="alternate@example.org")
    person: Person = user.person
    person.given_name, person.family_name, person.position = "Alba", "Alternate", "Counsellor"
    person.save()
    return person


def start(client: Client, key: str, entry: Any) -> Any:
    url = reverse("focalpoints:change-start", args=["spain", key])
    return client.post(url, {"entry": entry.pk})


def proposed(official: Person, by: User, spain: Any, **values: Any) -> ProposedChange:
    change = draft_of(official, by, member=spain, key="person", **values)
    return submissions.submit(change, seen=seen(change), by=by)


def test_a_member_proposes_a_change_of_an_official(
    focal_point_client: Client,
    secretariat_client: Client,
    focal_point: User,
    official: Person,
) -> None:
    desk = focal_point_client.get(reverse("focalpoints:desk")).content.decode()
    assert "Alba Alternate" in desk
    edit = start(focal_point_client, "person", official)["Location"]
    page = focal_point_client.get(edit).content.decode()
    for consent in Person.consents:
        assert consent not in page
    sent = {**sent_by(page, "preview"), "position": "Minister Counsellor"}
    preview = focal_point_client.post(edit, sent)["Location"]
    assert "Minister Counsellor" in focal_point_client.get(preview).content.decode()
    change = ProposedChange.objects.get()
    submit = reverse("focalpoints:change-submit", args=[change.pk])
    focal_point_client.post(submit, {"edition": seen(change)})
    page_of = reverse("admin:focalpoints_proposedchange_change", args=[change.pk])
    page = secretariat_client.get(page_of).content.decode()
    secretariat_client.post(page_of, {**sent_by(page, "decision"), "decision": "publish"})
    official.refresh_from_db()
    assert (official.position, official.version) == ("Minister Counsellor", 2)
    assert Revision.objects.of(official).first().source == Revision.Source.REVIEW  # type: ignore[union-attr]


def test_consents_are_no_part_of_a_draft(
    official: Person, focal_point: User, secretariat: User, spain: Any
) -> None:
    assert not set(Person.consents) & set(kind("person").value_names)
    change = draft_of(
        official,
        focal_point,
        member=spain,
        key="person",
        position="New",
        phone_visibility="members",
    )
    assert "phone_visibility" not in change.draft
    submissions.submit(change, seen=seen(change), by=focal_point)
    # Withdrawn while the draft waited: publication does not give it back.
    choose_own_contact(official, {"name_visibility": "secretariat"}, by=official.user)  # type: ignore[arg-type]
    submissions.publish(change, seen=seen(change), by=secretariat)
    official.refresh_from_db()
    assert (official.position, official.name_visibility) == ("New", "secretariat")
    assert official.phone_visibility == "secretariat"


def test_the_label_names_the_function_and_nobody(
    official: Person, focal_point: User, secretariat: User, spain: Any
) -> None:
    change = proposed(official, focal_point, spain, given_name="Renamed", position="Secret post")
    submissions.publish(change, seen=seen(change), by=secretariat)
    change.refresh_from_db()
    said = [change.label, *OutgoingMail.objects.values_list("subject", flat=True)]
    assert "Contact details: " in change.label
    for text in said:
        for word in ("Alba", "Alternate@", "Renamed", "Secret post"):
            assert word not in text


def test_a_drafter_without_a_designation_sees_nothing_of_officials(
    visitor: Client, official: Person, focal_point: User, spain: Any
) -> None:
    given(spain, focal_point)
    drafter = accept(visitor, "nuria@example.org")
    client = Client()
    client.force_login(drafter)
    change = proposed(official, focal_point, spain, position="New")
    page = client.get(reverse("focalpoints:desk")).content.decode()
    assert "Alba" not in page
    assert change.label not in page
    for name in ("change", "change-edit", "change-preview"):
        assert client.get(reverse(f"focalpoints:{name}", args=[change.pk])).status_code == 404
    submissions.take_back(change, seen=seen(change), by=focal_point)
    with pytest.raises(Refusal, match="Only those whom this member designates"):
        drafts.start_change(kind("person"), official, member=spain, by=drafter)
    with pytest.raises(Refusal, match="Only those whom this member designates"):
        drafts.save_draft(change, change.draft, seen=seen(change), by=drafter)
    assert not OutgoingMail.objects.filter(address=drafter.email, subject__contains="Contact")


def test_nobody_of_another_member_proposes_or_reads(
    other_focal_point_client: Client, focal_point: User, official: Person, spain: Any
) -> None:
    change = draft_of(official, focal_point, member=spain, key="person", position="New")
    url = reverse("focalpoints:change", args=[change.pk])
    assert other_focal_point_client.get(url).status_code == 404
    assert start(other_focal_point_client, "person", official).status_code == 404


def test_only_officials_of_today_are_the_members_to_propose(
    focal_point: User, official: Person, spain: Any
) -> None:
    official.designations.update(starts_on="2019-01-01", ends_on="2020-01-01")
    with pytest.raises(Refusal, match="does not belong"):
        drafts.start_change(kind("person"), official, member=spain, by=focal_point)


@pytest.mark.parametrize("key", ["person", "member"])
def test_neither_is_added_by_a_member(key: str, focal_point_client: Client, spain: Any) -> None:
    url = reverse("focalpoints:change-start", args=["spain", key])
    answer = focal_point_client.post(url, follow=True)
    assert "The Secretariat records these" in answer.content.decode()
    assert not ProposedChange.objects.exists()
    desk = focal_point_client.get(reverse("focalpoints:desk"))
    assert {one.name for one in desk.context["kinds"]} == {"plan", "initiative"}


def test_a_person_of_two_members_has_one_open_draft(
    official: Person, focal_point: User, other_focal_point: User, spain: Any
) -> None:
    germany = Member.objects.get(slug="germany")
    mission = factories.category("mission")
    factories.DesignationFactory.create(member=germany, person=official, category=mission)
    draft_of(official, focal_point, member=spain, key="person", position="New")
    with pytest.raises(Refusal, match="Another member has an open draft"):
        drafts.start_change(kind("person"), official, member=germany, by=other_focal_point)


def test_the_members_own_record_and_its_institutions(
    focal_point_client: Client, secretariat: User, focal_point: User, spain: Any, visitor: Client
) -> None:
    named = MemberInstitution.objects.create(
        member=spain, name="Ministry", source="A page", confidence="high"
    )
    stays = MemberInstitution.objects.create(member=spain, name="Institute", source="A page")
    edit = start(focal_point_client, "member", spain)["Location"]
    page = focal_point_client.get(edit).content.decode()
    sent = {**sent_by(page, "preview"), "institutions-0-capacity": "lead", "joined_on_year": "2016"}
    focal_point_client.post(edit, sent)
    change = ProposedChange.objects.get()
    submissions.submit(change, seen=seen(change), by=focal_point)
    submissions.publish(change, seen=seen(change), by=secretariat)
    spain.refresh_from_db()
    named.refresh_from_db()
    stays.refresh_from_db()
    assert (str(spain.joined_on), spain.version) == ("2016", 2)
    # The former source does not support what the member now says of it.
    assert (named.capacity, named.source, named.confidence) == ("lead", "", "")
    assert stays.source == "A page"
    page = visitor.get(spain.get_absolute_url()).content.decode()
    assert "As the member states it" in page


def test_the_status_is_not_the_members_to_change(spain: Any) -> None:
    assert kind("member").value_names == ("joined_on", "institutions")


def test_an_edit_in_the_admin_is_a_version_and_meets_the_draft(
    secretariat_client: Client, official: Person, focal_point: User, spain: Any, secretariat: User
) -> None:
    change = proposed(official, focal_point, spain, position="Ours")
    url = reverse("admin:focalpoints_person_change", args=[official.pk])
    page = secretariat_client.get(url).content.decode()
    secretariat_client.post(url, {**sent_by(page, "_save"), "position": "Theirs"})
    official.refresh_from_db()
    assert (official.position, official.version) == ("Theirs", 2)
    with pytest.raises(Refusal, match="has changed since"):
        submissions.publish(change, seen=seen(change), by=secretariat)
    url = reverse("admin:focalpoints_member_change", args=[spain.pk])
    page = secretariat_client.get(url).content.decode()
    secretariat_client.post(url, {**sent_by(page, "_save"), "joined_on_year": "2016"})
    spain.refresh_from_db()
    assert spain.version == 2
    page = secretariat_client.get(url).content.decode()
    secretariat_client.post(url, sent_by(page, "_save"))
    spain.refresh_from_db()
    assert spain.version == 2


def test_an_own_edit_is_a_version_and_a_consent_is_none(official: Person) -> None:
    account: Any = official.user
    choose_own_contact(official, {"email_visibility": "members"}, by=account)
    official.refresh_from_db()
    assert (official.version, official.email_visibility) == (1, "members")
    choose_own_contact(official, {"position": "Ambassador"}, by=account)
    official.refresh_from_db()
    assert official.version == 2
    version = Revision.objects.of(official).get(number=2)
    assert (version.source, version.by) == (Revision.Source.OWN_CONTACT, account)
    choose_own_contact(official, {"position": "Ambassador"}, by=account)
    official.refresh_from_db()
    assert official.version == 2


def test_a_published_address_voids_a_link_that_went_to_the_old_one(
    focal_point: User, secretariat: User, spain: Any
) -> None:
    person = factories.PersonFactory.create(email="old@example.org", user=None)
    mission = factories.category("mission")
    factories.DesignationFactory.create(member=spain, person=person, category=mission)
    invitation = invite_person(person, by=secretariat)
    change = proposed(person, focal_point, spain, email="new@example.org")
    submissions.publish(change, seen=seen(change), by=secretariat)
    invitation.refresh_from_db()
    assert invitation.revoked_at is not None


def test_a_person_who_is_removed_leaves_nothing_of_theirs(
    official: Person, focal_point: User, secretariat: User, spain: Any
) -> None:
    change = proposed(official, focal_point, spain, position="Ours")
    submissions.publish(change, seen=seen(change), by=secretariat)
    draft_of(official, focal_point, member=spain, key="person", position="Again")
    key = official.pk
    official.designations.all().delete()
    with pytest.raises(Refusal, match="no permission"):
        remove_person(official, by=focal_point)
    remove_person(official, by=secretariat)
    said = [
        *ProposedChange.objects.values_list("draft", "base", "label"),
        *Revision.objects.filter(object_id=key).values_list("label", "values", "names"),
    ]
    for word in ("Alba", "alternate@", "Counsellor", "Ours", "Again"):
        assert word not in str(said)
    assert {one.state for one in ProposedChange.objects.all()} == {
        State.PUBLISHED,
        State.WITHDRAWN,
    }


def test_every_kind_has_a_name_for_its_changes(official: Person) -> None:
    assert registry.kind_of_entry(official).name_of(official).startswith("Contact details")
