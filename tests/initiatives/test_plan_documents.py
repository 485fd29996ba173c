"""A plan takes an uploaded document beside a link: in a member's draft, and in the admin."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from focalpoints.models import Revision
from focalpoints.review import drafts, submissions
from focalpoints.review.changes import edition
from focalpoints.review.publication import edit_directly
from focalpoints.review.restoration import restore
from initiatives.models import NationalActionPlan, PlanDocument
from network import clock
from network.accounts.models import User
from network.documents.models import PublicFile
from network.documents.public import ABANDONED_AFTER, discard_abandoned
from network.values.refusals import Refusal
from tests import factories
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


def test_an_upload_in_a_draft_is_read_by_those_who_work_on_it_until_it_is_published(
    plan: NationalActionPlan,
    focal_point: User,
    focal_point_client: Client,
    other_focal_point_client: Client,
    secretariat: User,
    secretariat_client: Client,
    visitor: Client,
) -> None:
    change = drafted(plan, focal_point)
    page = with_document(focal_point_client, change, uploaded())
    file = PublicFile.objects.get()
    assert file.uploaded_by == focal_point
    assert not hasattr(file.events.get(), "original_name"), "the history keeps no name of a file"
    assert file.address in page
    change.refresh_from_db()
    assert [row["url"] for row in change.draft["documents"]] == [file.address]
    path = path_of(file)
    for client in (focal_point_client, secretariat_client):
        assert b"".join(client.get(path).streaming_content) == PLAN
    assert other_focal_point_client.get(path).status_code == 404
    assert "/login/" in visitor.get(path)["Location"]
    submissions.submit(change, seen=edition(change), by=focal_point)
    submissions.publish(change, seen=edition(change), by=secretariat)
    answer = visitor.get(path)
    assert b"".join(answer.streaming_content) == PLAN
    assert answer["Content-Type"] == "application/pdf"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Disposition"].startswith("attachment;")
    assert answer["Content-Disposition"].endswith("Plan%20espa%C3%B1ol.pdf")
    assert file.address in visitor.get(plan.get_absolute_url()).content.decode()
    PlanDocument.objects.all().delete()
    assert "/login/" in visitor.get(path)["Location"]


@pytest.mark.parametrize(
    ("upload", "said"),
    [
        (uploaded(b"<html><script>alert(1)</script>"), "A document is a PDF file."),
        (uploaded(name="plan.html"), "A document is a PDF file."),
        (uploaded(PLAN + b"x" * (10 * 1024 * 1024)), "may not be larger than 10 MB"),
    ],
    ids=["markup", "ending", "size"],
)
def test_what_is_no_document_is_said_beside_the_field_and_not_kept(
    plan: NationalActionPlan,
    focal_point: User,
    focal_point_client: Client,
    place: Path,
    upload: SimpleUploadedFile,
    said: str,
) -> None:
    upload.seek(0)
    page = with_document(focal_point_client, drafted(plan, focal_point), upload)
    assert said in page
    assert 'value="Plan"' in page, "what was typed stays"
    assert not PublicFile.objects.exists()
    assert [path for path in place.rglob("*") if path.is_file()] == []


def test_an_upload_stays_while_the_rest_of_the_form_is_wrong(
    plan: NationalActionPlan, focal_point: User, focal_point_client: Client
) -> None:
    change = drafted(plan, focal_point)
    page = with_document(focal_point_client, change, uploaded(), generation="many")
    address = PublicFile.objects.get().address
    assert f'value="{address}"' in page
    edit = reverse("focalpoints:change-edit", args=[change.pk])
    focal_point_client.post(edit, typed_in(focal_point_client.get(edit).content.decode()))
    assert PublicFile.objects.get().address == address


def test_the_secretariat_uploads_a_document_in_the_admin(
    plan: NationalActionPlan, secretariat_client: Client, visitor: Client
) -> None:
    address = reverse("admin:initiatives_nationalactionplan_change", args=[plan.pk])
    page = secretariat_client.get(address).content.decode()
    assert 'enctype="multipart/form-data"' in page
    sent = {
        **sent_by(page, "_save"),
        "documents-TOTAL_FORMS": "1",
        "documents-0-kind": "plan",
        "documents-0-title": "Plan",
        "documents-0-language": "es",
        "documents-0-url": "",
        "documents-0-url-file": uploaded(),
    }
    assert secretariat_client.post(address, sent).status_code == 302
    file = PublicFile.objects.get()
    assert PlanDocument.objects.get().url == file.address
    assert b"".join(visitor.get(path_of(file)).streaming_content) == PLAN


def test_a_plan_itself_takes_an_uploaded_document_which_its_versions_keep(
    plan: NationalActionPlan,
    focal_point: User,
    focal_point_client: Client,
    secretariat: User,
    secretariat_client: Client,
    visitor: Client,
) -> None:
    edit_directly(plan, seen_version=plan.version, by=secretariat)
    change = drafted(plan, focal_point)
    edit = reverse("focalpoints:change-edit", args=[change.pk])
    sent = typed_in(focal_point_client.get(edit).content.decode())
    page = focal_point_client.post(
        edit, {**sent, "document_url-file": uploaded()}, follow=True
    ).content.decode()
    file = PublicFile.objects.get()
    assert f'value="{file.address}"' in page
    preview = reverse("focalpoints:change-preview", args=[change.pk])
    assert "The plan as a PDF" in focal_point_client.get(preview).content.decode()
    assert "/login/" in visitor.get(path_of(file))["Location"]
    change.refresh_from_db()
    submissions.submit(change, seen=edition(change), by=focal_point)
    review = reverse("admin:focalpoints_proposedchange_change", args=[change.pk])
    assert file.address in secretariat_client.get(review).content.decode()
    submissions.publish(change, seen=edition(change), by=secretariat)

    shown = visitor.get(plan.get_absolute_url()).content.decode()
    assert f'<a href="{file.address}"' in shown
    assert "The plan as a PDF" in shown
    assert b"".join(visitor.get(path_of(file)).streaming_content) == PLAN
    plan.refresh_from_db()
    with_it = plan.version
    plan.document_url = ""
    edit_directly(plan, seen_version=plan.version, by=secretariat)
    assert "/login/" in visitor.get(path_of(file))["Location"]
    # An earlier version still names it, so no sweep takes what a restoration brings back.
    PublicFile.objects.update(uploaded_at=clock.now() - 2 * ABANDONED_AFTER)
    assert discard_abandoned() == 0
    plan.refresh_from_db()
    earlier = Revision.objects.of(plan).get(number=with_it)
    restore(plan, earlier, seen_version=plan.version, by=secretariat)
    assert b"".join(visitor.get(path_of(file)).streaming_content) == PLAN


def test_a_wrong_form_of_the_admin_keeps_what_was_uploaded(
    plan: NationalActionPlan, secretariat: User, secretariat_client: Client
) -> None:
    address = reverse("admin:initiatives_nationalactionplan_change", args=[plan.pk])
    sent = sent_by(secretariat_client.get(address).content.decode(), "_save")
    wrong = {**sent, "generation": "many", "document_url-file": uploaded()}
    page = secretariat_client.post(address, wrong).content.decode()
    file = PublicFile.objects.get()
    assert file.uploaded_by == secretariat
    assert f'value="{file.address}"' in page
    saved = {**sent_by(page, "_save"), "generation": str(plan.generation)}
    assert secretariat_client.post(address, saved).status_code == 302
    plan.refresh_from_db()
    assert plan.document_url == file.address
    assert PublicFile.objects.count() == 1


def test_what_nothing_comes_to_name_is_swept_and_what_a_draft_names_is_not(
    plan: NationalActionPlan,
    focal_point: User,
    focal_point_client: Client,
    secretariat_client: Client,
    place: Path,
    django_capture_on_commit_callbacks: Any,
) -> None:
    with_document(focal_point_client, drafted(plan, focal_point), uploaded())
    drafts_own = PublicFile.objects.get()
    address = reverse("admin:initiatives_nationalactionplan_change", args=[plan.pk])
    sent = sent_by(secretariat_client.get(address).content.decode(), "_save")
    secretariat_client.post(
        address, {**sent, "generation": "many", "document_url-file": uploaded()}
    )
    assert PublicFile.objects.count() == 2
    assert discard_abandoned() == 0, "a form may stay open for days"
    with (
        clock.set_to(clock.now() + ABANDONED_AFTER + datetime.timedelta(hours=1)),
        django_capture_on_commit_callbacks(execute=True),
    ):
        assert discard_abandoned() == 1
    assert list(PublicFile.objects.all()) == [drafts_own]
    assert [path for path in place.rglob("*") if path.is_file()] == [Path(drafts_own.file.path)]


def unpublished_of_another(other: Client, user: User) -> PublicFile:
    """A document in a draft of another member's plan."""
    plan = factories.PlanFactory.create(country=user.person.designations.get().member.country)
    with_document(other, drafted(plan, user), uploaded())
    return PublicFile.objects.latest("pk")


