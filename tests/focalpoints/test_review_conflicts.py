"""Two at once, and two versions: nobody overwrites or decides on what they have not seen."""

from __future__ import annotations

import threading
from typing import Any

import pytest
from django.db import connection, transaction

from focalpoints.models import ProposedChange
from focalpoints.review import changes, drafts, publication, submissions
from focalpoints.review.difference import difference_of
from focalpoints.review.values import values_of_entry
from initiatives.models import Initiative
from network.accounts.models import User
from network.values.refusals import Refusal
from tests import factories
from tests.focalpoints.changes import (
    INITIATIVE,
    draft_of,
    kind,
    seen,
    submitted,
    wait_for_somebody_waiting,
)

pytestmark = pytest.mark.django_db
State = ProposedChange.State


def test_publishing_writes_the_row_its_countries_and_the_next_version_at_once(
    initiative: Initiative, spain: Any, focal_point: User, secretariat: User
) -> None:
    namibia = factories.country("NAM")
    change = submitted(
        initiative, focal_point, member=spain, title_en="New title", countries=[namibia.pk]
    )
    before = initiative.published_at
    submissions.publish(change, seen=seen(change), by=secretariat)
    initiative.refresh_from_db()
    assert (initiative.title_en, initiative.version) == ("New title", 2)
    assert list(initiative.countries.all()) == [namibia]
    assert initiative.published_at is not None
    assert before is not None
    assert initiative.published_at > before
    assert initiative.confirmed_at == initiative.published_at
    change.refresh_from_db()
    assert change.state == State.PUBLISHED


def test_starting_twice_gives_the_same_draft(
    initiative: Initiative, spain: Any, focal_point: User
) -> None:
    first = drafts.start_change(kind(), initiative, member=spain, by=focal_point)
    second = drafts.start_change(kind(), initiative, member=spain, by=focal_point)
    assert first.pk == second.pk


def test_pressing_new_twice_gives_the_same_empty_draft(spain: Any, focal_point: User) -> None:
    first = drafts.start_change(kind(), None, member=spain, by=focal_point)
    second = drafts.start_change(kind(), None, member=spain, by=focal_point)
    assert first.pk == second.pk


def test_an_unedited_draft_follows_a_newer_publication(
    initiative: Initiative, spain: Any, focal_point: User, secretariat: User
) -> None:
    drafts.start_change(kind(), initiative, member=spain, by=focal_point)
    initiative.title_en = "Mended by the Secretariat"
    publication.edit_directly(initiative, seen_version=1, by=secretariat)
    change = drafts.start_change(kind(), initiative, member=spain, by=focal_point)
    assert change.base_version == 2
    assert change.draft["title_en"] == "Mended by the Secretariat"


def test_a_draft_that_somebody_else_saved_meanwhile_is_not_overwritten(
    initiative: Initiative, spain: Any, focal_point: User
) -> None:
    colleague = factories.focal_point_of(spain, email="colleague@example.org")
    change = drafts.start_change(kind(), initiative, member=spain, by=focal_point)
    opened = changes.edition(change)
    values = values_of_entry(kind(), initiative)
    drafts.save_draft(change, {**values, "title_en": "Hers"}, seen=opened, by=colleague)
    with pytest.raises(changes.Overtaken):
        drafts.save_draft(change, {**values, "title_en": "His"}, seen=opened, by=focal_point)
    change.refresh_from_db()
    assert change.draft["title_en"] == "Hers"


def test_the_secretariat_publishes_only_what_it_has_seen(
    initiative: Initiative, spain: Any, focal_point: User, secretariat: User
) -> None:
    change = submitted(initiative, focal_point, member=spain, title_en="Seen")
    looked_at = seen(change)
    submissions.take_back(change, seen=seen(change), by=focal_point)
    values = {**values_of_entry(kind(), initiative), "title_en": "Unseen"}
    drafts.save_draft(change, values, seen=seen(change), by=focal_point)
    submissions.submit(change, seen=seen(change), by=focal_point)
    with pytest.raises(changes.Overtaken):
        submissions.publish(change, seen=looked_at, by=secretariat)
    initiative.refresh_from_db()
    assert initiative.title_en == "Old title"


def test_publishing_refuses_to_overwrite_a_newer_version(
    initiative: Initiative, spain: Any, focal_point: User, secretariat: User
) -> None:
    change = submitted(initiative, focal_point, member=spain, title_en="Theirs")
    initiative.partners = "A partner that the Secretariat added"
    publication.edit_directly(initiative, seen_version=1, by=secretariat)
    with pytest.raises(changes.Conflict):
        submissions.publish(change, seen=seen(change), by=secretariat)
    initiative.refresh_from_db()
    assert (initiative.title_en, initiative.version) == ("Old title", 2)


def test_a_draft_that_fits_a_newer_version_is_brought_up_without_a_choice(
    initiative: Initiative, spain: Any, focal_point: User, secretariat: User
) -> None:
    change = submitted(initiative, focal_point, member=spain, title_en="Theirs")
    initiative.partners = "Added"
    publication.edit_directly(initiative, seen_version=1, by=secretariat)
    drafts.rebase(change, decisions={}, seen=seen(change), seen_version=2, by=focal_point)
    submissions.publish(change, seen=seen(change), by=secretariat)
    initiative.refresh_from_db()
    assert (initiative.title_en, initiative.partners) == ("Theirs", "Added")


