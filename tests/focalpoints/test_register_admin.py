"""The Secretariat's pages for members, people and designations."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from focalpoints.dashboard import dashboard_cards
from focalpoints.models import Designation, Member, Organisation, Person
from network import clock
from network.accounts.models import Invitation, User
from network.mail.models import OutgoingMail
from tests import factories
from tests.confirming import do
from tests.costs import QueryCost

pytestmark = pytest.mark.django_db

ADD = "admin:focalpoints_designation_add"


def given(member: Member, person: Person, **values: Any) -> dict[str, Any]:
    """What the form of a new designation sends."""
    return {
        "member": member.pk,
        "person": person.pk,
        "category": factories.category("focal_point").pk,
        "starts_on": "2024-01-01",
        "ends_on": "",
        "letter_reference": "NV 12/2024",
        "letter_dated_on": "2023-12-20",
        **values,
    }


def test_designating_offers_to_invite(secretariat_client: Client) -> None:
    person = factories.PersonFactory.create()
    letter = SimpleUploadedFile("letter.pdf", b"%PDF-1.7 of Spain")
    data = given(factories.member("ESP"), person, letter=letter)
    response = secretariat_client.post(reverse(ADD), data, follow=True)
    designation = Designation.objects.get()
    assert designation.letter.file.name.startswith("private/")
    page = response.content.decode()
    assert "has no account yet" in page
    invite_url = reverse("admin:focalpoints_designation_invite_this", args=[designation.pk])
    assert invite_url in page
    secretariat_client.get(invite_url)
    assert not Invitation.objects.exists(), "a link alone does nothing"
    secretariat_client.post(invite_url)
    assert Invitation.objects.get().person == person
    assert OutgoingMail.objects.get().address == person.email


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"ends_on": "2023-01-01"}, "cannot end before it starts"),
        ({"starts_on": "2022-01-01"}, "already holds this designation"),
        ({"starts_on": ""}, "This field is required"),
        ({"member": ""}, "This field is required"),
        ({"person": ""}, "This field is required"),
    ],
)
def test_a_wrong_designation_is_said_beside_the_field(
    secretariat_client: Client, change: dict[str, str], said: str
) -> None:
    held = factories.DesignationFactory.create(
        member=factories.member("ESP"), ends_on=datetime.date(2022, 12, 31)
    )
    data = given(held.member, held.person) | change
    response = secretariat_client.post(reverse(ADD), data)
    assert response.status_code == 200
    assert said in response.content.decode()
    assert Designation.objects.count() == 1


def test_a_letter_that_is_none_is_refused(secretariat_client: Client) -> None:
    letter = SimpleUploadedFile("letter.pdf", b"MZ a program", content_type="application/pdf")
    data = given(factories.member("ESP"), factories.PersonFactory.create(), letter=letter)
    response = secretariat_client.post(reverse(ADD), data)
    assert "A letter is a PDF, JPEG or PNG file" in response.content.decode()
    assert not Designation.objects.exists()


def test_a_withdrawn_member_is_refused_with_the_reason(secretariat_client: Client) -> None:
    spain = factories.member("ESP")
    Member.objects.update(state=Member.State.WITHDRAWN)
    data = given(spain, factories.PersonFactory.create())
    response = secretariat_client.post(reverse(ADD), data)
    page = response.content.decode()
    assert "has withdrawn" in page
    assert 'value="NV 12/2024"' in page, "what was typed stays"
    assert not Designation.objects.exists()


def test_several_designations_end_by_one_action(secretariat_client: Client) -> None:
    rows = [factories.DesignationFactory.create() for _each in range(3)]
    rows[2].ends_on = clock.today() - datetime.timedelta(days=9)
    rows[2].save()
    page = do(secretariat_client, "end_today", rows)
    assert "2 designations end today" in page
    assert "already" in page
    assert Designation.objects.filter(ends_on=clock.today()).count() == 2


def test_ending_one_asks_first(secretariat_client: Client) -> None:
    row = factories.DesignationFactory.create()
    url = reverse("admin:focalpoints_designation_end_this_today", args=[row.pk])
    assert "End this designation today?" in secretariat_client.get(url).content.decode()
    row.refresh_from_db()
    assert row.ends_on is None
    secretariat_client.post(url)
    row.refresh_from_db()
    assert row.ends_on == clock.today()


def test_the_past_is_not_deleted(secretariat_client: Client) -> None:
    row = factories.DesignationFactory.create()
    url = reverse("admin:focalpoints_designation_delete", args=[row.pk])
    secretariat_client.post(url, {"post": "yes"})
    assert Designation.objects.filter(pk=row.pk).exists()


@pytest.mark.parametrize(
    ("standing", "found"),
    [("active", {"now", "ending"}), ("ending", {"ending"}), ("ended", {"past"}), ("coming", {"x"})],
)
def test_designations_are_filtered_by_their_standing_today(
    secretariat_client: Client, standing: str, found: set[str]
) -> None:
    day = datetime.timedelta(days=1)
    for name, values in {
        "now": {},
        "ending": {"ends_on": clock.today() + 30 * day},
        "past": {"ends_on": clock.today() - day},
        "x": {"starts_on": clock.today() + day},
    }.items():
        factories.DesignationFactory.create(letter_reference=name, **values)
    url = reverse("admin:focalpoints_designation_changelist")
    response = secretariat_client.get(url, {"standing": standing})
    shown = {row.letter_reference for row in response.context["cl"].result_list}
    assert shown == found


def test_the_history_of_a_row_tells_who_changed_what(
    secretariat_client: Client, secretariat: User
) -> None:
    person = factories.PersonFactory.create(family_name="Before")
    url = reverse("admin:focalpoints_person_change", args=[person.pk])
    names = ("title", "given_name", "position", "institution", "email", "phone")
    kept = (*names, *Person.consents)
    data = {name: getattr(person, name) for name in kept} | {"family_name": "After"}
    data |= {"designations-TOTAL_FORMS": "0", "designations-INITIAL_FORMS": "0"}
    data["seen"] = secretariat_client.get(url).context["adminform"].form["seen"].value()
    assert secretariat_client.post(url, data).status_code == 302
    history = reverse("admin:focalpoints_person_history", args=[person.pk])
    page = secretariat_client.get(history).content.decode()
    assert "<del>Before</del> → <ins>After</ins>" in page
    assert secretariat.name in page
    assert "the system" in page


def test_reference_names_are_not_typed_in_the_admin(secretariat_client: Client) -> None:
    spain = factories.country("ESP")
    url = reverse("admin:focalpoints_country_change", args=[spain.pk])
    assert secretariat_client.post(url, {"name_en": "Iberia"}).status_code == 403
    assert secretariat_client.get(reverse("admin:focalpoints_country_add")).status_code == 403


def test_one_row_costs_as_many_queries_as_twenty(
    secretariat_client: Client, query_cost: QueryCost
) -> None:
    names = ("member", "person", "designation", "organisation", "country")

    def costs() -> dict[str, int]:
        urls = {name: reverse(f"admin:focalpoints_{name}_changelist") for name in names}
        return {
            name: query_cost(lambda url=url: secretariat_client.get(url))
            for name, url in urls.items()
        }

    factories.DesignationFactory.create(person__user=factories.UserFactory.create())
    factories.OrganisationMemberFactory.create()
    few = costs()
    for _each in range(20):
        factories.DesignationFactory.create(person__user=factories.UserFactory.create())
        factories.OrganisationMemberFactory.create()
    assert costs() == few


def test_the_first_page_says_what_needs_the_secretariat(
    secretariat: User, focal_point: User
) -> None:
    cards = {card.key: card for card in dashboard_cards(secretariat)}
    assert cards["ending-designations"].count == 0
    assert cards["members-without-focal-point"].count == 0
    Designation.objects.update(ends_on=clock.today() + datetime.timedelta(days=10))
    factories.member("DEU")
    Invitation.objects.create(email="late@example.org", token_digest="1", expires_at=timezone.now())
    cards = {card.key: card for card in dashboard_cards(secretariat)}
    assert cards["ending-designations"].count == 1
    assert [item.label for item in cards["members-without-focal-point"].items] == ["Germany"]
    assert cards["expired-invitations"].items[0].label == "late@example.org"


def test_the_forms_of_staff_name_the_language_of_each_column(secretariat_client: Client) -> None:
    """Six fields with the same label "Name" could not be distinguished."""
    organisation = factories.OrganisationFactory.create()
    address = reverse("admin:focalpoints_organisation_change", args=[organisation.pk])
    form = secretariat_client.get(address).content.decode()
    for label in ("Name (français)", "Name (العربيّة)", "Name (简体中文)"):
        assert label in form
    assert "Name (English)" not in form
    # Elsewhere, as in the history's tables and the migrations, it is the plain name.
    assert str(Organisation._meta.get_field("name_fr").verbose_name) == "name"