@pytest.mark.parametrize(
    "written",
    ["{address}", "https://elsewhere.example.org{path}", "https://example.org/?to={path}"],
    ids=["address", "another host", "inside another address"],
)
@pytest.mark.parametrize("field", ["document_url", "documents-0-url"])
def test_a_draft_does_not_open_a_file_that_its_author_may_not_read(
    plan: NationalActionPlan,
    focal_point: User,
    focal_point_client: Client,
    other_focal_point: User,
    other_focal_point_client: Client,
    field: str,
    written: str,
) -> None:
    file = unpublished_of_another(other_focal_point_client, other_focal_point)
    address = written.format(address=file.address, path=path_of(file))
    change = drafted(plan, focal_point)
    with_document(focal_point_client, change, "")
    edit = reverse("focalpoints:change-edit", args=[change.pk])
    sent = typed_in(focal_point_client.get(edit).content.decode())
    sent |= {"documents-0-title": "Theirs", field: address}
    answer = focal_point_client.post(edit, sent)
    assert answer.status_code == 200
    page = answer.content.decode()
    assert "No uploaded document has the address" in page
    assert f'value="{address}"' in page, "what was typed stays"
    change.refresh_from_db()
    assert path_of(file) not in str(change.draft)
    assert focal_point_client.get(path_of(file)).status_code == 404
    assert b"".join(other_focal_point_client.get(path_of(file)).streaming_content) == PLAN


