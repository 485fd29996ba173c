"""What countries and organisations are also called, from the committed file."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from focalpoints.models import Country, Organisation
from focalpoints.sources import FOLDER, load
from network.importing.loading import LoadReport
from network.importing.reference import BrokenRowError

pytestmark = pytest.mark.django_db


def loaded(folder: Path = FOLDER) -> LoadReport:
    report = LoadReport()
    with transaction.atomic():
        load(report, folder)
    return report


def listed(client: Client, model: Any, typed: str) -> list[str]:
    """The codes of what the admin's list shows, in its order."""
    url = reverse(f"admin:focalpoints_{model._meta.model_name}_changelist")
    rows = client.get(url, {"q": typed}).context["cl"].result_list
    return [row.natural_key()[0] for row in rows]


def test_countries_and_organisations_are_found_by_what_they_are_also_called(
    secretariat_client: Client, visitor: Client
) -> None:
    loaded()
    for typed, code in (
        ("UK", "GBR"),
        ("U.K.", "GBR"),
        ("Great Britain", "GBR"),
        ("royaume uni", "GBR"),
        ("USA", "USA"),
        ("США", "USA"),
        ("EEUU", "USA"),
        ("EE. UU.", "USA"),
        ("Iran", "IRN"),
        ("ایران", "IRN"),
        ("ivory coast", "CIV"),
        ("Czech Republic", "CZE"),
        ("holland", "NLD"),
        ("Burma", "MMR"),
        ("DRC", "COD"),
        ("RDC", "COD"),
        ("Swaziland", "SWZ"),
        ("turkey", "TUR"),
        ("Oman", "OMN"),
        ("Niger", "NER"),
        ("South Korea", "KOR"),
        ("韩国", "KOR"),
        ("روسيا", "RUS"),
    ):
        assert listed(secretariat_client, Country, typed)[:1] == [code], typed
    for typed, never in (("Oman", "ROU"), ("Iran", "IRQ"), ("UK", "LKA"), ("USA", "ZMB")):
        assert never not in listed(secretariat_client, Country, typed), typed
    for typed, code in (("OTAN", "NATO"), ("UA", "AU"), ("НАТО", "NATO"), ("arab league", "LAS")):
        assert listed(secretariat_client, Organisation, typed)[:1] == [code], typed
    for typed, name in (
        ("UK", "United Kingdom of Great Britain and Northern Ireland"),
        ("holland", "Netherlands (Kingdom of the)"),
    ):
        states = visitor.get("/members/", {"q": typed}).context["states"]
        assert [str(row) for row in states][:1] == [name]


def test_what_the_secretariat_changes_stays_and_a_name_without_a_source_is_refused(
    tmp_path: Path, secretariat_client: Client
) -> None:
    loaded()
    nato = Organisation.objects.get(code="NATO")
    page = reverse("admin:focalpoints_organisation_change", args=[nato.pk])
    assert "Also called" in secretariat_client.get(page).content.decode()
    nato.aliases = ["The Alliance"]
    nato.save()
    loaded()
    nato.refresh_from_db()
    assert nato.aliases == ["The Alliance"]
    folder = Path(shutil.copytree(FOLDER, tmp_path / "reference"))
    with (folder / "aliases.csv").open("a", encoding="utf-8") as file:
        file.write("ESP,en,Hispania,,high\n")
    with pytest.raises(BrokenRowError, match="source"):
        loaded(folder)
