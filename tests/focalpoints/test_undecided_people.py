"""Who has not decided yet: members see member, category and institution, and nothing else."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from focalpoints.confirmation import ask_to_confirm, confirm_by_link
from focalpoints.models import OFFICE_SHARES, Designation, Person
from network.accounts.models import User
from network.mail.models import OutgoingMail
from tests import factories
from tests.focalpoints.test_confirmation import newest_link
from tests.focalpoints.test_recording import PAGE, checked
from tests.network.importing.files import imported

pytestmark = pytest.mark.django_db

UNDECIDED = {
    "name_visibility": "secretariat",
    "position_visibility": "secretariat",
    "institution_visibility": "members",
    "email_visibility": "secretariat",
    "phone_visibility": "secretariat",
    "skills_visibility": "secretariat",
}
SAID = {
    "given_name": "Ana",
    "family_name": "Quillfeather",
    "position": "Chief Lampwright",
    "institution": "Ministry of the Sea",
    "email": "ana.quillfeather@example.org",
}
HIDDEN = ("Quillfeather", "Chief Lampwright", "ana.quillfeather@example.org")
Recorded = Callable[[User, Client], None]


def by_letter(secretariat: User, client: Client) -> None:
    data = checked(client, **SAID, category=factories.category("military").pk)
    client.post(reverse(PAGE), data)


def from_a_spreadsheet(secretariat: User, client: Client) -> None:
    factories.member("ESP")
    category = factories.category("military")
    headings = ["Given name", "Family name", "Position", "Institution", "Email"]
    rows = [
        ["Country", "Category", "From", *headings],
        ["Spain", category.name, "2024-08-01", *SAID.values()],
    ]
    done = imported(rows, kind="focal-points", by=secretariat)
    assert done.state == "written", done.message


def added(client: Client, **values: Any) -> Person:
    """A person added in the admin, with the rest of the form as it was."""
    url = reverse("admin:focalpoints_person_add")
    form = client.get(url).context["adminform"].form
    data = {name: form[name].value() or "" for name in form.fields}
    data |= dict.fromkeys(("designations-TOTAL_FORMS", "designations-INITIAL_FORMS"), "0")
    answer = client.post(url, data | values)
    assert answer.status_code == 302, answer.context["adminform"].form.errors
    return Person.objects.get(given_name=values["given_name"])


def in_the_admin(secretariat: User, client: Client) -> None:
    factories.DesignationFactory.create(
        member=factories.member("ESP"),
        category=factories.category("military"),
        person=added(client, **SAID),
    )


EACH_WAY = pytest.mark.parametrize("recorded", [by_letter, from_a_spreadsheet, in_the_admin])


def pages(client: Client, word: str = "quillfeather") -> dict[str, str]:
    """All that shows Spain's officials, and what `word` finds of them."""
    directory, selection = (
        reverse(f"focalpoints:{name}") for name in ("directory", "directory-selection")
    )
    held = Designation.objects.get(person__family_name="Quillfeather")
    answers = {
        "member": client.get(reverse("focalpoints:member", args=["spain"])),
        "directory": client.get(directory),
        "search": client.get("/search/", {"q": word}),
        "box": client.get("/search/box/", {"q": word}),
        "cards": client.post(f"{selection}?q=spain", {"take": "vcards"}),
        "addresses": client.post(f"{selection}?q=spain", {"take": "addresses"}),
        "card": client.get(reverse("focalpoints:directory-card", args=[held.pk])),
    }
    return {name: answer.content.decode() for name, answer in answers.items()}


def found(client: Client, word: str) -> int:
    return int(client.get(reverse("focalpoints:directory"), {"q": word}).context["count"])


def decided(client: Client, **levels: str) -> None:
    """What the contact page sends of somebody who chooses these levels."""
    assert client.post(reverse("focalpoints:own-contact"), SAID | levels).status_code == 302


def signed_in(person: Person) -> Client:
    account = factories.UserFactory.create(email=person.email)
    Person.objects.filter(pk=person.pk).update(user=account)
    client = Client()
    client.force_login(account)
    return client


