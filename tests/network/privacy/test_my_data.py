"""What is held about a person: all of it, nothing of anybody else, and no secret."""

from __future__ import annotations

import json
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import reverse

from focalpoints.models import Designation, Person, Revision
from focalpoints.people import choose_own_contact
from focalpoints.revisions import record
from network import clock, registry
from network.accounts.invitations import digest, invite
from network.accounts.models import Invitation, User
from network.documents import building, queue
from network.documents.models import DocumentBuild
from network.documents.private import keep_file
from network.importing.models import ListExport
from network.mail.models import OutgoingMail
from network.privacy import account_data
from network.privacy.held import DOCUMENTS_KEPT, HeldData, held_about
from network.privacy.requests import ask_for_erasure, withdraw_request
from newsletters.models import Delivery, Subscription
from tests import factories
from tests.costs import QueryCost
from tests.focalpoints.changes import INITIATIVE, draft_of, submitted
from tests.focalpoints.letters import with_letter
from tests.network.importing.files import checked
from tests.network.letters import write

pytestmark = pytest.mark.django_db

OTHER = "focal.germany@example.org"


@pytest.fixture
def known(focal_point: User, other_focal_point: User, secretariat: User) -> User:
    """Spain's focal point, of whom the portal holds everything that it can; Germany's beside."""
    person: Person = focal_point.person
    record(person, by=None, source=Revision.Source.DIRECT_EDIT)
    choose_own_contact(person, {"phone": "+34 555 0001"}, by=focal_point)
    with_letter(Designation.objects.get(person=person), name="Letter of Spain.pdf")
    spain = factories.member("ESP")
    factories.DraftingRightFactory.create(person=person, member=spain)
    for user, place in ((focal_point, spain), (other_focal_point, factories.member("DEU"))):
        title = f"Initiative of {place.name}"
        submitted(None, user, member=place, **INITIATIVE | {"title_en": title})
        write(user.email, subject=f"Notice to {user.name}")
        invitation = Invitation(email=user.email, name=user.name, account=user)
        invitation.token_digest, invitation.expires_at = digest(user.email), user.date_joined
        invitation.save()
        factories.SubscriptionFactory.create(email=user.email, topics=["network"])
        Authenticator.objects.create(
            user=user, type=Authenticator.Type.TOTP, data={"secret": f"secret of {user.name}"}
        )
        ListExport.objects.create(
            model="focalpoints.person", rows=1, format="csv", by=user, by_name=user.name
        )
    return focal_point


def said_to(client: Client) -> dict[str, list[dict[str, Any]]]:
    answer = client.get(reverse("my-data-json"))
    assert answer["Content-Disposition"] == 'attachment; filename="my-data.json"'
    found: dict[str, list[dict[str, Any]]] = json.loads(answer.content)
    return found


def test_it_holds_each_kind(known: User, focal_point_client: Client) -> None:
    said = said_to(focal_point_client)
    assert said.keys() == {part.name for part in registry.of(HeldData)}
    assert said["account"][0]["email"] == known.email
    assert [row["kind"] for row in said["authenticators"]] == ["totp"]
    assert [row["email"] for row in said["invitations"]] == [known.email]
    assert said["person"][0]["phone"] == "+34 555 0001"
    assert said["person"][0]["phone_visibility"] == "secretariat"
    assert [row["number"] for row in said["record_versions"]] == [2, 1]
    assert said["designations"][0]["letter"] == "Letter of Spain.pdf"
    assert said["designations"][0]["member"] == "Spain"
    assert len(said["drafting_rights"]) == 1
    assert [row["state"] for row in said["changes"]] == ["submitted"]
    assert [row["action"] for row in said["review_steps"]] == ["submitted"]
    assert "Notice to Fabiola Spain" in {row["subject"] for row in said["mail"]}
    assert said["subscriptions"][0]["topics"] == ["network"]
    assert said["exports"][0]["model"] == "focalpoints.person"


def test_languages_and_fields_have_their_names_for_readers(
    known: User, focal_point_client: Client
) -> None:
    Person.objects.filter(user=known).update(languages=["es", "sw"], expertise=["justice"])
    page = focal_point_client.get("/fr/my-data/").content.decode()
    assert "espagnol, swahili" in page
    assert "Justice et responsabilité" in page
    said = said_to(focal_point_client)["person"][0]
    assert (said["languages"], said["expertise"]) == (["es", "sw"], ["justice"])


def test_uploads_and_newsletters_are_in_it(known: User, focal_point_client: Client) -> None:
    letter = ContentFile(b"%PDF-1.7 of Spain", name="mine.pdf")
    file = keep_file(letter, kind="letter", owner="1", by=None)
    type(file).objects.filter(pk=file.pk).update(uploaded_by=known)
    issue = factories.NewsletterFactory.create()
    own = Subscription.objects.of_address(known.email).get()
    Delivery.objects.create(
        newsletter=issue, subscription=own, address=own.email, language="en", message_id="<1@x>"
    )
    said = said_to(focal_point_client)
    assert [row["original_name"] for row in said["files"]] == ["mine.pdf"]
    assert [row["newsletter"] for row in said["newsletters"]] == [str(issue)]


