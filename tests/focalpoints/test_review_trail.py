"""The history names who made each step of a review, also where no request does."""

from __future__ import annotations

from typing import Any

import pytest

from focalpoints.models import ProposedChange, ReviewStep
from focalpoints.review import drafts, registry, submissions
from focalpoints.review.publication import confirm_up_to_date, remove_entry
from initiatives.models import Initiative
from network.accounts.models import User
from network.audit.erasure import events_of
from tests.focalpoints.changes import seen
from tests.focalpoints.versions import published

pytestmark = pytest.mark.django_db


def who_did(row: Any) -> list[Any]:
    """The accounts that the events of a row name, the oldest first."""
    events = events_of(type(row)).filter(pgh_obj_id=row.pk).order_by("pgh_id")
    contexts = [event.pgh_context for event in events.select_related("pgh_context")]
    return [context and context.metadata.get("user") for context in contexts]


def test_every_step_names_who_made_it(spain: Any, focal_point: User, secretariat: User) -> None:
    entry = published(partners="A university")
    kind = registry.kind_of_entry(entry)
    change = drafts.start_change(kind, entry, member=spain, by=focal_point)
    values = change.draft | {"partners": "Two schools"}
    change = drafts.save_draft(change, values, seen=seen(change), by=focal_point)
    change = submissions.submit(change, seen=seen(change), by=focal_point)
    change = submissions.take_back(change, seen=seen(change), by=focal_point)
    change = submissions.submit(change, seen=seen(change), by=focal_point)
    corrected = change.draft | {"partners": "Three schools"}
    change = submissions.correct(change, corrected, seen=seen(change), by=secretariat)
    change = submissions.send_back(change, reason="Which?", seen=seen(change), by=secretariat)
    change = drafts.withdraw(change, seen=seen(change), by=focal_point)
    drafts.take_up(change, by=focal_point)
    member, staff = focal_point.pk, secretariat.pk
    assert who_did(change) == [*[member] * 5, *[staff] * 2, *[member] * 2]
    for step in ReviewStep.objects.all():
        assert who_did(step) == [step.by_id]


def test_a_confirmation_and_a_removal_name_who_made_them(
    spain: Any, focal_point: User, secretariat: User
) -> None:
    entry = published()
    confirm_up_to_date(entry, member=spain, by=focal_point)
    assert who_did(entry)[-1] == focal_point.pk
    change = drafts.start_change(registry.kind_of_entry(entry), entry, member=spain, by=focal_point)
    key = entry.pk
    remove_entry(entry, by=secretariat)
    assert who_did(Initiative(pk=key))[-1] == secretariat.pk
    assert who_did(ProposedChange(pk=change.pk))[-1] == secretariat.pk
