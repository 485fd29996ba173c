"""Asking for erasure, and the decision: nothing that identifies the person stays."""

from __future__ import annotations

import datetime

import pytest
from django.test import Client
from django.urls import reverse

from focalpoints.models import Designation, Person, ReviewStep
from focalpoints.people import choose_own_contact, correct_person
from network import clock
from network.accounts.models import Invitation, User
from network.documents import building
from network.documents.models import DocumentBuild, PrivateFile
from network.journal.models import JournalEntry
from network.journal.recording import line_of
from network.journal.recording import record as note
from network.mail import engine
from network.mail.models import OutgoingMail
from network.mail.outbox import outbox
from network.privacy.erasing import erase_account, replay_account
from network.privacy.held import KIND, subject_of
from network.privacy.models import ErasureRequest
from network.privacy.requests import (
    ask_for_erasure,
    forget_farewells,
    grant_request,
    refuse_request,
    withdraw_request,
)
from network.values.refusals import Refusal
from tests import factories
from tests.focalpoints.test_erasure import where_kept
from tests.mailserver import MailServer
from tests.network.letters import write
from tests.network.privacy.leaver import SAID

pytestmark = pytest.mark.django_db


def test_who_is_designated_is_told_to_end_it_first(
    focal_point: User, focal_point_client: Client
) -> None:
    page = focal_point_client.get(reverse("my-erasure")).content.decode()
    assert "has to end the designation first" in page
    assert 'name="note"' not in page
    with pytest.raises(Refusal, match="has to end the designation first"):
        ask_for_erasure(note="", by=focal_point)
    assert not ErasureRequest.objects.exists()


def test_the_page_says_what_happens_and_what_stays(leaving_client: Client) -> None:
    page = leaving_client.get(reverse("my-erasure")).content.decode()
    assert "1 designation stays without the name" in page
    assert "Adopted texts and issued lists stay as they are" in page
    assert "no backup brings it back" in page
    answer = leaving_client.post(reverse("my-erasure"), {"note": "Please"}, follow=True)
    assert "The Secretariat has your request" in answer.content.decode()
    assert ErasureRequest.objects.get().note == "Please"
    assert "You asked for erasure on" in leaving_client.get(reverse("my-data")).content.decode()
    leaving_client.post(reverse("my-erasure-back"))
    assert ErasureRequest.objects.get().outcome == "withdrawn"
    leaving_client.post(reverse("my-erasure"), {"note": ""})
    assert ErasureRequest.objects.waiting().count() == 1


def test_one_request_waits_at_a_time_and_is_ones_own(leaving: User, focal_point: User) -> None:
    request = ask_for_erasure(note="", by=leaving)
    with pytest.raises(Refusal, match="asked already"):
        ask_for_erasure(note="", by=leaving)
    with pytest.raises(Refusal, match="Only the person"):
        withdraw_request(request, by=focal_point)


def test_a_request_waits_on_the_first_page_with_its_age(
    leaving: User, secretariat_client: Client
) -> None:
    assert "Requests for erasure" not in _cards(secretariat_client)
    request = ask_for_erasure(note="", by=leaving)
    ErasureRequest.objects.update(asked_at=request.asked_at - datetime.timedelta(days=3))
    url = reverse("admin:network_erasurerequest_change", args=[request.pk])
    assert url in secretariat_client.get(reverse("admin:index")).content.decode()
    listed = secretariat_client.get(reverse("admin:network_erasurerequest_changelist"))
    assert "3 days" in listed.content.decode()
    page = secretariat_client.get(url).content.decode()
    assert reverse("admin:network_erasurerequest_erase_this", args=[request.pk]) in page


def _cards(client: Client) -> list[str]:
    return [card.title for card in client.get(reverse("admin:index")).context["cards"]]


def test_a_refusal_needs_a_reason_and_tells_it(
    leaving: User, secretariat: User, secretariat_client: Client
) -> None:
    request = ask_for_erasure(note="", by=leaving)
    with pytest.raises(Refusal, match="Give a reason"):
        refuse_request(request, reason=" ", by=secretariat)
    url = reverse("admin:network_erasurerequest_refuse_this", args=[request.pk])
    assert 'name="reason"' in secretariat_client.get(url).content.decode()
    secretariat_client.post(url, {"reason": "A vote that you took part in is open."})
    request.refresh_from_db()
    assert (request.outcome, request.settled_by) == ("refused", secretariat)
    mail = OutgoingMail.objects.latest("pk")
    assert mail.address == leaving.email
    assert "A vote that you took part in is open." in mail.body_text
    leaving.refresh_from_db()
    assert leaving.name == "Ondine Vasquarez"