@pytest.mark.parametrize(
    "way", ["/UPLOADS/{key}.PDF", "/uploads/{upper}.pdf", "/uploadſ/{key}.pdf"]
)
def test_a_draft_opens_nothing_by_an_address_that_is_almost_a_files(
    plan: NationalActionPlan,
    focal_point: User,
    focal_point_client: Client,
    other_focal_point: User,
    other_focal_point_client: Client,
    way: str,
) -> None:
    file = unpublished_of_another(other_focal_point_client, other_focal_point)
    key = str(file.identity)
    change = drafted(plan, focal_point)
    almost = f"https://example.org{way.format(key=key, upper=key.upper())}"
    values = {**change.draft, "document_url": almost}
    drafts.save_draft(change, values, seen=edition(change), by=focal_point)
    assert focal_point_client.get(path_of(file)).status_code == 404


def test_a_draft_names_what_its_author_may_read_and_what_its_entry_has_said(
    plan: NationalActionPlan,
    focal_point: User,
    secretariat: User,
    other_focal_point: User,
    other_focal_point_client: Client,
) -> None:
    theirs = unpublished_of_another(other_focal_point_client, other_focal_point)
    earlier, published = stored(), stored()
    for file in (earlier, published):
        plan.document_url = file.address
        edit_directly(plan, seen_version=plan.version, by=secretariat)
    change = drafted(plan, focal_point)
    for file in (earlier, published):
        values = {**change.draft, "document_url": file.address}
        change = drafts.save_draft(change, values, seen=edition(change), by=focal_point)
    values = {**change.draft, "document_url": theirs.address}
    with pytest.raises(Refusal, match="No uploaded document"):
        drafts.save_draft(change, values, seen=edition(change), by=focal_point)
    PlanDocument.objects.create(
        plan=factories.PlanFactory.create(), title="Theirs", url=theirs.address
    )
    saved = drafts.save_draft(change, values, seen=edition(change), by=focal_point)
    assert saved.draft["document_url"] == theirs.address, "everybody reads it by now"
