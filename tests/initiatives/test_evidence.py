"""Plans of organisations, and what sources say about plans, from the reference files."""

from __future__ import annotations

from pathlib import Path

import pytest

from initiatives.models import NationalActionPlan, PlanFinding, SourceDifference
from initiatives.sources import FOLDER
from network.importing.reference import read_rows
from tests import factories
from tests.initiatives.plan_files import SECOND, add, headings, loaded, write

pytestmark = pytest.mark.django_db


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return headings(tmp_path)


REGIONAL = "AU,A framework,2018,2028,2018,,African Union,https://au.int/,,high"


def test_a_regional_plan_belongs_to_its_organisation(folder: Path) -> None:
    union = factories.OrganisationFactory.create(code="AU", name_en="African Union")
    add(folder, "regional_action_plans.csv", REGIONAL)
    loaded(folder)
    plan = NationalActionPlan.objects.get()
    assert (plan.organisation, plan.title_en, plan.source) == (
        union,
        "A framework",
        "African Union https://au.int/",
    )
    assert not loaded(folder).created


def test_a_regional_plan_of_an_unknown_organisation_is_reported(folder: Path) -> None:
    add(folder, "regional_action_plans.csv", REGIONAL)
    assert "no organisation has the code AU" in loaded(folder).left_out[0].reason


DIFFERENCE = "ESP,ESP/2,adopted,2016,one page,2017,another page,2017-07,two against one"


def test_what_sources_disagree_on_belongs_to_the_plan(folder: Path) -> None:
    write(folder, SECOND)
    add(folder, "source_contradictions.csv", DIFFERENCE)
    loaded(folder)
    difference = SourceDifference.objects.get()
    assert difference.plan == NationalActionPlan.objects.get()
    assert difference.taken_in_words == "July 2017"
    (folder / "source_contradictions.csv").write_text(
        (FOLDER / "source_contradictions.csv").read_text(encoding="utf-8").splitlines()[0] + "\n",
        encoding="utf-8",
    )
    loaded(folder)
    assert not SourceDifference.objects.exists(), "the sources have come to agree"


def test_a_difference_about_a_plan_that_is_not_loaded_is_reported(folder: Path) -> None:
    add(folder, "source_contradictions.csv", DIFFERENCE)
    assert [row.reason for row in loaded(folder).left_out] == ["this plan is not loaded"]


def test_a_difference_about_a_removed_plan_is_passed_by(folder: Path) -> None:
    write(folder, SECOND)
    add(folder, "source_contradictions.csv", DIFFERENCE)
    loaded(folder)
    NationalActionPlan.objects.all().delete()
    report = loaded(folder)
    assert not report.created
    assert not report.left_out


def test_a_finding_that_the_file_has_dropped_goes(folder: Path) -> None:
    add(folder, "nap_without_or_in_preparation.csv", "ESP,none,None found.,A page,,")
    loaded(folder)
    assert PlanFinding.objects.get().subject == PlanFinding.Subject.NONE
    write_heading = (FOLDER / "nap_without_or_in_preparation.csv").read_text(encoding="utf-8")
    (folder / "nap_without_or_in_preparation.csv").write_text(
        write_heading.splitlines()[0] + "\n", encoding="utf-8"
    )
    loaded(folder)
    assert not PlanFinding.objects.exists()


def test_every_difference_of_the_shipped_file_names_a_plan_of_the_shipped_file() -> None:
    named = {
        f"{row.text('iso3')}/{row.text('generation') or row.text('period_start')}"
        for row in read_rows(FOLDER / "nap_generations.csv")
    }
    for row in read_rows(FOLDER / "source_contradictions.csv"):
        assert row.several("plans")
        assert set(row.several("plans")) <= named
