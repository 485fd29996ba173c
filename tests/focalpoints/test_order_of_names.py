"""Countries, organisations and members stand in the order of the reader's language, everywhere."""

from __future__ import annotations

import datetime

import pytest
from django.contrib.admin.views.main import ChangeList
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from tests import factories

pytestmark = pytest.mark.django_db

# In English A, B, C; in French C, A, B; Spanish has no name for the second and shows the English.
NAMES = [
    {"name_en": "Alpha", "name_fr": "Élan", "name_es": "Alfa"},
    {"name_en": "Beta", "name_fr": "Zeta", "name_es": ""},
    {"name_en": "Gamma", "name_fr": "Delta", "name_es": "Ámbar"},
]
ORDERS = {
    "en": ["Alpha", "Beta", "Gamma"],
    "fr": ["Gamma", "Alpha", "Beta"],
    "es": ["Alpha", "Gamma", "Beta"],
}


@pytest.fixture(autouse=True)
def members() -> None:
    """Three organisations and three States, each with a holder, in no order."""
    for number in (1, 2, 0):
        organisation = factories.OrganisationFactory.create(**NAMES[number])
        place = factories.OrganisationMemberFactory.create(organisation=organisation)
        country = factories.CountryFactory.create(**NAMES[number])
        for member in (place, factories.MemberFactory.create(country=country)):
            factories.DesignationFactory.create(member=member, starts_on=datetime.date(2020, 1, 1))


def english(rows: list[object]) -> list[str]:
    return [row.name_en for row in rows if row.name_en in ORDERS["en"]]  # type: ignore[attr-defined]


@pytest.mark.parametrize("language", ORDERS)
def test_public_lists_and_their_choices(language: str, visitor: Client) -> None:
    prefix = "" if language == "en" else f"/{language}"
    with override(language):
        page = visitor.get(f"{prefix}/members/").context
        found = visitor.get(f"{prefix}/initiatives/").context["filters"]
    for kind in ("states", "organisations"):
        assert english([row.identity for row in page[kind]]) == ORDERS[language], kind
    assert english([row.identity for row in found.members.values()]) == ORDERS[language] * 2
    assert english(list(found.countries.values())) == ORDERS[language]


@pytest.mark.parametrize("language", ORDERS)
def test_the_directory(language: str, secretariat_client: Client) -> None:
    prefix = "" if language == "en" else f"/{language}"
    with override(language):
        entries = secretariat_client.get(f"{prefix}/directory/").context["entries"]
    shown = english([entry.member.identity for entry in entries])
    assert shown == ORDERS[language] * 2, "States first, then organisations"


# --- The admin, whose pages are in English ---


@pytest.mark.parametrize("kind", ["country", "organisation", "member"])
def test_lists_of_the_admin(kind: str, secretariat_client: Client) -> None:
    answer = secretariat_client.get(reverse(f"admin:focalpoints_{kind}_changelist"))
    changes: ChangeList = answer.context["cl"]
    rows = [row.identity if kind == "member" else row for row in changes.result_list]
    assert english(rows) == ORDERS["en"] * (2 if kind == "member" else 1)


@pytest.mark.parametrize("kind", ["country", "organisation"])
def test_pickers_of_the_admin(kind: str, secretariat_client: Client) -> None:
    asked = {"app_label": "focalpoints", "model_name": "member", "field_name": kind, "term": ""}
    found = secretariat_client.get(reverse("admin:autocomplete"), asked).json()["results"]
    assert [each["text"] for each in found if each["text"] in ORDERS["en"]] == ORDERS["en"]


def test_a_column_with_members_sorts_by_their_names(secretariat_client: Client) -> None:
    for address, column in (("designation", "shown_member"), ("member", "shown_name")):
        url = reverse(f"admin:focalpoints_{address}_changelist")
        columns = secretariat_client.get(url).context["cl"].list_display
        position = columns.index(column)
        rows = secretariat_client.get(url, {"o": str(position)}).context["cl"].result_list
        members = [row if address == "member" else row.member for row in rows]
        pairs = [name for name in ORDERS["en"] for _each in range(2)]
        assert english([member.identity for member in members]) == pairs, address
