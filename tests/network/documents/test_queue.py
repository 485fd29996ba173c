"""The queue of documents: rows that are claimed under a lease, and what becomes of them."""

from __future__ import annotations

import datetime
import hashlib
import threading
from io import BytesIO

import pypdf
import pytest
from django.db import connection
from django.db.models.functions import Now

from meetings.services.builds import request_builds
from network import tasks
from network.accounts.models import User
from network.documents import building, queue
from network.documents.models import DocumentBuild
from network.documents.pdf import PdfInterrupted, PdfRefused
from network.documents.queue import (
    MAX_ATTEMPTS,
    LeaseLost,
    claim,
    retry,
    stored,
    take_due,
)
from network.values.refusals import Refusal
from tests.meetings.texts import with_ready_pdf, write_over, written

pytestmark = pytest.mark.django_db
GONE = Now() - datetime.timedelta(seconds=1)


def waiting_build(by: User) -> DocumentBuild:
    return request_builds(written(), by=by)[0]


def state_of(build: DocumentBuild) -> str:
    build.refresh_from_db()
    return build.state


def test_each_complete_language_gets_a_build(secretariat: User) -> None:
    communique = written("en", "fr", "ar")
    write_over(communique.paragraphs.get(number=2), "", "fr")
    waiting = request_builds(communique, by=secretariat)
    assert [(build.language, build.state) for build in waiting] == [
        ("en", "waiting"),
        ("ar", "waiting"),
    ]


def test_asking_twice_makes_no_second_build(secretariat: User) -> None:
    communique = written()
    request_builds(communique, by=secretariat)
    assert request_builds(communique, by=secretariat) == []
    assert DocumentBuild.objects.count() == 1


def test_asking_again_retries_what_failed(secretariat: User) -> None:
    communique = written()
    [build] = request_builds(communique, by=secretariat)
    claim(build.pk).give_up("broken")
    assert request_builds(communique, by=secretariat) == [build]
    assert state_of(build) == "waiting"


def test_the_task_makes_a_pdf_that_says_what_was_frozen(secretariat: User) -> None:
    build = waiting_build(secretariat)
    tasks.build_document(build.pk)
    assert state_of(build) == "done"
    with build.file.open("rb") as file:
        data = file.read()
    assert hashlib.sha256(data).hexdigest() == build.sha256
    assert build.sha256[:16] in build.file.name
    assert (build.size, build.percent, build.lease_token) == (len(data), 100, None)
    text = " ".join(page.extract_text() for page in pypdf.PdfReader(BytesIO(data)).pages)
    assert "We recall what resolution 1325 asks of us. (2)" in " ".join(text.split())
    assert build.pages == 1


def test_the_task_runs_twice_without_harm(secretariat: User) -> None:
    build = with_ready_pdf(written(), by=secretariat)
    tasks.build_document(build.pk)
    name = build.file.name
    build.refresh_from_db()
    assert (build.attempts, build.file.name) == (1, name)


def test_a_build_is_claimed_by_one_worker_at_a_time(secretariat: User) -> None:
    build = waiting_build(secretariat)
    assert claim(build.pk) is not None
    assert claim(build.pk) is None


def test_the_lease_of_a_dead_worker_frees_its_build(secretariat: User) -> None:
    build = waiting_build(secretariat)
    dead = claim(build.pk)
    DocumentBuild.objects.update(lease_ends_at=GONE)
    alive = claim(build.pk)
    assert alive is not None
    assert alive.build.attempts == 2
    with pytest.raises(LeaseLost):
        dead.renew(50)
    with pytest.raises(LeaseLost):
        dead.finish(b"old", name="communiques/old.pdf", sha256="0" * 64, pages=1)
    alive.finish(b"new", name="communiques/new.pdf", sha256="1" * 64, pages=1)
    assert state_of(build) == "done"
    assert build.sha256 == "1" * 64


def test_progress_never_walks_back(secretariat: User) -> None:
    build = waiting_build(secretariat)
    held = claim(build.pk)
    held.renew(60)
    held.renew(40)
    build.refresh_from_db()
    assert build.percent == 60


def test_an_interrupted_build_waits_and_is_given_up_after_the_last_attempt(
    secretariat: User,
) -> None:
    build = waiting_build(secretariat)
    for attempt in range(1, MAX_ATTEMPTS + 1):
        held = claim(build.pk)
        assert held.build.attempts == attempt
        held.retry_later("the machine was busy")
    assert state_of(build) == "failed"
    assert build.last_error == "the machine was busy"


