"""What a page costs the database once the parts that hang on the data alone are kept.

The page itself is never kept here: visitors' pages are made anew.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from tests import factories
from tests.costs import QueryCost, cost_of

pytestmark = pytest.mark.django_db

OF_VISITORS, OF_READERS = 10, 25


@pytest.fixture(autouse=True)
def _parts_are_kept(settings: Any) -> Iterator[None]:
    settings.KEPT_PARTS, settings.KEPT_PAGES = 1_000, 0
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def network(db: None) -> None:
    """Something of everything that these pages show."""
    spain = factories.MemberFactory.create(country=factories.country("ESP"), slug="spain")
    factories.PlanFactory.create(country=spain.country, starts_on="2020")
    factories.InitiativeFactory.create(owner=spain)
    factories.DesignationFactory.create(member=spain, category=factories.category("focal_point"))
    factories.PresidencyFactory.create()
    factories.MeetingFactory.create()
    factories.OpportunityFactory.create()
    factories.NewsletterFactory.create()


@pytest.mark.parametrize(
    "address",
    ["/", "/map/", "/plans/", "/initiatives/", "/members/", "/members/spain/", "/meetings/"],
)
def test_a_visitors_page_costs_few_queries(
    network: None, visitor: Client, query_cost: QueryCost, address: str
) -> None:
    cost = query_cost(lambda: visitor.get(address))
    assert cost <= OF_VISITORS, cost


def test_the_desk_costs_few_queries(
    network: None, focal_point_client: Client, query_cost: QueryCost
) -> None:
    cost = query_cost(lambda: focal_point_client.get("/desk/"))
    assert cost <= OF_READERS, cost


@pytest.mark.parametrize(
    "address", ["/admin/", "/admin/focalpoints/member/", "/admin/focalpoints/person/"]
)
def test_a_page_of_the_admin_costs_few_queries(
    network: None, secretariat_client: Client, query_cost: QueryCost, address: str
) -> None:
    cost = query_cost(lambda: secretariat_client.get(address))
    assert cost <= OF_READERS, cost


def test_a_kept_card_shows_what_has_changed(secretariat_client: Client) -> None:
    anew = cost_of(lambda: secretariat_client.get("/admin/"), once=True)
    assert cost_of(lambda: secretariat_client.get("/admin/"), once=True) < anew
    assert "Unheard-of country" not in secretariat_client.get("/admin/").content.decode()
    factories.MemberFactory.create(
        country=factories.CountryFactory.create(name_en="Unheard-of country")
    )
    assert "Unheard-of country" in secretariat_client.get("/admin/").content.decode()


def test_nobody_else_gets_a_kept_card(secretariat_client: Client, looker_client: Client) -> None:
    factories.MemberFactory.create(
        country=factories.CountryFactory.create(name_en="Unheard-of country")
    )
    assert "Unheard-of country" in secretariat_client.get("/admin/").content.decode()
    assert "Unheard-of country" not in looker_client.get("/admin/").content.decode()
