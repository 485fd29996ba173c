"""The search for members, as visitors and members meet it."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from tests import factories
from tests.costs import QueryCost

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def some_members() -> None:
    for name, others in {
        "Oman": {"name_ar": "عُمان", "name_ru": "Оман"},
        "Romania": {"name_fr": "Roumanie"},
        "Iran (Islamic Republic of)": {"name_ar": "إيران (جمهورية - الإسلامية)"},
        "Iraq": {"name_ar": "العراق"},
        "Nigeria": {"name_fr": "Nigéria"},
        "Niger": {"name_fr": "Niger"},
        "Germany": {"name_fr": "Allemagne", "name_ru": "Германия", "name_zh_hans": "德国"},
        "Côte d’Ivoire": {"name_zh_hans": "科特迪瓦"},
    }.items():
        factories.MemberFactory.create(
            country=factories.CountryFactory.create(name_en=name, **others)
        )


def found(client: Client, text: str) -> list[str]:
    return [str(row) for row in client.get("/members/", {"q": text}).context["states"]]


@pytest.mark.parametrize(
    ("typed", "names"),
    [
        ("Oman", ["Oman"]),
        ("iran", ["Iran (Islamic Republic of)"]),
        ("Iraq", ["Iraq"]),
        ("Niger", ["Niger", "Nigeria"]),
        ("nigeria", ["Nigeria"]),
        ("cote d'ivoire", ["Côte d’Ivoire"]),
        ("COTE D IVOIRE", ["Côte d’Ivoire"]),
        ("ivoire", ["Côte d’Ivoire"]),
        ("عمان", ["Oman"]),
        ("ايران", ["Iran (Islamic Republic of)"]),
        ("عراق", ["Iraq"]),
        ("германия", ["Germany"]),
        ("德国", ["Germany"]),
        ("德", ["Germany"]),
        ("germny", ["Germany"]),
        ("Allemange", ["Germany"]),
        ("omna", []),
        ("irak", []),
        ("%", []),
    ],
)
def test_members_are_found_by_folded_names_and_short_words_are_meant(
    typed: str, names: list[str], visitor: Client
) -> None:
    assert found(visitor, typed) == names


def test_whoever_is_closest_stands_first_in_every_language(visitor: Client) -> None:
    for language in ("en", "fr"):
        with override(language):
            rows = visitor.get("/members/?q=niger", headers={"accept-language": language})
        slugs = [row.country.name_en for row in rows.context["states"]]
        assert slugs == ["Niger", "Nigeria"]


def test_the_directory_is_searched_by_the_same_rule(focal_point_client: Client) -> None:
    page = focal_point_client.get(reverse("focalpoints:directory"), {"q": "oman"})
    assert [str(row) for row in page.context["without"]] == ["Oman"]


def test_one_member_found_costs_as_many_queries_as_many(
    visitor: Client, query_cost: QueryCost
) -> None:
    def look() -> Any:
        return visitor.get("/members/", {"q": "Wonder"})

    def add(number: int) -> None:
        for _each in range(number):
            country = factories.CountryFactory.create(name_en=f"Wonderland {_each}{number}")
            factories.MemberFactory.create(country=country)

    add(1)
    one = query_cost(look)
    add(20)
    assert query_cost(look) == one