def test_a_build_whose_workers_always_die_is_given_up_with_a_sentence(
    secretariat: User,
) -> None:
    build = waiting_build(secretariat)
    for _attempt in range(MAX_ATTEMPTS):
        assert claim(build.pk) is not None
        DocumentBuild.objects.update(lease_ends_at=GONE)
    assert claim(build.pk) is None
    assert state_of(build) == "failed"
    assert "stopped three times" in build.last_error


def test_a_refused_document_is_given_up_at_once(
    secretariat: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    build = waiting_build(secretariat)

    def refuse(*args: object, **options: object) -> None:
        raise PdfRefused("The document is nested too deeply.")

    monkeypatch.setattr(building, "render", refuse)
    tasks.build_document(build.pk)
    assert (state_of(build), build.last_error) == ("failed", "The document is nested too deeply.")


@pytest.mark.parametrize("error", [PdfInterrupted("killed"), OSError("no space left")])
def test_a_machine_that_fails_gets_another_attempt(
    secretariat: User, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    build = waiting_build(secretariat)

    def fail(*args: object, **options: object) -> None:
        raise error

    monkeypatch.setattr(building, "render", fail)
    tasks.build_document(build.pk)
    assert state_of(build) == "waiting"
    assert str(error) in build.last_error
    assert take_due() == [], "it waits a moment first"


def test_a_worker_that_lost_its_lease_stops_making(
    secretariat: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    build = waiting_build(secretariat)
    beats = []

    def slow(*args: object, heartbeat, **options: object) -> None:
        DocumentBuild.objects.update(lease_token=DocumentBuild.new_token())
        beats.append(1)
        heartbeat()
        raise AssertionError("it should have stopped")

    monkeypatch.setattr(building, "render", slow)
    tasks.build_document(build.pk)
    assert beats == [1]
    assert state_of(build) == "building", "the row is the other worker's"


def test_a_failed_build_can_be_tried_again_and_another_cannot(secretariat: User) -> None:
    build = waiting_build(secretariat)
    with pytest.raises(Refusal, match="has not failed"):
        retry(build, by=secretariat)
    claim(build.pk).give_up("broken")
    again = retry(build, by=secretariat)
    assert (again.state, again.attempts, again.last_error) == ("waiting", 0, "")


def test_the_sweep_finds_a_row_whose_task_was_lost_once_in_a_while(secretariat: User) -> None:
    build = waiting_build(secretariat)
    assert take_due() == [build.pk]
    assert take_due() == []
    DocumentBuild.objects.update(due_at=GONE)
    assert take_due() == [build.pk]


def test_the_sweep_leaves_alone_what_is_being_built_or_finished(secretariat: User) -> None:
    with_ready_pdf(written(), by=secretariat)
    claim(waiting_build(secretariat).pk)
    assert take_due() == []


@pytest.mark.parametrize(("has_the_turn", "times"), [(True, 1), (False, 0)])
def test_of_two_beats_one_rings_for_a_slot(
    secretariat: User, monkeypatch: pytest.MonkeyPatch, has_the_turn: bool, times: int
) -> None:
    started: list[int] = []
    monkeypatch.setattr(tasks.build_document, "start", started.append)
    monkeypatch.setattr(tasks, "once_per_slot", lambda job, seconds: has_the_turn)
    build = waiting_build(secretariat)
    tasks.sweep_documents()
    assert started == [build.pk] * times


def test_a_torn_file_of_a_dead_worker_is_replaced() -> None:
    name = stored("communiques/torn.pdf", b"%PDF half")
    assert stored(name, b"%PDF whole") == name
    storage = DocumentBuild._meta.get_field("file").storage
    with storage.open(name) as file:
        assert file.read() == b"%PDF whole"
    assert stored(name, b"%PDF whole") == name


@pytest.mark.django_db(transaction=True)
def test_of_many_workers_at_once_one_gets_the_build(secretariat: User) -> None:
    build = waiting_build(secretariat)
    got: list[bool] = []
    start = threading.Barrier(6)

    def work() -> None:
        try:
            start.wait()
            got.append(queue.claim(build.pk) is not None)
        finally:
            connection.close()

    threads = [threading.Thread(target=work) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(got) == [False] * 5 + [True]
    assert DocumentBuild.objects.get().attempts == 1


@pytest.mark.django_db(transaction=True)
def test_two_presses_at_once_make_one_version_and_one_build(secretariat: User) -> None:
    communique = written()
    failures: list[Exception] = []
    start = threading.Barrier(2)

    def press() -> None:
        try:
            start.wait()
            request_builds(communique, by=secretariat)
        except Exception as error:
            failures.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=press) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert communique.versions.count() == 1
    assert DocumentBuild.objects.count() == 1
