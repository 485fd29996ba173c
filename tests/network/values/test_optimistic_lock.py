"""Marks of what a page showed: which values others have written over since."""

from __future__ import annotations

import pytest

from network.values.optimistic_lock import changed_since, mark_of, marks_of, written
from tests import factories


@pytest.mark.django_db
def test_what_others_wrote_since_is_named() -> None:
    opportunity = factories.OpportunityFactory.create(title_en="As shown")
    names = ["title_en", "kind"]
    seen = written(marks_of(opportunity, names))
    assert changed_since(seen, marks_of(opportunity, names)) == []
    opportunity.title_en = "As a colleague wrote it"
    assert changed_since(seen, marks_of(opportunity, names)) == ["title_en"]


@pytest.mark.django_db
def test_rows_of_a_relation_have_no_order() -> None:
    initiative = factories.InitiativeFactory.create()
    spain, namibia = factories.country("ESP"), factories.country("NAM")
    initiative.countries.set([spain, namibia])
    before = marks_of(initiative, ["countries"])
    initiative.countries.set([])
    initiative.countries.add(namibia)
    assert changed_since(written(before), marks_of(initiative, ["countries"])) == ["countries"]
    initiative.countries.add(spain)
    assert marks_of(initiative, ["countries"]) == before


def test_a_page_without_marks_has_seen_nothing() -> None:
    assert changed_since("", {"title": mark_of("Title")}) == ["title"]
    assert changed_since("title=0", {"title": mark_of("Title")}) == ["title"]