@pytest.mark.parametrize(("choice", "result"), [("proposed", "Theirs"), ("published", "Ours")])
def test_what_both_sides_changed_needs_a_decision(
    choice: str,
    result: str,
    initiative: Initiative,
    spain: Any,
    focal_point: User,
    secretariat: User,
) -> None:
    change = submitted(
        initiative, focal_point, member=spain, title_en="Theirs", partners="A partner"
    )
    initiative.title_en = "Ours"
    publication.edit_directly(initiative, seen_version=1, by=secretariat)
    lines = difference_of(change).conflicts
    assert [(line.name, line.base, line.published, line.proposed) for line in lines] == [
        ("title_en", "Old title", "Ours", "Theirs")
    ]
    with pytest.raises(Refusal) as refused:
        drafts.rebase(change, decisions={}, seen=seen(change), seen_version=2, by=focal_point)
    assert refused.value.field == "title_en"
    drafts.rebase(
        change,
        decisions={"title_en": choice},
        seen=seen(change),
        seen_version=2,
        by=focal_point,
    )
    change.refresh_from_db()
    assert (change.draft["title_en"], change.base_version) == (result, 2)


def test_a_decision_on_an_older_version_is_refused(
    initiative: Initiative, spain: Any, focal_point: User, secretariat: User
) -> None:
    change = draft_of(initiative, focal_point, member=spain, title_en="Theirs")
    for number, partners in ((1, "Added"), (2, "Added once more")):
        initiative.partners = partners
        publication.edit_directly(initiative, seen_version=number, by=secretariat)
    with pytest.raises(changes.Overtaken):
        drafts.rebase(change, decisions={}, seen=seen(change), seen_version=2, by=focal_point)


@pytest.mark.django_db(transaction=True)
def test_two_who_start_at_once_get_one_draft() -> None:
    spain = factories.member("ESP")
    people = [factories.focal_point_of(spain) for _ in range(2)]
    initiative = factories.InitiativeFactory.create(owner=spain)
    found: list[int] = []
    barrier = threading.Barrier(2)

    def start(person: User) -> None:
        try:
            barrier.wait()
            found.append(drafts.start_change(kind(), initiative, member=spain, by=person).pk)
        finally:
            connection.close()

    threads = [threading.Thread(target=start, args=(person,)) for person in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert len(found) == 2
    assert len(set(found)) == 1
    assert ProposedChange.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_pressing_edit_while_a_colleague_saves_keeps_what_the_colleague_wrote() -> None:
    spain = factories.member("ESP")
    focal_point, staff = factories.focal_point_of(spain), factories.SecretariatFactory.create()
    initiative = factories.InitiativeFactory.create(owner=spain)
    change = drafts.start_change(kind(), initiative, member=spain, by=focal_point)
    initiative.partners = "Newer"
    publication.edit_directly(initiative, seen_version=1, by=staff)

    def start() -> None:
        try:
            drafts.start_change(kind(), initiative, member=spain, by=focal_point)
        finally:
            connection.close()

    thread = threading.Thread(target=start)
    with transaction.atomic():
        values = {**change.draft, "contact": "Hours of typing"}
        drafts.save_draft(change, values, seen=changes.edition(change), by=focal_point)
        thread.start()
        wait_for_somebody_waiting()
    thread.join(30)
    change.refresh_from_db()
    assert change.draft["contact"] == "Hours of typing"


@pytest.mark.django_db(transaction=True)
def test_two_who_publish_at_once_publish_once() -> None:
    spain = factories.member("ESP")
    focal_point = factories.focal_point_of(spain)
    staff = [factories.SecretariatFactory.create() for _ in range(2)]
    initiative = factories.InitiativeFactory.create(owner=spain)
    change = submitted(initiative, focal_point, member=spain, title_en="New")
    edition = seen(change)
    results: list[str] = []
    barrier = threading.Barrier(2)

    def publish(person: User) -> None:
        try:
            barrier.wait()
            submissions.publish(change, seen=edition, by=person)
            results.append("published")
        except Refusal:
            results.append("refused")
        finally:
            connection.close()

    threads = [threading.Thread(target=publish, args=(person,)) for person in staff]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert sorted(results) == ["published", "refused"]
    initiative.refresh_from_db()
    assert initiative.version == 2


def publish_while_another_is_published(first: ProposedChange, second: ProposedChange) -> Any:
    """The entry of `second`, or its refusal; `first` is published and not committed meanwhile."""
    staff = [factories.SecretariatFactory.create() for _ in range(2)]
    found: list[Any] = []

    def publish() -> None:
        try:
            found.append(submissions.publish(second, seen=seen(second), by=staff[1]))
        except Exception as problem:
            found.append(problem)
        finally:
            connection.close()

    thread = threading.Thread(target=publish)
    with transaction.atomic():
        submissions.publish(first, seen=seen(first), by=staff[0])
        thread.start()
        wait_for_somebody_waiting()
    thread.join(30)
    return found[0]


@pytest.mark.django_db(transaction=True)
def test_two_entries_of_one_title_published_at_once_get_two_addresses() -> None:
    spain = factories.member("ESP")
    focal_point = factories.focal_point_of(spain)
    first, second = (submitted(None, focal_point, member=spain, **INITIATIVE) for _ in range(2))
    entry = publish_while_another_is_published(first, second)
    assert isinstance(entry, Initiative), entry
    assert entry.slug == "mediators-of-the-coast-2"


@pytest.mark.django_db(transaction=True)
def test_of_two_plans_of_one_generation_published_at_once_the_second_is_refused() -> None:
    spain = factories.member("ESP")
    focal_point = factories.focal_point_of(spain)
    changes = [
        draft_of(None, focal_point, member=spain, key="plan", generation=2, title_en=title)
        for title in ("One", "Another")
    ]
    for change in changes:
        submissions.submit(change, seen=seen(change), by=focal_point)
    refusal = publish_while_another_is_published(*changes)
    assert isinstance(refusal, Refusal), refusal
    assert "plan of the same generation" in refusal.sentence
