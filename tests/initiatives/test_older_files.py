"""What an older version has loaded, and newer files: only what staff changed stays."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from initiatives.models import NationalActionPlan
from network.importing.models import LoadedRow
from tests import factories
from tests.initiatives.plan_files import FIRST, SECOND, THIRD, headings, loaded, write

pytestmark = pytest.mark.django_db
OLD_SOURCE = "lawsdocbox.com Gumru & Fritz 2009 (11 plans adopted June 2005 - Oct 2008)"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return headings(tmp_path)


def loaded_by_an_older_version(key: str, **columns: Any) -> NationalActionPlan:
    """A plan as the old file gave it, and the record of that load, which has fewer columns."""
    values = {"source": OLD_SOURCE, "confidence": "medium", "state": "adopted", **columns}
    plan = factories.PlanFactory.create(
        country=factories.country("ESP"),
        slug="spain-action-plan",
        published_at=None,
        confirmed_at=None,
        title_en="",
        **{"generation": None, "starts_on": None, "ends_on": None, **values},
    )
    LoadedRow.objects.create(
        model="initiatives.nationalactionplan",
        key=key,
        object_id=plan.pk,
        values=values | {"country": plan.country_id},
    )
    return plan


def newest() -> NationalActionPlan:
    return NationalActionPlan.objects.get(generation=3)


def test_what_an_older_file_said_gives_way(folder: Path) -> None:
    old = loaded_by_an_older_version("ESP/3", generation=3, starts_on="2024")
    write(folder, FIRST, SECOND, {**THIRD, "extended": "yes", "confidence": "high"})
    report = loaded(folder)
    assert newest().pk == old.pk
    assert newest().source == "a source https://example.org/plan"
    assert (str(newest().starts_on), newest().confidence) == ("2025", "high")
    assert newest().is_extended, "a column that the older version did not know"
    assert not report.kept
    assert NationalActionPlan.objects.count() == 3


def test_what_an_older_file_said_of_a_plan_without_number_and_year_gives_way(folder: Path) -> None:
    old = loaded_by_an_older_version("ESP/")
    write(folder, FIRST, SECOND, THIRD)
    report = loaded(folder)
    assert newest().pk == old.pk, "it was the newest one"
    assert newest().source == "a source https://example.org/plan"
    assert not report.kept
    assert not LoadedRow.objects.filter(key="ESP/").exists()
    assert not loaded(folder).created


def test_what_staff_changed_stays_and_is_reported(folder: Path) -> None:
    loaded_by_an_older_version("ESP/")
    NationalActionPlan.objects.update(source="Letter of the Ministry, 4 May 2026")
    write(folder, FIRST, SECOND, {**THIRD, "lead_institution": "Ministry of Foreign Affairs"})
    report = loaded(folder)
    assert newest().source == "Letter of the Ministry, 4 May 2026"
    assert newest().lead_institution == "Ministry of Foreign Affairs", "staff had said nothing"
    assert [(kept.key, kept.field) for kept in report.kept] == [("ESP/3", "source")]
    assert not loaded(folder).kept, "reported once, until the file says something else again"


def test_a_plan_without_number_and_year_that_staff_removed_stays_removed(folder: Path) -> None:
    loaded_by_an_older_version("ESP/").delete()
    write(folder, FIRST, SECOND, THIRD)
    for _again in range(2):
        loaded(folder)
        generations = NationalActionPlan.objects.values_list("generation", flat=True)
        assert set(generations) == {1, 2}


def test_a_row_with_neither_number_nor_year_has_a_key_of_its_own(folder: Path) -> None:
    write(folder, {"lead_institution": "Ministry of Foreign Affairs"})
    loaded(folder)
    plan = NationalActionPlan.objects.get()
    assert plan.slug == "spain-action-plan"
    assert LoadedRow.objects.get(model="initiatives.nationalactionplan").key == "ESP/"
    assert not loaded(folder).created
    write(folder, THIRD)
    assert not loaded(folder).created
    assert newest().pk == plan.pk
