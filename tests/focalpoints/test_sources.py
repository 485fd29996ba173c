"""The reference data of the register, loaded from the committed files and from broken ones."""

from __future__ import annotations

import csv
import shutil
from pathlib import Path

import pytest
from django.conf import settings
from django.db import transaction
from django.utils.translation import override
from translated_fields import to_attribute

from focalpoints.models import Country, Member, Organisation, OrganisationCountry
from focalpoints.sources import FOLDER, load
from network.importing.loading import LoadReport
from network.importing.models import LoadedRow
from network.importing.reference import BrokenRowError
from network.values.partial_dates import PartialDate
from tests.costs import QueryCost

pytestmark = pytest.mark.django_db


def loaded(folder: Path = FOLDER) -> LoadReport:
    report = LoadReport()
    with transaction.atomic():
        load(report, folder)
    return report


def events() -> int:
    models = (Country, Organisation, OrganisationCountry, Member)
    return sum(model.events.rel.related_model.objects.count() for model in models)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the committed files, to spoil."""
    return Path(shutil.copytree(FOLDER, tmp_path / "reference"))


def spoil(path: Path, key: str, column: str, value: str) -> None:
    """Put `value` into `column` of the row whose first cell is `key`."""
    with path.open(encoding="utf-8", newline="") as source:
        rows = list(csv.DictReader(source))
    for row in rows:
        if next(iter(row.values())) == key:
            row[column] = value
    with path.open("w", encoding="utf-8", newline="") as target:
        writer = csv.DictWriter(target, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)


def test_all_countries_come_with_their_names_in_six_languages() -> None:
    loaded()
    assert Country.objects.count() == 197
    for column in ("name_en", "name_fr", "name_es", "name_ar", "name_ru", "name_zh_hans"):
        assert not Country.objects.filter(**{column: ""}).exists()
    spain = Country.objects.get(iso3="ESP")
    assert (spain.slug, spain.m49, spain.name_zh_hans) == ("spain", "724", "西班牙")


def test_an_arabic_index_form_is_kept_as_the_un_writes_it() -> None:
    loaded()
    assert Country.objects.get(iso3="IRN").name_ar == "إيران (جمهورية - الإسلامية)"


def test_members_are_distinguished_by_kind_and_not_by_a_code_alone() -> None:
    loaded()
    assert Member.objects.states().count() == 80
    assert Member.objects.organisations().count() == 9
    assert Member.objects.get(organisation__code="AU").name == "African Union"
    assert Member.objects.get(country__iso2="AU").name == "Australia"


def test_rows_that_are_not_sure_enough_are_left_out_with_the_reason(folder: Path) -> None:
    spoil(folder / "members.csv", "ASEAN", "confidence", "low")
    report = loaded(folder)
    assert not Member.objects.filter(organisation__code="ASEAN").exists()
    left_out = {(row.file, row.key): row.reason for row in report.left_out}
    assert left_out[("members.csv", "ASEAN")].startswith(
        "confidence is low: Took part at Oslo, 2025"
    )
    assert ("organisation_countries.csv", "OAS/CUB") in left_out


def test_the_year_in_which_a_member_joined_is_loaded_where_it_is_known() -> None:
    loaded()
    assert str(Member.objects.get(country__iso3="MNG").joined_on) == "2022"
    assert Member.objects.get(country__iso3="CMR").joined_on is None
    assert not Member.objects.exclude(left_on=None).exists()


def test_every_loaded_member_names_its_source() -> None:
    loaded()
    assert not Member.objects.filter(source="").exists()
    assert set(Member.objects.values_list("confidence", flat=True)) == {"high", "medium"}


def test_a_second_load_writes_nothing() -> None:
    loaded()
    before = events()
    report = loaded()
    assert events() == before
    assert not report.created
    assert not report.updated


def test_an_address_stays_when_a_state_takes_another_name(folder: Path) -> None:
    loaded()
    spoil(folder / "countries.csv", "TUR", "name_en", "Anatolia")
    report = loaded(folder)
    country = Country.objects.get(iso3="TUR")
    assert (country.name_en, country.slug) == ("Anatolia", "turkiye")
    assert report.updated["country"] == 1


def test_what_the_secretariat_entered_stays_where_the_file_knows_nothing() -> None:
    loaded()
    member = Member.objects.filter(joined_on=None).earliest("pk")
    member.joined_on = PartialDate.parse("2019-05")
    member.state = Member.State.CONFIRMED
    member.save()
    loaded()
    member.refresh_from_db()
    assert str(member.joined_on) == "2019-05"
    assert member.state == Member.State.CONFIRMED


def test_a_country_that_left_an_organisation_is_no_longer_covered(folder: Path) -> None:
    loaded()
    path = folder / "organisation_countries.csv"
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    path.write_text("".join(x for x in lines if not x.startswith("EU,ESP,")), encoding="utf-8")
    loaded(folder)
    assert not OrganisationCountry.objects.filter(
        organisation__code="EU", country__iso3="ESP"
    ).exists()


def test_a_covered_country_that_the_secretariat_added_by_hand_stays() -> None:
    loaded()
    by_hand = OrganisationCountry.objects.create(
        organisation=Organisation.objects.get(code="EU"),
        country=Country.objects.get(iso3="NOR"),
        source="letter of 1 May",
    )
    loaded()
    assert OrganisationCountry.objects.filter(pk=by_hand.pk).exists()


@pytest.mark.parametrize(
    ("file", "key", "column", "value", "said"),
    [
        ("countries.csv", "AGO", "lat", "north", "countries.csv, line 3, column lat"),
        ("countries.csv", "AGO", "lon", "181", "is not between -180 and 180 degrees"),
        ("countries.csv", "AGO", "name_ar", "", "column name_ar: it is empty"),
        ("countries.csv", "AGO", "region_m49", "999", "column region_m49"),
        ("members.csv", "ESP", "code", "XXX", "'XXX' is not known"),
        ("members.csv", "ESP", "type", "club", "'club' is neither state nor organisation"),
        ("members.csv", "ESP", "joined", "spring 2016", "column joined"),
        ("members.csv", "ESP", "joined", "perhaps", "is not YYYY, YYYY-MM"),
    ],
)
def test_a_broken_row_names_its_place_and_nothing_is_loaded(
    folder: Path, file: str, key: str, column: str, value: str, said: str
) -> None:
    spoil(folder / file, key, column, value)
    with pytest.raises(BrokenRowError, match=said):
        loaded(folder)
    assert not Country.objects.exists()
    assert not Member.objects.exists()


def test_members_stand_in_the_order_of_protocol_of_the_language() -> None:
    loaded()
    for language, first, second, union in (
        ("en", "Afghanistan", "Argentina", "African Union"),
        ("ru", "Австралия", "Аргентина", "Ассоциация государств Юго-Восточной Азии"),
    ):
        with override(language):
            names = [str(member) for member in Member.objects.with_identity().in_protocol_order()]
        assert names[:2] == [first, second]
        assert names[80] == union


def in_order_of(language: str) -> list[str]:
    with override(language):
        return [str(country) for country in Country.objects.in_order()]


def test_countries_stand_in_the_alphabetical_order_of_each_language() -> None:
    loaded()
    assert in_order_of("en")[:2] == ["Afghanistan", "Albania"]
    french = in_order_of("fr")
    # É is an E, and Œ is not there; by code point Égypte would come after Zimbabwe.
    assert french.index("Égypte") == french.index("El Salvador") - 1
    assert in_order_of("es")[-1] == "Zimbabwe"
    assert in_order_of("ru")[0] == "Австралия"
    # By pinyin, ā first; by code point 不丹 would come first.
    assert in_order_of("zh-hans")[0] == "阿尔巴尼亚"
    assert in_order_of("ar")[:2] == ["آيسلندا", "إثيوبيا"]


def test_organisations_have_their_names_in_six_languages_with_their_sources() -> None:
    loaded()
    union = Organisation.objects.get(code="AU")
    assert (union.name_fr, union.short_fr, union.seat_fr) == (
        "Union africaine",
        "UA",
        "Addis-Abeba",
    )
    assert (union.name_zh_hans, union.seat_ar) == ("非洲联盟", "أديس أبابا")
    for organisation in Organisation.objects.exclude(code__in=["LAS", "PIF", "SADC"]):
        for code, _name in settings.LANGUAGES:
            for column in ("name", "name_source", "seat"):
                assert getattr(organisation, to_attribute(column, code)), (organisation, code)


def test_a_name_whose_source_is_not_sure_enough_is_left_out_and_english_shown(
    folder: Path,
) -> None:
    path = folder / "organisations_names.csv"
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    lines = [line.replace(",high", ",low") if line.startswith("AU,ru,") else line for line in lines]
    path.write_text("".join(lines), encoding="utf-8")
    report = loaded(folder)
    union = Organisation.objects.get(code="AU")
    assert union.name_ru == ""
    with override("ru"):
        assert str(union) == "African Union"
    assert ("organisations_names.csv", "AU/ru") in {(x.file, x.key) for x in report.left_out}


def test_organisations_stand_in_the_alphabetical_order_of_each_language() -> None:
    loaded()
    first = {}
    for code, _name in settings.LANGUAGES:
        with override(code):
            organisations = [row.code for row in Organisation.objects.in_order()]
        first[code] = organisations[0]
    assert first["en"] == "AU"
    assert first["fr"] == "ASEAN", "Association des nations de l'Asie du Sud-Est"
    assert first["ru"] == "ASEAN", "Ассоциация before Африканский"


def test_an_organisation_without_a_name_in_the_language_sorts_by_its_english_one() -> None:
    loaded()
    Organisation.objects.create(code="X", slug="x", name_en="Aardvark League")
    with override("fr"):
        assert next(iter(Organisation.objects.in_order())).code == "X"
    with override("ru"):
        assert [row.code for row in Organisation.objects.in_order()][-1] != "ASEAN"


def test_keys_of_another_release_of_icu_are_made_again() -> None:
    loaded()
    by_hand = Organisation.objects.create(code="X", slug="x", name_en="Aardvark League")
    key = by_hand.name_order_ru
    Organisation.objects.filter(pk=by_hand.pk).update(name_order_ru=b"another release")
    loaded()
    by_hand.refresh_from_db()
    assert bytes(by_hand.name_order_ru) == key


def test_a_renamed_country_takes_its_new_place(folder: Path) -> None:
    loaded()
    spoil(folder / "countries.csv", "TUR", "name_en", "Anatolia")
    loaded(folder)
    names = in_order_of("en")
    assert names.index("Anatolia") == 3, "behind Algeria"


def test_a_member_is_found_by_any_of_its_names() -> None:
    loaded()
    for typed, found in (
        ("spain", "Spain"),
        ("Espana", "Spain"),
        ("испания", "Spain"),
        ("西班牙", "Spain"),
        ("germny", "Germany"),
        ("bosnia herzegovina", "Bosnia and Herzegovina"),
        ("ecowas", "Economic Community of West African States"),
        ("cedeao", "Economic Community of West African States"),
    ):
        names = [str(member) for member in Member.objects.with_identity().called(typed)]
        assert found in names
        assert len(names) <= 3


def test_a_load_in_another_language_adds_and_writes_nothing() -> None:
    loaded()
    remembered, before = LoadedRow.objects.count(), events()
    with override("fr"):
        report = loaded()
    assert not report.created
    assert not report.updated
    assert (LoadedRow.objects.count(), events()) == (remembered, before)


def test_a_renamed_country_adds_no_row(folder: Path) -> None:
    loaded()
    counted = {model: model.objects.count() for model in (Country, Member, OrganisationCountry)}
    remembered = LoadedRow.objects.count()
    spoil(folder / "countries.csv", "TUR", "name_en", "Anatolia")
    report = loaded(folder)
    assert not report.created
    assert {model: model.objects.count() for model in counted} == counted
    assert LoadedRow.objects.count() == remembered


@pytest.mark.parametrize("language", ["en", "ar", "zh-hans"])
def test_what_staff_removed_does_not_come_back_in_any_language(language: str) -> None:
    loaded()
    Member.objects.get(country__iso3="NOR").delete()
    OrganisationCountry.objects.filter(organisation__code="NATO", country__iso3="NOR").delete()
    with override(language):
        report = loaded()
    assert not report.created
    assert not Member.objects.filter(country__iso3="NOR").exists()
    assert not OrganisationCountry.objects.filter(
        organisation__code="NATO", country__iso3="NOR"
    ).exists()


def test_what_staff_removed_does_not_come_back_under_a_new_name(folder: Path) -> None:
    loaded()
    Member.objects.get(country__iso3="NOR").delete()
    OrganisationCountry.objects.filter(organisation__code="NATO", country__iso3="NOR").delete()
    spoil(folder / "countries.csv", "NOR", "name_en", "Norge")
    spoil(folder / "organisations.csv", "NATO", "name_en", "The Alliance")
    report = loaded(folder)
    assert not report.created
    assert not Member.objects.filter(country__iso3="NOR").exists()
    assert not OrganisationCountry.objects.filter(
        organisation__code="NATO", country__iso3="NOR"
    ).exists()


def test_a_row_that_staff_gave_another_code_is_still_the_same_row() -> None:
    loaded()
    organisation = Organisation.objects.get(code="UFM")
    organisation.code = "UfM"
    organisation.save()
    report = loaded()
    assert not report.created
    assert not Organisation.objects.filter(code="UFM").exists()


def test_a_member_that_staff_entered_again_is_the_files_member_too() -> None:
    loaded()
    Member.objects.get(country__iso3="NOR").delete()
    again = Member.objects.create(country=Country.objects.get(iso3="NOR"), slug="norway")
    loaded()
    assert Member.objects.get(country__iso3="NOR").pk == again.pk
    remembered = LoadedRow.objects.get(model="focalpoints.member", key="country NOR")
    assert remembered.object_id == again.pk


def test_a_second_load_asks_about_all_rows_at_once(query_cost: QueryCost) -> None:
    assert query_cost(loaded) < 30, "not one by one"


def test_names_from_one_file_belong_together_and_what_staff_translated_falls_behind(
    folder: Path,
) -> None:
    loaded(folder)
    union = Organisation.objects.get(code="AU")
    assert union.outdated_texts() == []
    Organisation.objects.filter(pk=union.pk).update(name_fr="Union des États africains")
    path = folder / "organisations_names.csv"
    with path.open(encoding="utf-8", newline="") as source:
        rows = list(csv.DictReader(source))
    for row in rows:
        if (row["code"], row["language"]) == ("AU", "en"):
            row["name"] = "Union of Africa"
    with path.open("w", encoding="utf-8", newline="") as target:
        writer = csv.DictWriter(target, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    loaded(folder)
    union = Organisation.objects.get(code="AU")
    assert (union.name_en, union.name_fr) == ("Union of Africa", "Union des États africains")
    assert [(item.language, item.identity) for item in union.outdated_texts()] == [("fr", "name")]
