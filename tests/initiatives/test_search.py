"""The search for plans and initiatives, as visitors meet it."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from tests import factories
from tests.costs import QueryCost

pytestmark = pytest.mark.django_db


def found(client: Client, page: str, text: str) -> list[str]:
    return [str(row) for row in client.get(f"/{page}/", {"q": text}).context["page_obj"]]


@pytest.mark.parametrize(
    ("typed", "titles"),
    [
        ("oman", ["Of Oman"]),
        ("Niger", ["Of Niger", "Of Nigeria"]),
        ("égalite", ["Of Niger"]),
        ("ELEKTRA", []),
        ("romanua", ["Of Romania"]),
    ],
)
def test_plans_are_found_by_their_owner_and_title(
    typed: str, titles: list[str], visitor: Client
) -> None:
    for name, title in (("Romania", ""), ("Oman", ""), ("Nigeria", ""), ("Niger", "Égalité")):
        country = factories.CountryFactory.create(name_en=name)
        factories.PlanFactory.create(country=country, title_en=f"Of {name}", title_fr=title)
    assert found(visitor, "plans", typed) == titles


@pytest.mark.parametrize(
    ("typed", "is_found"),
    [
        ("l'Egypte", True),
        ("EGYPTE mediatrices", True),
        ("mediatricse", True),
        ("Nuʻuuli", True),
        ("ONU", True),
        ("nuu", True),
        ("uuli", False),
        ("التدريب", True),
        ("تدريب", True),
        ("مدرسه", True),
        ("обьединение", False),
        ("обучение", True),
    ],
)
def test_initiatives_are_found_by_folded_words(typed: str, is_found: bool, visitor: Client) -> None:
    factories.InitiativeFactory.create(
        title_en="Wanted",
        title_fr="Réseau des médiatrices de l’Égypte",
        title_ar="التدريب في مدرسة",
        title_ru="Обучение",
        summary_es="Con la ONU en Nuʻuuli",
    )
    factories.InitiativeFactory.create(title_en="Other")
    assert found(visitor, "initiatives", typed) == (["Wanted"] if is_found else [])


def test_a_search_for_plans_costs_the_same_for_one_as_for_many(
    visitor: Client, query_cost: QueryCost
) -> None:
    def look() -> Any:
        return visitor.get("/plans/", {"q": "wonder"})

    def add(number: int) -> None:
        for each in range(number):
            country = factories.CountryFactory.create(name_en=f"Wonderland {number}.{each}")
            factories.PlanFactory.create(country=country)

    add(1)
    one = query_cost(look)
    add(20)
    assert query_cost(look) == one
