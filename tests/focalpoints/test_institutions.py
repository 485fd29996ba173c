"""Institutions that public pages name: loaded with their source, and no focal points."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from django.db import transaction
from django.test import Client

from focalpoints.models import Member, MemberInstitution
from focalpoints.sources import FOLDER, load
from network.importing.loading import LoadReport
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(FOLDER, tmp_path / "reference"))


def loaded(folder: Path = FOLDER) -> LoadReport:
    report = LoadReport()
    with transaction.atomic():
        load(report, folder)
    return report


def test_the_shipped_institutions_load_and_the_unknown_ones_are_reported(folder: Path) -> None:
    loaded(folder)
    belgium = MemberInstitution.objects.filter(member__country__iso3="BEL")
    assert [row.name for row in belgium] == [
        "Federal Public Service Foreign Affairs",
        "Institute for the Equality of Women and Men",
    ]
    assert not MemberInstitution.objects.filter(source="").exists()
    with (folder / "member_institutions.csv").open("a", encoding="utf-8") as file:
        file.write("KIR,A ministry,leads,A page,https://example.org/,,high\n")
    report = loaded(folder)
    assert not report.created
    assert [row.key for row in report.left_out if row.file == "member_institutions.csv"] == ["KIR"]


def test_an_institution_that_the_file_has_dropped_goes_and_one_entered_by_hand_stays(
    folder: Path,
) -> None:
    loaded(folder)
    belgium = Member.objects.get(country__iso3="BEL")
    MemberInstitution.objects.create(member=belgium, name="By hand")
    path = folder / "member_institutions.csv"
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    path.write_text("".join(x for x in lines if not x.startswith("BEL,")), encoding="utf-8")
    loaded(folder)
    assert [row.name for row in belgium.institutions.all()] == ["By hand"]


def test_an_institution_that_staff_removed_does_not_come_back() -> None:
    loaded()
    MemberInstitution.objects.filter(member__country__iso3="BEL").delete()
    assert not loaded().created


def test_the_members_page_names_institutions_with_their_source(visitor: Client) -> None:
    spain = factories.member("ESP")
    spain.source = "Joint communiqué of Alicante, 2017: https://example.org/alicante"
    spain.confidence = "high"
    spain.save()
    MemberInstitution.objects.create(
        member=spain,
        name="A ministry",
        capacity="coordinates the plan",
        source="A country page https://example.org/spain",
    )
    page = visitor.get("/members/spain/").content.decode()
    assert '<b>A ministry</b><br><span class="quiet">coordinates the plan</span>' in page
    assert '<a href="https://example.org/spain" rel="noopener nofollow">A country page</a>' in page
    # The member's own source reads as a person would cite it, and says nothing of confidence.
    assert (
        '<a href="https://example.org/alicante" rel="noopener nofollow">'
        "Joint communiqué of Alicante, 2017</a>" in page
    )
    assert "confidence" not in page
    assert "A ministry" not in visitor.get("/members/spain/?on=2018-06-01").content.decode()


def test_a_members_name_in_english_is_marked_on_a_page_in_another_language(
    visitor: Client,
) -> None:
    place = factories.OrganisationFactory.create(name_en="League of the Sea", code="LEAGUE")
    factories.OrganisationMemberFactory.create(organisation=place)
    marked = '<span lang="en" dir="ltr">League of the Sea</span>'
    assert marked in visitor.get("/ar/members/").content.decode()
    assert marked in visitor.get("/ar/members/league/").content.decode()
    assert marked not in visitor.get("/members/league/").content.decode()
