"""The handover page: what a successor finds, in the browser and as a PDF."""

from __future__ import annotations

import datetime
from io import BytesIO

import pypdf
import pytest
from django.test import Client
from django.urls import reverse

from focalpoints.handover import document
from focalpoints.handover.finding import handover_of, predecessor
from focalpoints.handover.parts import filled_parts
from focalpoints.models import Designation
from network import clock
from network.accounts.models import User
from network.documents import building
from network.documents.models import DocumentBuild
from tests import factories
from tests.costs import QueryCost
from tests.focalpoints.changes import INITIATIVE, draft_of, submitted

pytestmark = pytest.mark.django_db


@pytest.fixture
def held(focal_point: User) -> Designation:
    """Spain's focal point took over a month ago, from somebody with an account."""
    found = Designation.objects.get(person__user=focal_point)
    starts_on = clock.today() - datetime.timedelta(days=30)
    Designation.objects.filter(pk=found.pk).update(starts_on=starts_on)
    found.refresh_from_db()
    former = factories.UserFactory.create(email="former@example.org", name="Franca Former")
    factories.DesignationFactory.create(
        member=found.member,
        category=found.category,
        person=factories.PersonFactory.create(user=former, family_name="Former"),
        starts_on=datetime.date(2020, 1, 1),
        ends_on=starts_on - datetime.timedelta(days=1),
    )
    return found


def page_of(held: Designation) -> str:
    return reverse("focalpoints:handover", args=[held.pk])


def shown(client: Client, held: Designation) -> str:
    response = client.get(page_of(held))
    assert response.status_code == 200
    return str(response.content.decode())


def test_the_desk_leads_a_successor_to_it(held: Designation, focal_point_client: Client) -> None:
    desk = focal_point_client.get(reverse("focalpoints:desk")).content.decode()
    assert page_of(held) in desk
    Designation.objects.filter(pk=held.pk).update(
        starts_on=clock.today() - datetime.timedelta(days=100)
    )
    desk = focal_point_client.get(reverse("focalpoints:desk")).content.decode()
    assert page_of(held) not in desk


def test_it_names_who_was_there_before(held: Designation, focal_point_client: Client) -> None:
    before = predecessor(held)
    assert before is not None
    assert str(before.person) in shown(focal_point_client, held)
    before.delete()
    assert "Nobody before you is on record." in shown(focal_point_client, held)


def test_it_holds_what_is_open_and_what_comes(
    held: Designation, focal_point: User, focal_point_client: Client
) -> None:
    draft_of(None, focal_point, member=held.member, **INITIATIVE)
    factories.MeetingFactory.create(
        title_en="Meeting of next spring",
        starts_on=clock.today() + datetime.timedelta(days=90),
        ends_on=clock.today() + datetime.timedelta(days=91),
        hosts=[held.member],
    )
    factories.PresidencyFactory.create(
        holders=[held.member], year=clock.today().year, theme_en="A theme of the term"
    )
    right = factories.DraftingRightFactory.create(member=held.member)
    page = shown(focal_point_client, held)
    for text in (
        INITIATIVE["title_en"],
        "Meeting of next spring",
        "your member hosts it",
        "A theme of the term",
        str(right.person),
        "No plan is recorded",
    ):
        assert str(text) in page, text


def test_it_tells_what_the_predecessor_did(held: Designation, focal_point_client: Client) -> None:
    before = predecessor(held)
    assert before is not None
    assert before.person.user is not None
    by = before.person.user
    Designation.objects.filter(pk=before.pk).update(
        ends_on=clock.today(), category=factories.category("alternate")
    )
    submitted(None, by, member=held.member, **(INITIATIVE | {"title_en": "Begun before you"}))
    Designation.objects.filter(pk=before.pk).update(ends_on=before.ends_on, category=held.category)
    page = shown(focal_point_client, held)
    assert page.count("Begun before you") == 2, "open, and done before"


def test_it_is_for_whoever_holds_the_designation_today(
    held: Designation,
    other_focal_point_client: Client,
    secretariat_client: Client,
    focal_point_client: Client,
) -> None:
    for client in (other_focal_point_client, secretariat_client):
        assert client.get(page_of(held)).status_code == 404
        assert client.post(page_of(held)).status_code == 404
    Designation.objects.filter(pk=held.pk).update(
        ends_on=clock.today() - datetime.timedelta(days=1)
    )
    assert focal_point_client.get(page_of(held)).status_code == 404


def test_it_is_a_pdf_of_the_reader_alone(
    held: Designation, focal_point: User, focal_point_client: Client, secretariat_client: Client
) -> None:
    response = focal_point_client.post(page_of(held))
    build = DocumentBuild.objects.get()
    assert response["Location"] == reverse("document", args=[build.pk])
    building.build(build.pk)
    build.refresh_from_db()
    assert build.state == DocumentBuild.State.DONE, build.error
    file = reverse("document-file", args=[build.pk])
    response = focal_point_client.get(file)
    pages = pypdf.PdfReader(BytesIO(b"".join(response.streaming_content))).pages  # type: ignore[attr-defined]
    text = " ".join(" ".join(page.extract_text() for page in pages).split())
    assert "Handover: Spain" in text
    assert "Not for onward distribution" in text
    assert secretariat_client.get(file).status_code == 404
    with clock.set_to(clock.now() + datetime.timedelta(days=1)):
        assert focal_point_client.get(file).status_code == 404
    assert not document.may_read(focal_point, "nonsense")
    assert document.content("1/2/3/4", "en") is None


def test_many_drafts_cost_what_one_does(
    held: Designation, focal_point: User, focal_point_client: Client, query_cost: QueryCost
) -> None:
    draft_of(None, focal_point, member=held.member, **INITIATIVE)
    factories.MeetingFactory.create(starts_on="2099-05-20", ends_on="2099-05-21")
    of_one = query_cost(lambda: focal_point_client.get(page_of(held)))
    for number in range(4):
        values = INITIATIVE | {"title_en": f"Number {number}"}
        draft_of(None, focal_point, member=held.member, **values)
        factories.MeetingFactory.create(starts_on="2099-05-20", ends_on="2099-05-21")
    assert query_cost(lambda: focal_point_client.get(page_of(held))) == of_one
    found = handover_of(focal_point, held.pk)
    assert found is not None
    assert len(filled_parts(found)) >= 6