def test_the_model_and_the_database_begin_with_the_same_levels() -> None:
    new = Person()
    assert {name: getattr(new, name) for name in Person.consents} == UNDECIDED
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT column_name, split_part(column_default, '''', 2) "
            "FROM information_schema.columns "
            "WHERE table_name = 'focalpoints_person' AND column_name LIKE '%_visibility'"
        )
        assert dict(cursor.fetchall()) == UNDECIDED


@EACH_WAY
def test_members_see_the_institution_alone_until_the_person_decides(
    recorded: Recorded,
    secretariat: User,
    secretariat_client: Client,
    focal_point_client: Client,
    other_focal_point_client: Client,
    visitor: Client,
) -> None:
    recorded(secretariat, secretariat_client)
    person = Person.objects.get(family_name="Quillfeather")
    assert {name: getattr(person, name) for name in Person.consents} == UNDECIDED

    shown = pages(other_focal_point_client)
    for name, page in shown.items():
        # The search repeats what was searched for.
        told = page.replace("quillfeather", "")
        assert [each for each in HIDDEN if each in told] == [], name
    for name in ("member", "directory"):
        assert "Ministry of the Sea" in shown[name]
        assert "Military Gender Adviser" in shown[name]
    assert [found(other_focal_point_client, word) for word in ("quillfeather", "lampwright")] == [
        0,
        0,
    ]
    assert found(other_focal_point_client, "ministry sea") == 1
    public = visitor.get(reverse("focalpoints:member", args=["spain"])).content.decode()
    assert "Ministry of the Sea" not in public
    # Their own member and the Secretariat see all of it.
    for client in (focal_point_client, secretariat_client):
        assert found(client, "quillfeather") == 1
        assert all(each in pages(client)["directory"] for each in HIDDEN)


@EACH_WAY
def test_once_they_have_decided_members_see_what_they_share(
    recorded: Recorded,
    secretariat: User,
    secretariat_client: Client,
    other_focal_point_client: Client,
) -> None:
    recorded(secretariat, secretariat_client)
    person = Person.objects.get(family_name="Quillfeather")
    decided(signed_in(person), name_visibility="members", position_visibility="members")
    shown = pages(other_focal_point_client)
    for name in ("member", "directory", "cards", "card"):
        assert "Quillfeather" in shown[name], name
        assert "Chief Lampwright" in shown[name], name
        assert person.email not in shown[name], "this they have not shared"
    assert "Quillfeather" in shown["search"]
    assert "Quillfeather" in shown["box"]
    assert found(other_focal_point_client, "quillfeather") == 1


def test_a_confirmation_decides_nothing(
    secretariat: User, secretariat_client: Client, other_focal_point_client: Client
) -> None:
    """Neither by the button nor by the link of the email, which both show what members see."""
    in_the_admin(secretariat, secretariat_client)
    person = Person.objects.get(family_name="Quillfeather")
    assert ask_to_confirm([person], by=secretariat) == 1
    page = Client().get(newest_link()).content.decode()
    assert "Name not shared" in page
    assert "Write to the Secretariat if you wish to share it." in page
    confirm_by_link(newest_link().rstrip("/").split("/")[-1])
    own = signed_in(person)
    own.post(reverse("focalpoints:own-contact-confirm"))
    person.refresh_from_db()
    assert person.confirmed_at is not None
    assert {name: getattr(person, name) for name in Person.consents} == UNDECIDED
    assert found(other_focal_point_client, "quillfeather") == 0


def test_the_contact_page_says_how_to_be_found_until_the_name_is_shared(
    secretariat: User, secretariat_client: Client
) -> None:
    in_the_admin(secretariat, secretariat_client)
    own = signed_in(Person.objects.get(family_name="Quillfeather"))
    url = reverse("focalpoints:own-contact")
    said = "Members do not see your name now"
    assert said in own.get(url).content.decode()
    decided(own, name_visibility="members")
    assert said not in own.get(url).content.decode()


def test_the_link_leads_whoever_has_an_account_to_their_choice(
    secretariat: User, focal_point: User
) -> None:
    person = focal_point.person
    said = "Members do not see your name, and do not find you by it."

    def page() -> str:
        ask_to_confirm([person], by=secretariat)
        return Client().get(newest_link()).content.decode()

    assert said not in page()
    OutgoingMail.objects.all().delete()
    Person.objects.filter(pk=person.pk).update(name_visibility="secretariat")
    shown = page()
    assert said in shown
    assert "Sign in and choose it under “My contact details”." in shown


def test_an_office_added_in_the_admin_keeps_the_rule_of_offices(
    secretariat_client: Client,
) -> None:
    values = {"is_office": "on", "given_name": "The Desk", "email": "desk@example.org"}
    office = added(secretariat_client, **values)
    assert {name: getattr(office, name) for name in OFFICE_SHARES} == OFFICE_SHARES


def test_what_staff_choose_for_a_new_office_stays(secretariat_client: Client) -> None:
    values = {"is_office": "on", "given_name": "The Desk", "email": "desk@example.org"}
    office = added(secretariat_client, **values, institution_visibility="secretariat")
    assert office.institution_visibility == "secretariat"
    assert office.name_visibility == "members"
