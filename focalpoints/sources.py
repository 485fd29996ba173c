"""The reference data of this app: countries, organisations, members and categories.

Files of `focalpoints/reference/` (its README describes their columns). Only rows of high or medium
confidence are loaded; the others are reported with the reason. Names are taken as the UN writes
them, the Arabic index forms included (docs/decisions/country-names.md).
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.text import slugify
from translated_fields import to_attribute

from focalpoints.models import (
    Category,
    Country,
    Member,
    MemberInstitution,
    Organisation,
    OrganisationCountry,
    Region,
    Revision,
)
from focalpoints.revisions import record_loaded
from network import clock
from network.importing.loading import LoadReport, stable_name
from network.importing.reference import RELIABLE, BrokenRowError, Row, read_rows, reliable_rows
from network.values.collation import renew_sort_keys
from network.values.partial_dates import PartialDate

FOLDER = Path(__file__).parent / "reference"
_COUNTRIES_SOURCE = (
    "UNTERM and M49, as compiled in the taxonomy of OCHA's Humanitarian Data Exchange"
)


def load(report: LoadReport, folder: Path = FOLDER) -> None:
    """Load all files into the database; a second load writes nothing.

    Raises network.importing.reference.BrokenRowError, with the place, on the first row that cannot
    be read; the caller's transaction then leaves everything as it was.
    """
    aliases = _aliases(folder, report)
    countries = _load_countries(folder, aliases, report)
    organisations = _load_organisations(folder, aliases, report)
    for code in aliases.keys() - countries.keys() - organisations.keys():
        report.leave_out(ALIASES, code, "no country and no organisation has this code")
    _load_coverage(folder, countries, organisations, report)
    _load_members(folder, countries, organisations, report)
    _load_institutions(folder, countries, organisations, report)
    # What the Secretariat entered itself sorts by the same release of ICU.
    renew_sort_keys([*Country.objects.all(), *Organisation.objects.all()])
    _load_categories(folder, report)
    report.save()
    every = Member.objects.values_list("pk", flat=True)
    record_loaded(Member, every, source=Revision.Source.REFERENCE)


def countries_by_code(report: LoadReport) -> dict[str, Country | None]:
    """Every country by the code that files know it by; None stands for a removed one."""
    found: dict[str, Country | None] = {row.iso3: row for row in Country.objects.all()}
    for name, row in report.loaded_rows(Country).items():
        code = name.removeprefix("iso3 ")
        found[code] = row or found.get(code)
    return found


def members_by_code(report: LoadReport) -> dict[str, Member | None]:
    """Every member by its State's or organisation's code; None stands for a removed one."""
    members = {row.pk: row for row in Member.objects.with_identity()}
    found: dict[str, Member | None] = {row.natural_key()[0]: row for row in members.values()}
    for name, row in report.loaded_rows(Member).items():
        code = name.removeprefix("country ").removeprefix("organisation ")
        found[code] = members[row.pk] if row else found.get(code)
    return found


ALIASES = "aliases.csv"


def _aliases(folder: Path, report: LoadReport) -> dict[str, list[str]]:
    """What each country and organisation is also called, by its code, in the file's order."""
    found: dict[str, list[str]] = {}
    for row in reliable_rows(
        folder / ALIASES, lambda row: f"{row.text('code')}/{row.text('alias')}", report
    ):
        row.required("language", _language)
        row.filled("source")
        known = found.setdefault(row.filled("code"), [])
        if row.filled("alias") in known:
            raise row.broken("alias", f"{row.text('code')} is called so twice")
        known.append(row.filled("alias"))
    return found


def _load_countries(
    folder: Path, aliases: dict[str, list[str]], report: LoadReport
) -> dict[str, Country | None]:
    loaded: dict[str, Country | None] = {}
    for row in read_rows(folder / "countries.csv"):
        iso3 = row.filled("iso3")
        if iso3 in loaded:
            raise row.broken("iso3", f"{iso3} is listed twice")
        values: dict[str, Any] = {
            "iso2": row.filled("iso2"),
            "m49": row.filled("m49"),
            "formal_name_en": row.text("formal_en"),
            "region": row.required("region_m49", Region),
            "subregion_m49": row.text("subregion_m49"),
            "subregion_en": row.text("subregion"),
            "latitude": row.required("lat", _degrees_to(90)),
            "longitude": row.required("lon", _degrees_to(180)),
            "aliases": aliases.get(iso3, []),
            "source": _COUNTRIES_SOURCE,
            "confidence": "high",
        }
        for code, _name in settings.LANGUAGES:
            column = code.split("-")[0]
            values[to_attribute("name", code)] = row.filled(f"name_{column}")
        # The address is made from the name once and then stays, whatever the State is called.
        once = {"slug": slugify(values["name_en"])}
        loaded[iso3] = report.put(Country, {"iso3": iso3}, values, once=once)
    report.insert(Country)
    return loaded


