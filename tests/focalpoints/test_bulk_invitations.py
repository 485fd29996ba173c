"""Inviting several people at once: after an import, and whoever is ticked in the list of people."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.test import Client
from django.urls import reverse

from focalpoints import inviting
from focalpoints.designations import invite_person
from focalpoints.inviting import invite_people, why_not_written_to
from focalpoints.models import Designation, Person
from network import clock
from network.accounts.invitations import revoke
from network.accounts.models import Invitation, User
from network.importing.imports import confirm_import
from network.importing.undoing import undo_import
from network.mail.models import OutgoingMail
from network.values.refusals import Refusal
from tests import confirming, factories
from tests.costs import QueryCost
from tests.network.importing.files import Rows, checked, imported, worked

pytestmark = pytest.mark.django_db

HEADINGS = ["Country", "Category", "Name", "Email", "From", "Until", "Functional mailbox"]
DAY = "2024-08-01"
ROWS: Rows = [
    HEADINGS,
    ["Spain", "military", "Ana Ruiz", "ana@mfa.example", DAY, "", ""],
    ["Norway", "military", "Kari Nordmann", "kari@mfa.example", DAY, "", ""],
    ["Norway", "alternate", "Ola Nordmann", "", DAY, "", ""],
    ["Spain", "alternate", "Luis Gil", "luis@mfa.example", DAY, "2024-12-31", ""],
    ["Spain", "focal_point", "Gender Unit", "unit@mfa.example", DAY, "", "yes"],
]


@pytest.fixture(autouse=True)
def _places(db: None) -> None:
    for code in ("ESP", "NOR"):
        factories.member(code)
    for code in ("focal_point", "alternate", "military"):
        factories.category(code)


def page_of(spreadsheet: Any) -> str:
    return f"{reverse('admin:focalpoints_person_invite_imported')}?import={spreadsheet.pk}"


def looked_at(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def invited_addresses() -> list[str]:
    """To whom an invitation is on its way, by the outbox."""
    mails = OutgoingMail.objects.filter(kind=OutgoingMail.Kind.INVITATION)
    return sorted(mails.values_list("address", flat=True))


def designated(**person: Any) -> Person:
    found: Person = factories.DesignationFactory.create(
        person=factories.PersonFactory.create(**person)
    ).person
    return found


def test_after_an_import_those_who_can_be_invited_are_named_with_their_addresses_first(
    secretariat: User, secretariat_client: Client
) -> None:
    done = imported(ROWS, kind="focal-points", by=secretariat)
    result = looked_at(
        secretariat_client, reverse("admin:network_spreadsheetimport_change", args=[done.pk])
    )
    assert f'href="{page_of(done)}"' in result
    page = looked_at(secretariat_client, page_of(done))
    assert "Invite 2 people to the portal?" in page
    for text in ("Ana Ruiz", "ana@mfa.example", "Kari Nordmann", "kari@mfa.example"):
        assert text in page
    for reason in (
        "Record an email address of Ola Nordmann first.",
        "No member has designated Luis Gil.",
        "Gender Unit is an office, which has no account.",
    ):
        assert reason in page
    # Those who are written to stand first.
    assert page.index("Kari Nordmann") < page.index("Gender Unit")
    assert not OutgoingMail.objects.exists()

    said = confirming.answer(secretariat_client, page, page_of(done))
    assert "Invitations are being sent to 2 people." in said
    assert "3 people were not written to" in said
    assert invited_addresses() == ["ana@mfa.example", "kari@mfa.example"]
    for invitation in Invitation.objects.all():
        assert invitation.invited_by == secretariat
        assert invitation.person.email == invitation.email
    mail = OutgoingMail.objects.get(address="ana@mfa.example")
    assert "Ana Ruiz" in mail.body_text
    assert mail.holds_link
    # Nobody is left whom it could write to, and nobody is written to twice.
    page = looked_at(secretariat_client, page_of(done))
    assert "Nobody can be invited" in page
    assert page.count("Has an invitation that still works.") == 2
    assert 'name="confirmed"' not in page


def test_who_has_an_account_is_named_and_not_written_to(
    secretariat: User, secretariat_client: Client
) -> None:
    ana = designated(given_name="Ana", family_name="Ruiz", user=factories.UserFactory.create())
    kari = designated(given_name="Kari", family_name="Nordmann")
    page = confirming.ask(secretariat_client, "invite_these", [ana, kari])
    assert "Invite 1 person to the portal?" in page
    assert "Ana Ruiz already has an account." in page
    assert kari.email in page
    confirming.answer(secretariat_client, page, confirming.list_of(Person))
    assert invited_addresses() == [kari.email]


def test_two_of_one_address_and_who_was_invited_with_it(
    secretariat: User, secretariat_client: Client
) -> None:
    one, two = (designated(given_name=name, email="desk@mfa.example") for name in ("Ana", "Eva"))
    other = designated(given_name="Kari", email="kari@mfa.example")
    claimed = designated(given_name="Ola", email="kari@mfa.example")
    invite_person(other, by=secretariat)
    page = confirming.ask(secretariat_client, "invite_these", [one, two, other, claimed])
    assert "Invite 1 person to the portal?" in page
    assert "above, has the same address." in page
    assert f"{other} has already been invited with the same address." in page
    confirming.answer(secretariat_client, page, confirming.list_of(Person))
    assert invited_addresses() == ["desk@mfa.example", "kari@mfa.example"]
    assert Person.objects.exclude(invitation=None).count() == 2


def test_an_invitation_that_no_longer_works_is_sent_anew(secretariat: User) -> None:
    expired, revoked, open_ = (designated(email=f"{n}@mfa.example") for n in range(3))
    for person in (expired, revoked, open_):
        invite_person(person, by=secretariat)
    expired.refresh_from_db()
    revoked.refresh_from_db()
    Invitation.objects.filter(pk=expired.invitation_id).update(
        expires_at=clock.now() - datetime.timedelta(hours=1)
    )
    assert revoked.invitation is not None
    revoke(revoked.invitation, by=secretariat)
    invited = invite_people(Person.objects.all(), by=secretariat)
    assert {person.pk for person in invited.people} == {expired.pk, revoked.pk}
    assert set(invited.left_out) == {open_.pk}


def test_who_is_added_or_changed_since_the_look_is_looked_at_first(
    secretariat: User, secretariat_client: Client
) -> None:
    done = imported(ROWS, kind="focal-points", by=secretariat)
    page = looked_at(secretariat_client, page_of(done))
    ana = Person.objects.get(given_name="Ana")
    ana.email = "another@mfa.example"
    ana.save()
    again = confirming.answer(secretariat_client, page, page_of(done))
    assert "1 row has changed since this page was shown." in again
    assert "another@mfa.example" in again
    assert not OutgoingMail.objects.exists()
    confirming.answer(secretariat_client, again, page_of(done))
    assert invited_addresses() == ["another@mfa.example", "kari@mfa.example"]


def test_a_long_list_is_invited_part_by_part(
    secretariat: User, secretariat_client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in (inviting, inviting_admin()):
        monkeypatch.setattr(module, "MOST_AT_ONCE", 2)
    rows = [
        HEADINGS,
        *(["ESP", "military", f"Ana Ruiz {n}", f"{n}@mfa.example", DAY, "", ""] for n in range(3)),
    ]
    done = imported(rows, kind="focal-points", by=secretariat)
    people = list(Person.objects.all())
    with pytest.raises(Refusal, match="At most 2 people are invited at once, and these are 3"):
        invite_people(people, by=secretariat)
    refused = confirming.ask(secretariat_client, "invite_these", people)
    assert "At most 2 people are invited at once, and these are 3" in refused
    assert 'name="confirmed"' not in refused
    assert not OutgoingMail.objects.exists()
    page = looked_at(secretariat_client, page_of(done))
    assert "Invite 2 people to the portal?" in page
    assert "3 people of this import can be invited. Here are the first 2" in page
    next_page = confirming.answer(secretariat_client, page, page_of(done))
    assert "Invite 1 person to the portal?" in next_page
    confirming.answer(secretariat_client, next_page, page_of(done))
    assert len(invited_addresses()) == 3


def inviting_admin() -> Any:
    from focalpoints.admin import inviting as found  # noqa: PLC0415 - the admin's registry is ready

    return found


def test_nobody_of_an_import_that_was_undone_or_not_written_is_invited(
    secretariat: User, secretariat_client: Client
) -> None:
    found = checked(ROWS, kind="focal-points", by=secretariat)
    for _step in ("looked at", "undone"):
        answer = secretariat_client.get(page_of(found), follow=True)
        assert "This import has written of nobody who could be invited." in answer.content.decode()
        if found.state == "ready":
            worked(confirm_import(found, only_good=False, by=secretariat))
            found.refresh_from_db()
            worked(undo_import(found, left=set(), by=secretariat))
    assert not Designation.objects.exists()


def test_only_who_may_invite_one_invites_several(
    secretariat: User, looker: User, looker_client: Client, focal_point_client: Client
) -> None:
    # The cast has Spain's focal point already.
    done = imported(ROWS[:-1], kind="focal-points", by=secretariat)
    people = list(Person.objects.all())
    with pytest.raises(Refusal, match="no permission"):
        invite_people(people, by=looker)
    assert looker_client.get(page_of(done)).status_code == 403
    assert looker_client.post(page_of(done), {"confirmed": "yes"}).status_code == 403
    assert focal_point_client.get(page_of(done)).status_code in (302, 403, 404)
    shown = looker_client.get(confirming.list_of(Person)).content.decode()
    assert 'value="invite_these"' not in shown
    data = {"action": "invite_these", "_selected_action": [one.pk for one in people]}
    looker_client.post(confirming.list_of(Person), data | {"confirmed": "yes"}, follow=True)
    assert not OutgoingMail.objects.exists()
    looker.user_permissions.add(Permission.objects.get(codename="add_invitation"))
    assert looker_client.get(page_of(done)).status_code == 200


def test_the_look_costs_as_much_for_one_as_for_many(query_cost: QueryCost) -> None:
    people = [designated(email=f"{n}@mfa.example") for n in range(12)]
    assert query_cost(lambda: why_not_written_to(people[:2])) == query_cost(
        lambda: why_not_written_to(people)
    )
