"""The builds of communiqués move into the queue of all documents, and back, with their files."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from meetings.services.builds import request_builds
from network.accounts.models import User
from network.documents.models import DocumentBuild
from network.documents.queue import claim
from tests.meetings.texts import with_ready_pdf, written

pytestmark = pytest.mark.django_db
COLUMNS = ("kind", "subject", "language", "digest", "title", "name", "state", "percent", "file")
MORE = ("sha256", "size", "pages", "attempts", "last_error", "requested_by", "due_at", "created_at")


def kept() -> list[dict[str, Any]]:
    return list(DocumentBuild.objects.order_by("pk").values(*COLUMNS, *MORE))


def to(name: str) -> Any:
    # What the test has written is checked now: tables with checks ahead cannot be altered.
    connection.check_constraints()
    executor = MigrationExecutor(connection)
    return executor.migrate([("meetings", name)]).apps


def test_builds_and_their_files_are_carried_over_and_back(secretariat: User) -> None:
    ready = with_ready_pdf(written("en", "fr"), by=secretariat)
    [failed] = request_builds(written(), by=secretariat)
    claim(failed.pk).give_up("The document is nested too deeply.")
    request_builds(written("ar"), by=secretariat)
    before = kept()
    assert [row["state"] for row in before] == ["done", "done", "failed", "waiting"]
    old = to("0003_export_permissions").get_model("meetings", "PdfBuild")
    assert not DocumentBuild.objects.exists()
    assert list(old.objects.order_by("pk").values_list("file", "state")) == [
        (row["file"], row["state"]) for row in before
    ]
    to("0004_builds_in_documents")
    assert kept() == before
    with DocumentBuild.objects.get(file=ready.file.name).file.open("rb") as file:
        assert file.read().startswith(b"%PDF")
