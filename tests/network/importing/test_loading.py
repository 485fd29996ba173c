"""The whole of the reference data: what staff removed or renamed, in whatever language it loads."""

from __future__ import annotations

import csv
import shutil
from pathlib import Path

import pytest
from django.db import models, transaction
from django.utils.translation import override

import focalpoints.sources
import initiatives.sources
import meetings.sources
from focalpoints.models import (
    Category,
    Country,
    Member,
    MemberInstitution,
    Organisation,
    OrganisationCountry,
)
from initiatives.models import NationalActionPlan, PlanCount, PlanFinding, SourceDifference
from meetings.models import Attendance, Meeting, MeetingHost, Presidency, PresidencySeat
from network.importing.loading import LoadReport, load_reference
from network.importing.models import LoadedRow
from tests.costs import QueryCost

pytestmark = pytest.mark.django_db

LOADED: tuple[type[models.Model], ...] = (
    Country,
    Organisation,
    OrganisationCountry,
    Member,
    MemberInstitution,
    Category,
    Presidency,
    PresidencySeat,
    Meeting,
    MeetingHost,
    Attendance,
    NationalActionPlan,
    SourceDifference,
    PlanFinding,
    PlanCount,
)


def counted() -> dict[str, int]:
    return {model.__name__: model._default_manager.count() for model in LOADED}


def remove_one_of_each() -> list[models.QuerySet[models.Model]]:
    """Remove a row of every kind as staff may; what would find each, should it come back."""
    state = Member.objects.get(country__iso3="TUN")
    regional = NationalActionPlan.objects.filter(organisation__code="PIF")
    # Nothing refers to it, so the admin could delete it.
    bare = Country.objects.filter(
        plans=None, member=None, organisations=None, plan_finding=None
    ).first()
    assert bare is not None
    difference = SourceDifference.objects.earliest("pk")
    institution = MemberInstitution.objects.exclude(member=state).earliest("pk")
    removed: list[models.QuerySet[models.Model]] = [
        Attendance.objects.filter(member__country__iso3="ESP", meeting__slug="2017-alicante"),
        Attendance.objects.filter(member=state.pk),
        Member.objects.filter(country__iso3="TUN"),
        NationalActionPlan.objects.filter(country__iso3="ESP", generation=1),
        regional,
        Organisation.objects.filter(code="PIF"),
        OrganisationCountry.objects.filter(organisation__code="EU", country__iso3="ESP"),
        MemberInstitution.objects.filter(member=institution.member_id, name=institution.name),
        Category.objects.filter(code="mission"),
        Presidency.objects.filter(slug="2018"),
        Meeting.objects.filter(slug="2018-berlin"),
        SourceDifference.objects.filter(plan=difference.plan_id, about=difference.about),
        PlanFinding.objects.filter(country__iso3="JAM"),
        PlanCount.objects.filter(as_of="2008-10"),
        Country.objects.filter(iso3=bare.iso3),
    ]
    for rows in removed:
        assert rows.exists(), rows.model
        rows.delete()
    return removed


@pytest.mark.parametrize("language", ["en", "ar", "zh-hans"])
def test_what_staff_removed_does_not_come_back(language: str) -> None:
    load_reference()
    removed = remove_one_of_each()
    # What a State is called has no part in it.
    Country.objects.filter(iso3="TUN").update(name_en="Carthage", slug="carthage")
    before, remembered = counted(), LoadedRow.objects.count()
    with override(language):
        for _again in range(2):
            report = load_reference()
            assert not report.created
    assert [rows.model.__name__ for rows in removed if rows.exists()] == []
    assert (counted(), LoadedRow.objects.count()) == (before, remembered)


def rename(path: Path, columns: tuple[str, ...]) -> None:
    """Give every row of the file at `path` other words in `columns`."""
    with path.open(encoding="utf-8", newline="") as source:
        rows = list(csv.DictReader(source))
    for row in rows:
        row.update({column: f"{row[column]} renamed" for column in columns})
    with path.open("w", encoding="utf-8", newline="") as target:
        writer = csv.DictWriter(target, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)


NAMES = {
    "focalpoints": {
        "countries.csv": ("name_en", "name_fr"),
        "organisations_names.csv": ("name",),
        "categories.csv": ("name_en",),
        "member_institutions.csv": ("capacity_as_stated",),
    },
    "meetings": {"meetings.csv": ("name",), "presidencies.csv": ("theme",)},
    "initiatives": {
        "nap_generations.csv": ("title",),
        "nap_counts.csv": ("note",),
        "nap_without_or_in_preparation.csv": ("said",),
        "source_contradictions.csv": ("why",),
    },
}


@pytest.mark.parametrize("language", ["en", "ru"])
def test_what_a_file_renames_adds_no_row(tmp_path: Path, language: str) -> None:
    load_reference()
    before, remembered = counted(), LoadedRow.objects.count()
    report = LoadReport()
    for app in (focalpoints.sources, meetings.sources, initiatives.sources):
        name = app.__name__.partition(".")[0]
        folder = Path(shutil.copytree(app.FOLDER, tmp_path / name))
        for file, columns in NAMES[name].items():
            rename(folder / file, columns)
        with override(language), transaction.atomic():
            app.load(report, folder)
    assert not report.created
    assert (counted(), LoadedRow.objects.count()) == (before, remembered)
    spain = Country.objects.get(iso3="ESP")
    assert (spain.name_en, spain.slug) == ("Spain renamed", "spain")


def test_a_load_asks_for_all_rows_of_a_kind_at_once(query_cost: QueryCost) -> None:
    first = query_cost(load_reference, once=True)
    second = query_cost(load_reference, once=True)
    rows = sum(counted().values())
    assert rows > 1_100
    assert first < rows / 8, "not one by one"
    assert second < first
