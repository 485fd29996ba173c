"""Documents that are kept for a while only, and those that go with a person."""

from __future__ import annotations

import datetime
import hashlib
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, transaction

from network import clock, registry
from network.documents import queue
from network.documents.kinds import Content, DocumentKind
from network.documents.models import DocumentBuild
from network.documents.queue import LeaseLost, claim, forget_builds, forget_expired, order
from tests.focalpoints.changes import wait_for_somebody_waiting

pytestmark = pytest.mark.django_db

KEPT = datetime.timedelta(days=2)
FILE = "documents/passes/pass.pdf"


def _content(subject: str, language: str) -> Content:
    digest = hashlib.sha256(subject.encode()).hexdigest()
    return Content(digest=digest, title=subject, name="pass.pdf", html=lambda: "<p>Pass</p>")


@pytest.fixture(autouse=True)
def _passes(settings: Any, tmp_path: Path) -> Iterator[None]:
    settings.MEDIA_ROOT = tmp_path

    def everybody(*_of: Any) -> bool:
        return True

    kind = DocumentKind(
        name="passes",
        label="Passes",
        content=_content,
        may_read=everybody,
        may_order=everybody,
        kept=KEPT,
    )
    with registry.replaced(DocumentKind, kind):
        yield


def ready(subject: str) -> DocumentBuild:
    build = order("passes", subject, "en", by=None).build
    held = claim(build.pk)
    assert held is not None
    held.finish(b"%PDF pass", name=FILE, sha256="0" * 64, pages=1)
    build.refresh_from_db()
    return build


def make_old() -> None:
    DocumentBuild.objects.update(finished_at=clock.now() - KEPT - datetime.timedelta(hours=1))


def test_a_file_goes_with_the_last_build_that_has_it(
    django_capture_on_commit_callbacks: Any,
) -> None:
    first, second = ready("ada"), ready("bo")
    storage = first.file.storage
    assert first.file.name == second.file.name
    for build, is_left in ((first, True), (second, False)):
        with django_capture_on_commit_callbacks(execute=True):
            assert forget_builds(DocumentBuild.objects.filter(pk=build.pk)) == 1
        assert storage.exists(FILE) is is_left


def test_a_build_that_was_deleted_meanwhile_leaves_the_file_of_another() -> None:
    first = ready("ada")
    late = order("passes", "bo", "en", by=None).build
    held = claim(late.pk)
    assert held is not None
    forget_builds(DocumentBuild.objects.filter(pk=late.pk))
    with pytest.raises(LeaseLost):
        held.finish(b"%PDF pass", name=FILE, sha256="0" * 64, pages=1)
    assert first.file.storage.exists(FILE)
    DocumentBuild.objects.all().delete()
    with pytest.raises(LeaseLost):
        held.finish(b"%PDF pass", name=FILE, sha256="0" * 64, pages=1)
    assert not first.file.storage.exists(FILE)


def test_what_is_ordered_again_is_kept_from_then_on() -> None:
    build = ready("ada")
    make_old()
    ordered = order("passes", "ada", "en", by=None)
    assert (ordered.build.pk, ordered.is_started) == (build.pk, False)
    assert ordered.build.finished_at > clock.now() - KEPT
    assert forget_expired() == 0
    make_old()
    assert forget_expired() == 1


@pytest.mark.django_db(transaction=True)
def test_what_is_deleted_while_it_is_ordered_is_made_again() -> None:
    build = ready("ada")
    make_old()
    ordered: list[queue.Ordered] = []

    def ask() -> None:
        try:
            ordered.append(order("passes", "ada", "en", by=None))
        finally:
            connection.close()

    asking = threading.Thread(target=ask)
    with transaction.atomic():
        assert forget_expired() == 1
        asking.start()
        wait_for_somebody_waiting()
    asking.join()
    (found,) = ordered
    assert found.is_started
    assert found.build.pk != build.pk
    assert DocumentBuild.objects.filter(pk=found.build.pk).exists()