def test_nothing_that_identifies_the_person_stays(
    leaving: User, secretariat: User, mail_server: MailServer
) -> None:
    build = DocumentBuild.objects.create(
        kind=KIND, subject=subject_of(leaving), language="en", digest="0" * 64, title="", name="a"
    )
    assert where_kept(SAID).keys() == SAID
    request = ask_for_erasure(note="I am Ondine", by=leaving)
    letter = PrivateFile.objects.get()
    grant_request(request, by=secretariat)
    farewell = OutgoingMail.objects.get(address="ondine@quelquepart.example")
    assert "erases what identifies you" in farewell.body_text
    # The last message alone still knows where it goes.
    assert set(where_kept(SAID)) == {"ondine@quelquepart.example", "Ondine"}
    assert {table for tables in where_kept(SAID).values() for table in tables} == {
        "network_outgoingmail"
    }
    assert forget_farewells() == 0
    engine.run(outbox)
    assert farewell.address in {one.recipient for one in mail_server.arrived}
    assert forget_farewells() == 1
    assert where_kept(SAID) == {}
    assert not DocumentBuild.objects.filter(pk=build.pk).exists()
    building.build(build.pk)  # a task that was on its way finds nothing to do
    letter.refresh_from_db()
    assert not letter.is_kept
    # What stays: the designation, the acts, and that somebody did them.
    assert Designation.objects.filter(person__user=leaving).count() == 1
    step = ReviewStep.objects.get(by=leaving)
    assert step.by_name == ""
    leaving.refresh_from_db()
    assert (leaving.is_active, leaving.has_usable_password()) == (False, False)
    request.refresh_from_db()
    assert (request.outcome, request.note) == ("erased", "")
    kinds = set(JournalEntry.objects.values_list("kind", flat=True))
    assert kinds == {"account", "person", "subscription"}


def test_a_session_of_the_erased_ends(
    leaving: User, leaving_client: Client, secretariat: User
) -> None:
    grant_request(ask_for_erasure(note="", by=leaving), by=secretariat)
    assert leaving_client.get(reverse("my-data")).status_code == 302


def test_a_designation_that_began_meanwhile_holds_the_erasure(
    leaving: User, secretariat: User
) -> None:
    request = ask_for_erasure(note="", by=leaving)
    Designation.objects.filter(person__user=leaving).update(ends_on=None)
    with pytest.raises(Refusal, match="end the designation first"):
        grant_request(request, by=secretariat)
    leaving.refresh_from_db()
    assert leaving.name == "Ondine Vasquarez"
    assert not OutgoingMail.objects.filter(subject__contains="being erased").exists()


def test_only_staff_decide_and_not_twice(
    leaving: User, focal_point: User, looker: User, secretariat: User
) -> None:
    request = ask_for_erasure(note="", by=leaving)
    for by in (focal_point, looker, leaving):
        with pytest.raises(Refusal, match="no permission"):
            grant_request(request, by=by)
        with pytest.raises(Refusal, match="no permission"):
            refuse_request(request, reason="No", by=by)
        with pytest.raises(Refusal, match="no permission"):
            erase_account(leaving, by=by)
    refuse_request(request, reason="No", by=secretariat)
    with pytest.raises(Refusal, match="settled already"):
        grant_request(request, by=secretariat)


def test_staff_do_not_decide_about_themselves(secretariat: User) -> None:
    request = ask_for_erasure(note="", by=secretariat)
    with pytest.raises(Refusal, match="A colleague decides"):
        grant_request(request, by=secretariat)


def test_an_account_that_a_backup_brings_back_is_erased_again(
    leaving: User, secretariat: User
) -> None:
    line = line_of(note("account", leaving.pk, addresses=[leaving.email]))
    assert replay_account(line) == "erased"
    assert where_kept(SAID) == {}


# --- What staff change is told ---