def _degrees_to(limit: int) -> Callable[[str], float]:
    def read(text: str) -> float:
        value = float(text)
        if not -limit <= value <= limit:
            raise ValueError(f"{value} is not between -{limit} and {limit} degrees")
        return value

    return read


def _load_organisations(
    folder: Path, aliases: dict[str, list[str]], report: LoadReport
) -> dict[str, Organisation | None]:
    path = folder / "organisations.csv"
    names = _names_of_organisations(folder, report)
    cities = city_names(report, folder)
    addresses = dict(Organisation.objects.values_list("slug", "code"))
    loaded: dict[str, Organisation | None] = {}
    for row in reliable_rows(path, lambda row: row.text("code"), report):
        code = row.filled("code")
        named = names.pop(code, None) or {"name_en": row.filled("name_en")}
        slug = slugify(named["name_en"])
        if addresses.get(slug, code) != code:
            report.leave_out(
                path.name, code, "the Secretariat has entered this organisation itself"
            )
            loaded[code] = None
            continue
        values: dict[str, Any] = {
            **named,
            "latitude": row.read("lat", _degrees_to(90)),
            "longitude": row.read("lon", _degrees_to(180)),
            "aliases": aliases.get(code, []),
            "source": row.filled("source"),
            "confidence": row.text("confidence"),
        }
        if city := row.text("headquarters_city"):
            place = (city, row.filled("headquarters_iso3"))
            if place not in cities:
                raise row.broken("headquarters_city", f"{city} has no names in cities_names.csv")
            for language, name in cities[place].items():
                values[to_attribute("seat", language)] = name
        loaded[code] = report.put(Organisation, {"code": code}, values, once={"slug": slug})
    for code in names:
        report.leave_out(NAMES, code, "organisations.csv has no organisation of this code")
    report.insert(Organisation)
    return loaded


NAMES = "organisations_names.csv"


def _names_of_organisations(folder: Path, report: LoadReport) -> dict[str, dict[str, str]]:
    """The columns of each organisation's names, by its code; a name that is not there is empty."""
    found: dict[str, dict[str, str]] = {}
    for row in reliable_rows(
        folder / NAMES, lambda row: f"{row.text('code')}/{row.text('language')}", report
    ):
        language = row.required("language", _language)
        columns = found.setdefault(row.filled("code"), {})
        name = to_attribute("name", language)
        if name in columns:
            raise row.broken("language", f"{row.text('code')} has two names in {language}")
        columns[name] = row.filled("name")
        columns[to_attribute("short", language)] = row.text("short")
        columns[to_attribute("name_source", language)] = row.filled("source")
    for code, columns in found.items():
        if "name_en" not in columns:
            raise BrokenRowError(f"{NAMES}: {code} has no English name.")
    return found


def _load_institutions(
    folder: Path,
    countries: dict[str, Country | None],
    organisations: dict[str, Organisation | None],
    report: LoadReport,
) -> None:
    """Institutions that public pages name; a cell may hold several, separated by semicolons."""
    path = folder / "member_institutions.csv"
    members = members_by_code(report)
    listed = set()
    for row in reliable_rows(path, lambda row: row.text("code"), report):
        code = row.filled("code")
        if code not in countries and code not in organisations:
            raise row.broken("code", f"{code!r} is not known")
        member = members.get(code)
        if member is None:
            report.leave_out(path.name, code, "no member of the register has this code")
            continue
        for number, name in enumerate(row.several("institution"), start=1):
            listed.add(f"{code}/{number}")
            report.put(
                MemberInstitution,
                {"member": member},
                {
                    "name": name,
                    "capacity": row.text("capacity_as_stated"),
                    "source": row.citations(),
                    "confidence": row.text("confidence"),
                },
                name=f"{code}/{number}",
                known_as=MemberInstitution.objects.filter(member=member, name=name),
            )
    report.delete_unlisted(MemberInstitution, listed)


