"""No upload is lost: to a move of the portal, a refusal, a sweep, or a mistake in the form."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse

from focalpoints.review import changes, drafts
from focalpoints.review.publication import edit_directly
from initiatives.models import NationalActionPlan, PlanDocument
from network import clock
from network.accounts.models import User
from network.documents.models import PublicFile
from network.documents.public import ABANDONED_AFTER, discard_abandoned
from network.values.refusals import Refusal
from tests import factories
from tests.focalpoints.changes import wait_for_somebody_waiting
from tests.initiatives.uploads import (
    PLAN,
    drafted,
    path_of,
    stored,
    typed_in,
    uploaded,
    with_document,
)
from tests.sent import sent_by

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def place(settings: Any, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.fixture
def plan(focal_point: User) -> NationalActionPlan:
    made: NationalActionPlan = factories.PlanFactory.create(country=factories.country("ESP"))
    return made


def files_in(place: Path) -> list[Path]:
    return [path for path in place.rglob("*") if path.is_file()]


def page_of(plan: NationalActionPlan) -> str:
    return reverse("admin:initiatives_nationalactionplan_change", args=[plan.pk])


def test_a_portal_that_has_moved_keeps_its_files_and_their_readers(
    plan: NationalActionPlan,
    focal_point: User,
    focal_point_client: Client,
    secretariat: User,
    visitor: Client,
    settings: Any,
    django_capture_on_commit_callbacks: Any,
) -> None:
    earlier, own, beside, nobodys = stored(), stored(), stored(), stored()
    for file in (earlier, own):
        plan.document_url = file.address
        edit_directly(plan, seen_version=plan.version, by=secretariat)
    PlanDocument.objects.create(plan=plan, title="Annex", url=f"{beside.address}#page=3")
    with_document(focal_point_client, drafted(plan, focal_point), uploaded())
    in_draft = PublicFile.objects.latest("pk")
    PublicFile.objects.update(uploaded_at=clock.now() - 2 * ABANDONED_AFTER)

    settings.SITE_URL = "https://wps.example.org"
    settings.ALLOWED_HOSTS = ["wps.example.org"]
    for client in (visitor, focal_point_client):
        client.defaults["SERVER_NAME"] = "wps.example.org"
    with django_capture_on_commit_callbacks(execute=True):
        assert discard_abandoned() == 1, "the one that nobody names, under no name of the portal"
    assert not PublicFile.objects.filter(pk=nobodys.pk).exists()
    for file in (own, beside):
        assert b"".join(visitor.get(path_of(file)).streaming_content) == PLAN
    assert b"".join(focal_point_client.get(path_of(in_draft)).streaming_content) == PLAN
    assert "/login/" in visitor.get(path_of(in_draft))["Location"]
    assert PublicFile.objects.filter(pk=earlier.pk).exists()
    assert "The plan as a PDF" in visitor.get(plan.get_absolute_url()).content.decode()


def test_a_save_that_a_service_refuses_offers_the_file_again(
    plan: NationalActionPlan, secretariat_client: Client, place: Path
) -> None:
    plan.title_en, plan.title_fr = "Plan of Spain", "Plan de l'Espagne"
    plan.save()
    sent = sent_by(secretariat_client.get(page_of(plan)).content.decode(), "_save")
    sent |= {
        "title_en": "Second plan of Spain",
        "document_url-file": uploaded(),
        "documents-TOTAL_FORMS": "1",
        "documents-0-kind": "annex",
        "documents-0-title": "Annex",
        "documents-0-language": "es",
        "documents-0-url": "",
        "documents-0-url-file": uploaded(),
    }
    answer = secretariat_client.post(page_of(plan), sent)
    assert answer.status_code == 200, "a translation is outdated, which asks first"
    page = answer.content.decode()
    both = set(PublicFile.objects.all())
    assert len(both) == len(files_in(place)) == 2
    again = sent_by(page, "_save")
    offered = {*again["document_url"], *again["documents-0-url"]}
    assert offered == {file.address for file in both}
    again |= {"title_fr": "Deuxième plan de l'Espagne"}
    assert secretariat_client.post(page_of(plan), again).status_code == 302
    plan.refresh_from_db()
    assert {plan.document_url, plan.documents.get().url} == {file.address for file in both}
    assert set(PublicFile.objects.all()) == both


def test_a_fault_while_a_plan_is_saved_leaves_no_file_without_a_row(
    plan: NationalActionPlan,
    secretariat_client: Client,
    place: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    sent = sent_by(secretariat_client.get(page_of(plan)).content.decode(), "_save")

    def fail(*_args: Any, **_given: Any) -> None:
        assert files_in(place), "the upload was stored by now"
        raise RuntimeError("a fault")

    monkeypatch.setattr("focalpoints.review.publication.edit_directly", fail)
    with pytest.raises(RuntimeError, match="a fault"):
        secretariat_client.post(page_of(plan), {**sent, "document_url-file": uploaded()})
    assert not PublicFile.objects.exists()
    assert files_in(place) == []


def test_a_row_that_is_taken_away_stores_no_file(
    plan: NationalActionPlan, secretariat_client: Client, place: Path
) -> None:
    PlanDocument.objects.create(plan=plan, title="Annex", url="https://example.org/a.pdf")
    sent = sent_by(secretariat_client.get(page_of(plan)).content.decode(), "_save")
    sent |= {"documents-0-url-file": uploaded(), "documents-0-DELETE": "on"}
    assert secretariat_client.post(page_of(plan), sent).status_code == 302
    assert not plan.documents.exists()
    assert files_in(place) == []


@pytest.mark.parametrize("wrong", [uploaded(b"MZ", "plan.exe"), uploaded(b"", "plan.pdf")])
def test_an_address_beside_an_upload_that_is_refused_stays(
    plan: NationalActionPlan,
    focal_point: User,
    focal_point_client: Client,
    secretariat_client: Client,
    wrong: Any,
) -> None:
    address = "https://www.example.org/plan.pdf"
    plan.document_url = address
    plan.save()
    change = drafted(plan, focal_point)
    edit = reverse("focalpoints:change-edit", args=[change.pk])
    for client, page in ((focal_point_client, edit), (secretariat_client, page_of(plan))):
        wrong.seek(0)
        button = "preview" if page == edit else "_save"
        sent = sent_by(client.get(page).content.decode(), button)
        shown = client.post(page, {**sent, "document_url-file": wrong}).content.decode()
        assert "A document is a PDF file." in shown
        assert sent_by(shown, button)["document_url"] == [address]
    change.refresh_from_db()
    assert change.draft["document_url"] == address


NOWHERE = "/uploads/00000000-0000-4000-8000-000000000000.pdf"
UNKNOWN = "No uploaded document has this address."


@pytest.mark.parametrize("path", [NOWHERE, "/uploads/plan.pdf", "/uploads/"])
def test_an_address_among_the_uploads_at_which_no_file_is_is_refused(
    plan: NationalActionPlan,
    focal_point: User,
    focal_point_client: Client,
    secretariat_client: Client,
    settings: Any,
    path: str,
) -> None:
    address = f"{settings.SITE_URL}{path}"
    change = drafted(plan, focal_point)
    edit = reverse("focalpoints:change-edit", args=[change.pk])
    sent = typed_in(focal_point_client.get(edit).content.decode())
    page = focal_point_client.post(edit, {**sent, "document_url": address}).content.decode()
    assert UNKNOWN in page
    assert f'value="{address}"' in page
    change.refresh_from_db()
    assert change.draft["document_url"] == address, "a draft keeps what was typed"
    sent = sent_by(secretariat_client.get(page_of(plan)).content.decode(), "_save")
    answer = secretariat_client.post(page_of(plan), {**sent, "document_url": address})
    assert UNKNOWN in answer.content.decode()
    plan.refresh_from_db()
    assert plan.document_url == ""


def test_the_address_of_a_file_and_of_another_site_is_taken(
    plan: NationalActionPlan, secretariat_client: Client
) -> None:
    for address in (stored().address, f"https://www.example.org{NOWHERE}"):
        sent = sent_by(secretariat_client.get(page_of(plan)).content.decode(), "_save")
        answer = secretariat_client.post(page_of(plan), {**sent, "document_url": address})
        assert answer.status_code == 302
        plan.refresh_from_db()
        assert plan.document_url == address


def test_nothing_is_published_that_names_a_file_which_there_is_not(
    plan: NationalActionPlan, secretariat: User, settings: Any
) -> None:
    """However it was written: an import has no form."""
    plan.document_url = f"{settings.SITE_URL}{NOWHERE}"
    with pytest.raises(Refusal, match=NOWHERE):
        edit_directly(plan, seen_version=plan.version, by=secretariat)
    plan.refresh_from_db()
    assert (plan.document_url, plan.version) == ("", 1)


@pytest.mark.django_db(transaction=True)
def test_a_sweep_waits_for_who_names_the_file_and_then_leaves_it(
    plan: NationalActionPlan, focal_point: User, secretariat: User, place: Path
) -> None:
    change = drafted(plan, focal_point)
    swept: list[int] = []

    def sweep() -> None:
        try:
            swept.append(discard_abandoned())
        finally:
            connection.close()

    def draft_it(address: str) -> None:
        values = {**change.draft, "document_url": address}
        drafts.save_draft(change, values, seen=changes.edition(change), by=focal_point)

    def publish_it(address: str) -> None:
        plan.document_url = address
        edit_directly(plan, seen_version=plan.version, by=secretariat)

    for write in (draft_it, publish_it):
        file = stored()
        PublicFile.objects.update(
            uploaded_at=clock.now() - 2 * ABANDONED_AFTER, uploaded_by=focal_point
        )
        other = threading.Thread(target=sweep)
        with transaction.atomic():
            write(file.address)
            other.start()
            wait_for_somebody_waiting()
        other.join(timeout=20)
        assert not other.is_alive()
    assert swept == [0, 0]
    assert PublicFile.objects.count() == len(files_in(place)) == 2