def test_the_person_is_told_what_staff_changed_of_their_record(
    focal_point: User, secretariat: User
) -> None:
    person = Person.objects.get(user=focal_point)
    person.phone, person.phone_visibility = "+34 555 9999", "members"
    correct_person(person, by=secretariat)
    mail = OutgoingMail.objects.get(address=focal_point.email)
    assert "telephone, who sees my telephone" in mail.body_text
    assert "9999" not in mail.body_text
    assert reverse("focalpoints:own-contact") in mail.body_text


def test_nobody_is_told_of_ones_own_change_or_of_none(focal_point: User, secretariat: User) -> None:
    person = Person.objects.get(user=focal_point)
    choose_own_contact(person, {"phone": "+34 555 1111"}, by=focal_point)
    correct_person(Person.objects.get(pk=person.pk), by=secretariat)
    assert not OutgoingMail.objects.exists()


# --- What else is asked and decided ---


def test_the_notes_of_every_request_go(leaving: User, secretariat: User) -> None:
    withdrawn = withdraw_request(ask_for_erasure(note="Ondine asks", by=leaving), by=leaving)
    refused = ask_for_erasure(note="Vasquarez asks again", by=leaving)
    refuse_request(refused, reason="Not yet", by=secretariat)
    grant_request(ask_for_erasure(note="", by=leaving), by=secretariat)
    for request in (withdrawn, refused):
        request.refresh_from_db()
        assert request.note == ""
    assert (withdrawn.outcome, refused.outcome) == ("withdrawn", "refused")


def test_a_replay_settles_the_request_that_waits_in_the_backup(
    leaving: User, secretariat: User, secretariat_client: Client
) -> None:
    request = ask_for_erasure(note="I am Ondine", by=leaving)
    assert "Requests for erasure" in _cards(secretariat_client)
    replay_account(line_of(note("account", leaving.pk, addresses=[leaving.email])))
    request.refresh_from_db()
    assert (request.outcome, request.note, request.settled_by) == ("erased", "", None)
    assert request.settled_at is not None
    assert "Requests for erasure" not in _cards(secretariat_client)


def test_only_an_administrator_erases_an_administrator(secretariat: User) -> None:
    first, second = factories.UserFactory.create_batch(2, is_superuser=True, is_staff=True)
    request = ask_for_erasure(note="", by=first)
    with pytest.raises(Refusal, match="Only an administrator"):
        grant_request(request, by=secretariat)
    first.refresh_from_db()
    assert first.is_active
    grant_request(request, by=second)
    first.refresh_from_db()
    assert not first.is_superuser


def test_the_last_administrator_stays(secretariat: User) -> None:
    first, second = factories.UserFactory.create_batch(2, is_superuser=True, is_staff=True)
    request = ask_for_erasure(note="", by=first)
    User.objects.filter(pk=second.pk).update(is_active=False)
    with pytest.raises(Refusal, match="No other account may administer"):
        grant_request(request, by=second)
    with pytest.raises(Refusal, match="No other account may administer"):
        ask_for_erasure(note="", by=first)
    withdraw_request(request, by=first)
    client = Client()
    client.force_login(first)
    assert "No other account may administer" in client.get(reverse("my-erasure")).content.decode()


def test_another_persons_invitation_to_the_same_address_stays(
    leaving: User, secretariat: User
) -> None:
    line = line_of(note("account", leaving.pk, addresses=[leaving.email]))
    office = factories.PersonFactory.create(given_name="Of", family_name="Office")
    Invitation.objects.all().delete()
    own = _invitation(leaving.email, account=leaving)
    of_another = _invitation(leaving.email)
    office.invitation = of_another
    office.save()
    mail = write(leaving.email, kind=OutgoingMail.Kind.INVITATION)
    erase_account(leaving, by=secretariat)
    replay_account(line)
    assert [row.pk for row in Invitation.objects.all()] == [of_another.pk]
    assert not Invitation.objects.filter(pk=own.pk).exists()
    assert OutgoingMail.objects.filter(pk=mail.pk).exists(), "their link is on its way"
    office.refresh_from_db()
    assert office.invitation == of_another


def _invitation(email: str, account: User | None = None) -> Invitation:
    made: Invitation = Invitation.objects.create(
        email=email,
        account=account,
        token_digest=f"{email} {account}",
        expires_at=clock.now() + datetime.timedelta(days=1),
        accepted_at=clock.now() if account else None,
    )
    return made