def city_names(report: LoadReport, folder: Path = FOLDER) -> dict[tuple[str, str], dict[str, str]]:
    """What cities are called: by English name and the country's code, {language: name}.

    Only reliable names; a language without one is left to the fallback.
    """
    names: dict[tuple[str, str], dict[str, str]] = {}
    for row in reliable_rows(
        folder / "cities_names.csv",
        lambda row: f"{row.text('city_en')}/{row.text('language')}",
        report,
    ):
        city = (row.filled("city_en"), row.filled("country_iso3"))
        names.setdefault(city, {})[row.required("language", _language)] = row.filled("name")
    return names


def _language(code: str) -> str:
    """The portal's code of a language of the files, where Chinese is plain `zh`."""
    for known, _name in settings.LANGUAGES:
        if known.split("-")[0] == code:
            return known
    raise ValueError(f"{code!r} is none of the portal's languages")


def _load_coverage(
    folder: Path,
    countries: dict[str, Country | None],
    organisations: dict[str, Organisation | None],
    report: LoadReport,
) -> None:
    path = folder / "organisation_countries.csv"
    listed: set[tuple[int, int]] = set()
    for row in reliable_rows(
        path, lambda row: f"{row.text('organisation')}/{row.text('iso3')}", report
    ):
        organisation = row.found("organisation", organisations)
        country = row.found("iso3", countries)
        if organisation is None or country is None:
            continue
        listed.add((organisation.pk, country.pk))
        note = row.text("note")
        report.put(
            OrganisationCountry,
            {"organisation": organisation, "country": country},
            {
                "as_of": row.read("as_of", PartialDate.parse),
                "source": row.filled("source") + (f" ({note})" if note else ""),
                "confidence": row.text("confidence"),
            },
        )
    # A State that left an organisation is gone from the file, and so from what is covered. Rows
    # without a confidence were entered by hand and are the Secretariat's to remove.
    for coverage in OrganisationCountry.objects.filter(
        organisation__in=[found for found in organisations.values() if found],
        confidence__in=RELIABLE,
    ).select_related("organisation", "country"):
        if (coverage.organisation_id, coverage.country_id) not in listed:
            key = {"organisation": coverage.organisation, "country": coverage.country}
            if report.forget(OrganisationCountry, stable_name(key)):
                coverage.delete()


def _load_members(
    folder: Path,
    countries: dict[str, Country | None],
    organisations: dict[str, Organisation | None],
    report: LoadReport,
) -> None:
    for row in reliable_rows(folder / "members.csv", lambda row: row.text("code"), report):
        kind = row.filled("type")
        # A code alone does not name a member: AU is the African Union, and Australia's iso2.
        key: dict[str, Any]
        if kind == "state":
            key = {"country": row.found("code", countries)}
        elif kind == "organisation":
            key = {"organisation": row.found("code", organisations)}
        else:
            raise row.broken("type", f"{kind!r} is neither state nor organisation")
        values: dict[str, Any] = {
            "source": row.filled("source"),
            "confidence": row.text("confidence"),
        }
        for column in ("joined", "left"):
            day = row.read(column, PartialDate.parse)
            if day is not None:
                # Where the file knows none, a day that the Secretariat entered stays.
                values[f"{column}_on"] = day
        identity = next(iter(key.values()))
        if identity is None:
            continue
        report.put(Member, key, values, once={"slug": identity.slug})
    report.insert(Member)


def _load_categories(folder: Path, report: LoadReport) -> None:
    for row in read_rows(folder / "categories.csv"):
        values: dict[str, Any] = {
            "order": row.required("order", int),
            "may_submit": _yes(row, "may_submit"),
            "is_public": _yes(row, "public"),
        }
        for code, _name in settings.LANGUAGES:
            values[to_attribute("name", code)] = row.filled(f"name_{code.split('-')[0]}")
        # The rule holds from the day on which it is made; the Secretariat may change it later.
        since = clock.today() if _yes(row, "one_holder") else None
        key = {"code": row.filled("code")}
        report.put(Category, key, values, once={"one_holder_since": since})


def _yes(row: Row, column: str) -> bool:
    answers = {"yes": True, "no": False, "": False}
    answer = row.text(column).lower()
    if answer not in answers:
        raise row.broken(column, f"{answer!r} is neither yes nor empty")
    return answers[answer]