def test_it_holds_nothing_of_another_and_no_secret(
    known: User, focal_point_client: Client, other_focal_point: User
) -> None:
    text = focal_point_client.get(reverse("my-data-json")).content.decode()
    page = focal_point_client.get(reverse("my-data")).content.decode()
    subscription = Subscription.objects.of_address(known.email).get()
    secrets = (known.password, subscription.token, digest(known.email), "secret of")
    for shown in (text, page):
        for word in (*secrets, other_focal_point.name, OTHER, "Germany"):
            assert word not in shown


def test_the_links_of_mail_are_not_in_it(focal_point_client: Client, focal_point: User) -> None:
    invite(email=focal_point.email, by=None)
    mail = OutgoingMail.objects.latest("pk")
    token = mail.body_text.split("/invitation/")[1].split("/")[0]
    text = focal_point_client.get(reverse("my-data-json")).content.decode()
    assert mail.subject in text
    assert token not in text


def test_ones_own_requests_and_imports_are_in_it(
    focal_point: User, focal_point_client: Client, secretariat: User, secretariat_client: Client
) -> None:
    asked = ask_for_erasure(note="I am leaving", by=secretariat)
    withdraw_request(asked, by=secretariat)
    checked([["country"], ["ESP"]], by=secretariat, name="members of 2026.csv")
    said = said_to(secretariat_client)
    (request,) = said["erasure_requests"]
    assert (request["note"], request["outcome"]) == ("I am leaving", "withdrawn")
    assert [row["file_name"] for row in said["imports"]] == ["members of 2026.csv"]
    page = secretariat_client.get(reverse("my-data")).content.decode()
    assert "My requests for erasure" in page
    assert "members of 2026.csv" in page
    others = said_to(focal_point_client)
    assert others["erasure_requests"] == others["imports"] == []


def test_an_invitation_of_somebody_else_with_the_same_address_is_not_in_it(
    known: User, focal_point_client: Client, other_focal_point: User
) -> None:
    for number, row in enumerate(({"account": other_focal_point}, {}, {}), start=1):
        row |= {"name": f"Somebody {number}", "token_digest": f"{number}"}
        made = Invitation.objects.create(
            email=known.email,
            expires_at=known.date_joined,
            revoked_at=clock.now(),
            **row,
        )
        if number == 2:
            factories.PersonFactory.create(email=known.email, invitation=made)
    # The third is of nobody else, as far as the portal knows.
    names = [row["name"] for row in said_to(focal_point_client)["invitations"]]
    assert names == [known.name, "Somebody 3"]


def test_an_account_without_a_record_sees_its_account(secretariat_client: Client) -> None:
    said = said_to(secretariat_client)
    assert said["account"][0]["groups"] == ["Secretariat"]
    assert said["person"] == said["designations"] == []
    page = secretariat_client.get(reverse("my-data")).content.decode()
    assert "staff@example.org" in page


def test_the_pdf_is_for_the_person_alone(
    known: User,
    focal_point_client: Client,
    other_focal_point_client: Client,
    secretariat_client: Client,
) -> None:
    answer = focal_point_client.post(reverse("my-data-pdf"))
    build = DocumentBuild.objects.get()
    assert answer["Location"] == reverse("document", args=[build.pk])
    assert known.name not in build.title
    building.build(build.pk)
    file = reverse("document-file", args=[build.pk])
    data = b"".join(focal_point_client.get(file).streaming_content)  # type: ignore[attr-defined]
    assert data.startswith(b"%PDF")
    for stranger in (other_focal_point_client, secretariat_client, Client()):
        for url in (file, reverse("document", args=[build.pk])):
            assert stranger.get(url).status_code in (302, 404)
        again = stranger.post(reverse("document-again", args=[build.pk]))
        assert again.status_code in (302, 404)


def test_a_second_order_of_the_same_is_the_same(known: User, focal_point_client: Client) -> None:
    urls = {focal_point_client.post(reverse("my-data-pdf"))["Location"] for _ in range(2)}
    assert len(urls) == 1


def test_the_documents_go_after_their_time(
    known: User, focal_point_client: Client, settings: Any, tmp_path: Any
) -> None:
    settings.MEDIA_ROOT = tmp_path
    focal_point_client.post(reverse("my-data-pdf"))
    build = DocumentBuild.objects.get()
    building.build(build.pk)
    assert queue.forget_expired() == 0
    DocumentBuild.objects.update(finished_at=clock.now() - DOCUMENTS_KEPT)
    assert queue.forget_expired() == 1
    assert not DocumentBuild.objects.exists()


def test_it_may_not_be_asked_for_without_end(focal_point_client: Client, monkeypatch: Any) -> None:
    monkeypatch.setattr("network.privacy.views.TIMES", 1)
    url = reverse("my-data-json")
    assert focal_point_client.get(url).status_code == 200
    assert focal_point_client.get(url).status_code == 429


def test_many_records_cost_as_many_queries_as_one(
    focal_point: User, secretariat: User, query_cost: QueryCost
) -> None:
    def add(number: int) -> None:
        write(focal_point.email, subject=f"Notice {number}")
        draft_of(
            None,
            focal_point,
            member=factories.member("ESP"),
            **INITIATIVE | {"title_en": f"Initiative {number}"},
        )

    add(1)
    one = query_cost(lambda: held_about(focal_point))
    for number in range(2, 8):
        add(number)
    assert query_cost(lambda: held_about(focal_point)) == one
    assert len(list(account_data.mail(focal_point))) == 7
