"""Recording a letter: one write of all that it says, and the page that leads to it."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from focalpoints.models import Designation, Ending, Member, Person, Revision
from focalpoints.recording import record_letter
from focalpoints.unrecorded_letters import keep_unrecorded
from network.accounts.models import Invitation, User
from network.documents.models import PrivateFile
from network.mail.models import OutgoingMail
from network.values.refusals import Refusal
from tests import factories

pytestmark = pytest.mark.django_db

PAGE = "admin:focalpoints_designation_record_letter"
LETTER = b"%PDF-1.7 of Spain"


@pytest.fixture(autouse=True)
def place(settings: Any, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def files_in(place: Path) -> list[Path]:
    return [path for path in place.rglob("*") if path.is_file()]


def typed(**values: Any) -> dict[str, Any]:
    """What the first page sends of a new focal point of Spain; None leaves a field out."""
    data = {
        "letter": SimpleUploadedFile("nota.pdf", LETTER),
        "letter_dated_on": "2026-03-01",
        "letter_authority": "Ministry of Foreign Affairs",
        "letter_reference": "NV 12/2026",
        "member": factories.member("ESP").pk,
        "given_name": "Ana",
        "family_name": "Ejemplo",
        "position": "Ambassador",
        "email": "ana.ejemplo@example.org",
        "category": factories.category("focal_point").pk,
        **values,
    }
    return {name: value for name, value in data.items() if value is not None}


def checked(client: Client, **values: Any) -> dict[str, Any]:
    """What the second page sends on, with its questions unanswered."""
    response = client.post(reverse(PAGE), {**typed(**values), "check": "1"})
    assert "admin/focalpoints/record_letter_check.html" in [one.name for one in response.templates]
    return {
        field.html_name: field.value()
        for field in response.context["carried"]
        if field.value() not in (None, "")
    } | {"language": "en", "record": "1"}


def errors_of(response: Any) -> dict[str, str]:
    assert response.status_code == 200
    return {name: " ".join(said) for name, said in response.context["form"].errors.items()}


# --- The page ---


def test_a_new_focal_point_is_recorded_with_the_letter_and_invited(
    secretariat: User, secretariat_client: Client, place: Path
) -> None:
    data = checked(secretariat_client)
    assert not Designation.objects.exists(), "looking records nothing"
    response = secretariat_client.post(reverse(PAGE), data | {"is_invited": "on"}, follow=True)
    row = Designation.objects.select_related("person", "letter").get()
    assert response.redirect_chain[-1][0] == reverse(
        "admin:focalpoints_designation_change", args=[row.pk]
    )
    assert "An invitation is being sent to ana.ejemplo@example.org." in response.content.decode()
    assert row.starts_on == row.letter_dated_on == datetime.date(2026, 3, 1)
    assert (row.letter_authority, row.letter_reference) == (
        "Ministry of Foreign Affairs",
        "NV 12/2026",
    )
    assert row.recorded_by == secretariat
    assert Revision.objects.of(row.person).count() == 1
    assert OutgoingMail.objects.get().address == "ana.ejemplo@example.org"
    assert Invitation.objects.get().person == row.person
    # The letter has the name it came with, and nothing of it stays elsewhere.
    assert row.letter is not None
    assert row.letter.original_name == "nota.pdf"
    assert PrivateFile.objects.kept().get() == row.letter


def test_nobody_is_written_to_unless_it_is_ticked(secretariat_client: Client) -> None:
    secretariat_client.post(reverse(PAGE), checked(secretariat_client))
    assert Designation.objects.exists()
    assert not OutgoingMail.objects.exists()


@pytest.mark.parametrize(
    ("change", "field", "said"),
    [
        ({"member": None}, "member", "Choose the member"),
        ({"given_name": None}, "given_name", "Enter the given name"),
        ({"email": "ana@"}, "email", "email"),
        ({"letter_dated_on": None}, "starts_on", "Enter the first day"),
        ({"letter_dated_on": "soon"}, "letter_dated_on", "year-month-day"),
        ({"ends_on": "2020-01-01"}, "ends_on", "cannot end before it starts"),
        ({"category": None}, "category", "required"),
        ({"letter": SimpleUploadedFile("a.pdf", b"MZ")}, "letter", "PDF, JPEG or PNG"),
    ],
)
def test_what_is_wrong_is_said_beside_its_field(
    secretariat_client: Client, change: dict[str, Any], field: str, said: str
) -> None:
    response = secretariat_client.post(reverse(PAGE), typed(**change))
    found = errors_of(response)
    assert list(found) == [field]
    assert said in found[field]
    assert 'value="NV 12/2026"' in response.content.decode(), "what was typed stays"
    assert not Person.objects.exists()


def test_a_letter_is_kept_over_a_refused_form(secretariat_client: Client) -> None:
    response = secretariat_client.post(reverse(PAGE), typed(given_name=None))
    kept = response.context["kept"]
    page = response.content.decode()
    assert kept.original_name == "nota.pdf"
    assert reverse("private-file", args=[kept.pk]) in page
    data = checked(secretariat_client, letter=None, kept_letter=str(kept.pk))
    secretariat_client.post(reverse(PAGE), data)
    letter = Designation.objects.get().letter
    assert letter is not None
    with letter.file.open("rb") as file:
        assert file.read() == LETTER


def test_a_kept_letter_is_its_uploaders_alone(secretariat_client: Client) -> None:
    response = secretariat_client.post(reverse(PAGE), typed(given_name=None))
    kept = response.context["kept"]
    colleague = Client()
    colleague.force_login(factories.SecretariatFactory.create())
    assert colleague.get(reverse("private-file", args=[kept.pk])).status_code == 404
    data = typed(letter=None, kept_letter=str(kept.pk))
    found = errors_of(colleague.post(reverse(PAGE), data))
    assert "Choose it again" in found["letter"]


def test_a_likely_duplicate_is_shown_and_may_be_chosen(secretariat_client: Client) -> None:
    known = factories.PersonFactory.create(email="ana.ejemplo@example.org")
    data = checked(secretariat_client)
    response = secretariat_client.post(reverse(PAGE), data)
    assert "same person" in errors_of(response)["same_person"]
    assert "The same email address" in response.content.decode()
    secretariat_client.post(reverse(PAGE), data | {"same_person": str(known.pk)})
    assert Designation.objects.get().person == known
    assert Person.objects.count() == 1


def test_somebody_else_with_the_same_mailbox_may_be_new(secretariat_client: Client) -> None:
    known = factories.PersonFactory.create(email="ana.ejemplo@example.org")
    data = checked(secretariat_client)
    answer = {"same_person": "new", "asked_of": str(known.pk)}
    other = factories.PersonFactory.create(email="ana.ejemplo@example.org")
    found = errors_of(secretariat_client.post(reverse(PAGE), data | answer))
    assert "same person" in found["same_person"], "it was not asked of the other"
    answer["asked_of"] += f" {other.pk}"
    secretariat_client.post(reverse(PAGE), data | answer)
    assert Designation.objects.get().person not in {known, other}


def test_what_is_refused_last_is_said_beside_the_answers(secretariat_client: Client) -> None:
    """Whoever has an account is not invited; the answers stay."""
    known = factories.PersonFactory.create(
        email="ana.ejemplo@example.org", user=factories.UserFactory.create()
    )
    answers = {"same_person": str(known.pk), "is_invited": "on", "language": "fr"}
    response = secretariat_client.post(reverse(PAGE), checked(secretariat_client) | answers)
    page = response.content.decode()
    assert "already has an account" in page
    assert f'value="{known.pk}" checked' in page
    assert not Designation.objects.exists()


def test_who_holds_the_category_is_named_and_makes_way(
    secretariat_client: Client, focal_point: User
) -> None:
    held = focal_point.person.designations.get()
    data = checked(secretariat_client)
    response = secretariat_client.post(reverse(PAGE), data)
    assert "one holder" in errors_of(response)["hands_over"]
    page = response.content.decode()
    assert str(held.person) in page
    assert "28 February 2026" in page
    other = factories.DesignationFactory.create(member=factories.member("DEU"))
    response = secretariat_client.post(reverse(PAGE), data | {"hands_over": str(other.pk)})
    assert "one holder" in errors_of(response)["hands_over"], "it was asked of somebody else"
    secretariat_client.post(reverse(PAGE), data | {"hands_over": str(held.pk)})
    held.refresh_from_db()
    assert held.ends_on == datetime.date(2026, 2, 28)
    assert Ending.objects.get().designation == held
    successor = Designation.objects.exclude(pk__in=[held.pk, other.pk]).get()
    assert successor.starts_on == datetime.date(2026, 3, 1)


def test_a_holder_who_starts_later_makes_no_way(
    secretariat_client: Client, focal_point: User
) -> None:
    focal_point.person.designations.update(starts_on=datetime.date(2026, 6, 1))
    response = secretariat_client.post(reverse(PAGE), typed())
    assert "until further notice" in errors_of(response)["starts_on"]


def test_a_state_joins_by_its_letter(secretariat_client: Client) -> None:
    state = factories.country("NAM")
    data = checked(secretariat_client, member=None, country=state.pk, joined_on="2026-02-20")
    secretariat_client.post(reverse(PAGE), data)
    member = Designation.objects.get().member
    assert (member.country, member.slug) == (state, "namibia")
    assert member.state == Member.State.CONFIRMED
    assert str(member.joined_on) == "2026-02-20"


def test_an_organisation_joins_on_the_day_of_its_letter(secretariat_client: Client) -> None:
    organisation = factories.OrganisationFactory.create()
    data = checked(secretariat_client, member=None, organisation=organisation.pk)
    secretariat_client.post(reverse(PAGE), data)
    member = Designation.objects.get().member
    assert (member.organisation, str(member.joined_on)) == (organisation, "2026-03-01")


@pytest.mark.parametrize("with_member", [True, False])
def test_nobody_joins_twice(secretariat_client: Client, with_member: bool) -> None:
    spain = factories.member("ESP")
    data = typed(member=spain.pk if with_member else None, country=spain.country_id)
    found = errors_of(secretariat_client.post(reverse(PAGE), data))
    assert ("Choose one" if with_member else "a member already") in found["country"]


def test_a_state_that_has_withdrawn_is_led_to_its_status(secretariat_client: Client) -> None:
    spain = factories.member("ESP")
    Member.objects.update(state=Member.State.WITHDRAWN)
    data = typed(member=None, country=spain.country_id)
    found = errors_of(secretariat_client.post(reverse(PAGE), data))
    assert "Change its status first" in found["country"]


def test_a_person_of_the_register_is_chosen(secretariat_client: Client) -> None:
    person = factories.PersonFactory.create()
    nobody_new = dict.fromkeys(("given_name", "family_name", "position", "email"))
    data = checked(secretariat_client, person=person.pk, **nobody_new)
    secretariat_client.post(reverse(PAGE), data)
    assert Designation.objects.get().person == person
    found = errors_of(secretariat_client.post(reverse(PAGE), typed(person=person.pk)))
    assert "not both" in found["person"]


def test_one_can_go_back_and_nothing_is_lost(secretariat_client: Client) -> None:
    data = checked(secretariat_client)
    del data["record"]
    response = secretariat_client.post(reverse(PAGE), data | {"change": "1"})
    page = response.content.decode()
    for text in ("NV 12/2026", "Ejemplo", "ana.ejemplo@example.org", "nota.pdf"):
        assert text in page
    assert response.context["form"].errors == {}


def test_a_withdrawn_member_is_refused_beside_it(secretariat_client: Client) -> None:
    data = checked(secretariat_client)
    Member.objects.update(state=Member.State.WITHDRAWN)
    found = errors_of(secretariat_client.post(reverse(PAGE), data))
    assert "has withdrawn" in found["member"]
    assert not Person.objects.exists(), "all or nothing"


def test_the_page_is_one_click_from_the_menu_and_the_list(secretariat_client: Client) -> None:
    for name in ("index", "focalpoints_designation_changelist"):
        page = secretariat_client.get(reverse(f"admin:{name}")).content.decode()
        assert f'href="{reverse(PAGE)}"' in page, name
    given = secretariat_client.get(reverse(PAGE), {"member": factories.member("ESP").pk})
    assert "Spain" in given.content.decode()


def test_who_may_only_look_records_nothing(looker_client: Client) -> None:
    assert looker_client.get(reverse(PAGE)).status_code == 403
    assert looker_client.post(reverse(PAGE), typed() | {"record": "1"}).status_code == 403
    page = looker_client.get(reverse("admin:focalpoints_designation_changelist"))
    assert reverse(PAGE) not in page.content.decode()


# --- The service ---


def planned(**values: Any) -> Designation:
    if "person" not in values:
        values["person"] = factories.PersonFactory.create()
    return Designation(
        **{
            "member": factories.member("ESP"),
            "category": factories.category("focal_point"),
            "starts_on": datetime.date(2026, 3, 1),
            **values,
        }
    )


def test_what_fails_last_undoes_all_and_leaves_no_file(secretariat: User, place: Path) -> None:
    """Somebody without an email address cannot be invited."""
    member = Member(country=factories.country("NAM"))
    row = planned(member=member, person=Person(given_name="Ana"))
    upload = keep_unrecorded(SimpleUploadedFile("letter.pdf", LETTER), by=secretariat)
    before = files_in(place)
    with pytest.raises(Refusal, match="email address"):
        record_letter(row, by=secretariat, upload=upload, is_invited=True)
    assert not Member.objects.filter(country__iso3="NAM").exists()
    assert not Person.objects.exists()
    assert not Designation.objects.exists()
    assert files_in(place) == before


def test_a_second_press_records_nothing_twice(secretariat: User) -> None:
    upload = keep_unrecorded(SimpleUploadedFile("letter.pdf", LETTER), by=secretariat)
    military = factories.category("military")
    record_letter(planned(category=military), by=secretariat, upload=upload)
    with pytest.raises(Refusal, match="recorded already"):
        record_letter(planned(category=military), by=secretariat, upload=upload)
    # Without a file: who is new is found in the register by now.
    first, second = (
        planned(category=military, person=Person(given_name="Ana", family_name="Ejemplo"))
        for _press in range(2)
    )
    record_letter(first, by=secretariat)
    with pytest.raises(Refusal, match="the same person"):
        record_letter(second, by=secretariat)
    assert Person.objects.filter(family_name="Ejemplo").count() == 1


def test_the_predecessor_is_of_the_same_member_and_category(secretariat: User) -> None:
    other = factories.DesignationFactory.create(category=factories.category("military"))
    with pytest.raises(Refusal, match="another designation"):
        record_letter(planned(), by=secretariat, predecessor=other)
    later = factories.DesignationFactory.create(
        member=factories.member("ESP"),
        category=factories.category("focal_point"),
        starts_on=datetime.date(2026, 3, 1),
    )
    with pytest.raises(Refusal, match="does not start before"):
        record_letter(planned(), by=secretariat, predecessor=later)


def test_staff_without_the_right_are_refused(looker: User) -> None:
    with pytest.raises(Refusal, match="permission"):
        record_letter(planned(), by=looker)
