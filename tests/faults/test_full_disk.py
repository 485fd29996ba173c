"""A full disk loses nothing, leaves nothing half-written, and is reported where it matters."""

from __future__ import annotations

import errno
import io
import json
import os
import subprocess
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError
from django.db.models import QuerySet
from django.test import Client
from django.urls import reverse
from django.utils.html import escape

from focalpoints import unrecorded_letters
from focalpoints.models import Designation
from meetings.services.builds import request_builds
from network import tasks
from network.accounts.models import User
from network.demo.mailbox.store import Mailbox
from network.documents.dashboard import dashboard_cards
from network.documents.models import DocumentBuild, PrivateFile, PublicFile
from network.documents.pdf import engine
from network.documents.pdf.reasons import DISK_FULL
from network.documents.queue import MAX_ATTEMPTS
from tests import factories
from tests.focalpoints.test_register_admin import ADD, given
from tests.initiatives.uploads import drafted, uploaded, with_document
from tests.meetings.texts import written
from tests.sent import sent_by

pytestmark = [pytest.mark.faults, pytest.mark.django_db]

ROOM = 64 * 1024


class HalfWritten(io.FileIO):
    """A file on a full disk: it takes the first half and says ENOSPC."""

    def write(self, data: Any) -> int:
        super().write(bytes(data)[: len(data) // 2])
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


class FullDisk:
    """The documents' disk without room, until `make_room` is called."""

    def __init__(self, place: Path, patch: pytest.MonkeyPatch) -> None:
        self.place = place
        self._patch = patch
        # A file system of its own where this user may mount one; else its refusal, at the write.
        self.is_mounted = (
            os.geteuid() == 0
            and subprocess.run(
                ["mount", "-t", "tmpfs", "-o", f"size={ROOM}", "tmpfs", place], check=False
            ).returncode
            == 0
        )
        if self.is_mounted:
            (place / "filler").write_bytes(b"x" * (ROOM - 8192))
        else:
            patch.setattr(
                "django.core.files.storage.filesystem.os.fdopen",
                lambda descriptor, mode: HalfWritten(descriptor, mode),
            )

    def make_room(self) -> None:
        if self.is_mounted:
            (self.place / "filler").unlink()
        else:
            self._patch.undo()

    def files(self) -> list[str]:
        return [
            path.name for path in self.place.rglob("*") if path.is_file() and path.name != "filler"
        ]

    def end(self) -> None:
        if self.is_mounted:
            subprocess.run(["umount", self.place], check=True)


@pytest.fixture
def full_disk(tmp_path: Path, settings: Any) -> Iterator[FullDisk]:
    place = tmp_path / "documents"
    place.mkdir()
    settings.MEDIA_ROOT = place
    with pytest.MonkeyPatch.context() as patch:
        disk = FullDisk(place, patch)
        yield disk
        disk.end()


def letter() -> SimpleUploadedFile:
    return SimpleUploadedFile("letter.pdf", b"%PDF-1.7 " + b"x" * 20_000)


def test_a_letter_on_a_full_disk_is_refused_beside_its_field(
    secretariat_client: Client, full_disk: FullDisk
) -> None:
    person = factories.PersonFactory.create()
    data = given(factories.member("ESP"), person)
    answer = secretariat_client.post(reverse(ADD), {**data, "letter": letter()})
    assert answer.status_code == 200
    [sentence] = answer.context["adminform"].form.errors["letter"]
    assert "disk is full" in sentence
    assert 'value="NV 12/2024"' in answer.content.decode(), "what was typed stays"
    assert not Designation.objects.exists()
    assert full_disk.files() == []
    full_disk.make_room()
    answer = secretariat_client.post(reverse(ADD), {**data, "letter": letter()})
    assert answer.status_code == 302
    assert Designation.objects.get().letter.file.size == 20_009


def test_a_plans_document_on_a_full_disk_is_refused_beside_its_field(
    secretariat_client: Client, full_disk: FullDisk
) -> None:
    """Of the plan itself, and of a document beside it: the page says so, and nothing is saved."""
    plan = factories.PlanFactory.create(document_url="https://www.example.org/plan.pdf")
    page = reverse("admin:initiatives_nationalactionplan_change", args=[plan.pk])
    sent = sent_by(secretariat_client.get(page).content.decode(), "_save") | {
        "documents-TOTAL_FORMS": "1",
        "documents-0-kind": "annex",
        "documents-0-title": "Annex",
        "documents-0-language": "es",
        "documents-0-url": "",
    }
    large = b"%PDF-1.7 " + b"x" * 20_000

    def saved(**uploads: str) -> Any:
        files = {name: SimpleUploadedFile(file, large) for name, file in uploads.items()}
        return secretariat_client.post(page, sent | files)

    answer = saved(**{"document_url-file": "plan.pdf", "documents-0-url-file": "annex.pdf"})
    assert answer.status_code == 200
    [beside] = answer.context["inline_admin_formsets"][0].formset.errors
    for errors in (answer.context["adminform"].form.errors["document_url"], beside["url"]):
        assert errors == ["The document cannot be stored: the portal's disk is full."]
    assert f'value="{plan.document_url}"' in answer.content.decode(), "what was typed stays"
    assert not PublicFile.objects.exists()
    assert not plan.documents.exists()
    assert full_disk.files() == []
    full_disk.make_room()
    answer = saved(**{"document_url-file": "plan.pdf", "documents-0-url-file": "annex.pdf"})
    assert answer.status_code == 302
    plan.refresh_from_db()
    addresses = {file.address for file in PublicFile.objects.all()}
    assert {plan.document_url, plan.documents.get().url} == addresses
    assert len(full_disk.files()) == 2


def test_a_document_of_a_draft_on_a_full_disk_is_refused_beside_its_field(
    focal_point: User, focal_point_client: Client, full_disk: FullDisk
) -> None:
    change = drafted(factories.PlanFactory.create(country=factories.country("ESP")), focal_point)
    page = with_document(focal_point_client, change, uploaded(b"%PDF-1.7 " + b"x" * 20_000))
    assert escape("The document cannot be stored: the portal's disk is full.") in page
    assert 'value="Plan"' in page, "what was typed stays"
    assert not PublicFile.objects.exists()
    assert full_disk.files() == []


def test_a_letter_whose_row_cannot_be_written_does_not_stay(
    secretariat_client: Client, settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.MEDIA_ROOT = tmp_path

    insert = QuerySet._insert

    def fail(rows: Any, *args: Any, **named: Any) -> Any:
        if rows.model is Designation:
            raise IntegrityError("refused")
        return insert(rows, *args, **named)

    data = given(factories.member("ESP"), factories.PersonFactory.create())
    monkeypatch.setattr(QuerySet, "_insert", fail)
    answer = secretariat_client.post(reverse(ADD), {**data, "letter": letter()})
    assert answer.status_code == 200
    # What was uploaded is kept for the form that was refused, and that alone.
    waiting = PrivateFile.objects.kept().get()
    assert waiting.kind == unrecorded_letters.KIND
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == [Path(waiting.file.path)]


def test_a_file_is_kept_whole_or_not_at_all(full_disk: FullDisk) -> None:
    with pytest.raises(OSError, match="No space left"):
        default_storage.save("letters/a.pdf", ContentFile(b"x" * 30_000))
    assert full_disk.files() == []
    full_disk.make_room()
    for _time in range(2):
        default_storage.save("letters/a.pdf", ContentFile(b"x" * 10_000))
    assert len(full_disk.files()) == 2
    assert {(full_disk.place / "letters" / name).stat().st_size for name in full_disk.files()} == {
        10_000
    }
    assert {
        (full_disk.place / "letters" / name).stat().st_mode & 0o777 for name in full_disk.files()
    } == {0o600}


def test_a_pdf_waits_for_room_however_long_and_is_then_made(
    secretariat: User, secretariat_client: Client, full_disk: FullDisk
) -> None:
    communique = written()
    build = request_builds(communique, by=secretariat)[0]
    for _time in range(MAX_ATTEMPTS + 2):
        tasks.build_document(build.pk)
        build.refresh_from_db()
        assert (build.state, build.attempts, build.last_error) == ("waiting", 0, DISK_FULL)
    assert full_disk.files() == []
    cards = {card.key: card for card in dashboard_cards(secretariat)}
    assert cards["pdfs-without-room"].count == 1
    assert "failed-pdfs" not in cards
    for page in (
        reverse("admin:index"),
        reverse("admin:meetings_communique_pdf", args=[communique.pk]),
    ):
        assert "disk is full" in secretariat_client.get(page).content.decode()
    full_disk.make_room()
    tasks.build_document(build.pk)
    build.refresh_from_db()
    assert (build.state, build.last_error) == (DocumentBuild.State.DONE, "")
    assert "pdfs-without-room" not in {card.key for card in dashboard_cards(secretariat)}


@pytest.mark.parametrize("full", ["document.pdf", "result.json", "log.txt"])
def test_the_renderer_tells_a_full_disk_apart(full: str, tmp_path: Path, settings: Any) -> None:
    """/dev/full answers every write with ENOSPC, to everybody."""
    order = {
        "html": "<!doctype html><html lang=en><title>A</title><p>Text</p></html>",
        "identifier": "0" * 32,
        "limits": asdict(engine.Limits()),
    }
    (tmp_path / "order.json").write_text(json.dumps(order))
    (tmp_path / full).symlink_to("/dev/full")
    renderer = engine.Renderer(settings.BASE_DIR / "static")
    try:
        code = renderer.run(tmp_path, engine.Limits(), lambda: None, 5.0)
    finally:
        renderer.end()
    if full == "log.txt":  # nothing to say in it: the document is made
        assert code == 0
        return
    assert code == engine.DISK_FULL
    assert isinstance(engine._reason(code, tmp_path), engine.PdfWithoutRoom)


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT])
def test_a_scratch_folder_without_room_is_a_full_disk(
    monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    def full(*_args: Any, **_given: Any) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr("network.documents.pdf.engine.tempfile.TemporaryDirectory", full)
    with pytest.raises(engine.PdfWithoutRoom):
        engine.render("<p>", identifier="x")


def test_a_mail_that_the_demos_mailbox_cannot_keep_leaves_no_part(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_descriptor: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr("network.demo.mailbox.store.os.fsync", full)
    with pytest.raises(OSError, match="No space left"):
        Mailbox(tmp_path).keep("reader@example.org", b"Subject: x\n\ny\n")
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []
