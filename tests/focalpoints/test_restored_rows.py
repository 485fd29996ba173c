"""A child row that stays keeps its key when a version is restored, and what points to it."""

from __future__ import annotations

from typing import Any

import pytest

from focalpoints.models import MemberInstitution, Revision
from focalpoints.review.publication import edit_directly
from focalpoints.review.restoration import propose_restoration, restore
from focalpoints.revisions import record, values_of, write_parts
from initiatives.models import NationalActionPlan, PlanDocument
from network.accounts.models import User
from tests import factories

pytestmark = pytest.mark.django_db
A, B, C = (f"https://example.org/{letter}" for letter in "abc")


@pytest.fixture
def plan(spain: Any) -> NationalActionPlan:
    return factories.PlanFactory.create(country=spain.country)


def add(plan: NationalActionPlan, title: str, url: str) -> int:
    return PlanDocument.objects.create(plan=plan, title=title, url=url).pk


def titles(plan: NationalActionPlan) -> dict[int, str]:
    return dict(plan.documents.values_list("pk", "title"))


def said(*documents: tuple[str, str]) -> list[dict[str, str]]:
    return [
        {"kind": "plan", "title": title, "language": "en", "url": url} for title, url in documents
    ]


def test_a_row_is_known_by_what_makes_it_one(plan: NationalActionPlan, secretariat: User) -> None:
    first, second = add(plan, "Plan", A), add(plan, "Annex", B)
    original = record(plan, by=None, source=Revision.Source.REFERENCE)

    def changed() -> None:
        PlanDocument.objects.filter(pk=first).delete()
        PlanDocument.objects.filter(pk=second).update(title="Annex, corrected")

    edit_directly(plan, seen_version=1, by=secretariat, write_related=changed)
    restore(plan, original, seen_version=2, by=secretariat)
    found = titles(plan)
    assert found.pop(second) == "Annex"
    assert list(found.values()) == ["Plan"]
    assert values_of(NationalActionPlan.objects.get(pk=plan.pk)) == original.values


def test_a_row_whose_address_was_corrected_keeps_its_key(
    plan: NationalActionPlan, secretariat: User
) -> None:
    key = add(plan, "Plan", A)
    original = record(plan, by=None, source=Revision.Source.REFERENCE)
    edit_directly(
        plan,
        seen_version=1,
        by=secretariat,
        write_related=lambda: PlanDocument.objects.filter(pk=key).update(url=B),
    )
    restore(plan, original, seen_version=2, by=secretariat)
    assert list(plan.documents.values_list("pk", "url")) == [(key, A)]


def test_no_moment_breaks_what_is_there_once(plan: NationalActionPlan) -> None:
    first, second = add(plan, "One", A), add(plan, "Two", B)
    # The addresses change places: the constraint looks after each statement.
    write_parts(plan, "documents", said(("Two", A), ("One", B)))
    assert titles(plan) == {first: "Two", second: "One"}
    write_parts(plan, "documents", said(("Three", C), ("One", B)))
    assert titles(plan) == {first: "Three", second: "One"}
    write_parts(plan, "documents", said(("Other", A)))
    assert list(titles(plan).values()) == ["Other"]
    write_parts(plan, "documents", [])
    assert titles(plan) == {}


def test_a_row_that_says_the_same_is_not_written(plan: NationalActionPlan) -> None:
    add(plan, "One", A)
    events = PlanDocument.pgh_event_model.objects  # type: ignore[attr-defined]
    before = events.count()
    write_parts(plan, "documents", said(("One", A)))
    assert events.count() == before


def test_a_draft_of_an_earlier_version_names_the_rows_that_are_there(
    plan: NationalActionPlan, spain: Any, focal_point: User, secretariat: User
) -> None:
    key = add(plan, "Plan", A)
    original = record(plan, by=None, source=Revision.Source.REFERENCE)
    edit_directly(
        plan,
        seen_version=1,
        by=secretariat,
        write_related=lambda: PlanDocument.objects.filter(pk=key).update(title="Corrected"),
    )
    plan.refresh_from_db()
    change = propose_restoration(plan, original, member=spain, seen_version=2, by=focal_point)
    assert [(row["key"], row["title"]) for row in change.draft["documents"]] == [(str(key), "Plan")]


def test_an_older_version_that_lists_rows_otherwise_says_the_same(
    spain: Any, secretariat: User
) -> None:
    for name in ("Zeta", "Alpha"):
        MemberInstitution.objects.create(member=spain, name=name)
    revision = record(spain, by=None, source=Revision.Source.REFERENCE)
    assert [row["name"] for row in revision.values["institutions"]] == ["Alpha", "Zeta"]
    edit_directly(spain, seen_version=1, by=secretariat)
    assert Revision.objects.of(spain).count() == 1
