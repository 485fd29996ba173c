"""Parts that several visitors' pages share: drawn once, never out of date, never one reader's."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.cache import cache, caches
from django.http import HttpRequest
from django.test import Client, RequestFactory
from django.utils import translation

from initiatives.models import Initiative
from network import clock
from network.web import data_version
from network.web.kept_parts import kept_part
from tests import factories
from tests.costs import cost_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _parts_are_kept(settings: Any) -> Iterator[None]:
    """Parts, and no page: every page is made anew."""
    settings.KEPT_PARTS, settings.KEPT_PAGES = 1_000, 0
    cache.clear()
    yield
    cache.clear()


def drawing(page: bytes) -> str:
    """The map of a page, from its first line to the end of the figure."""
    _before, _found, after = page.decode().partition('<svg class="worldmap-drawing"')
    return after.partition("</figure>")[0]


def visitors_request(path: str = "/") -> HttpRequest:
    request = RequestFactory().get(path)
    request.kept_version = data_version.current()  # type: ignore[attr-defined]
    return request


def test_the_map_is_drawn_once_for_all_pages_that_show_it(visitor: Client) -> None:
    factories.InitiativeFactory.create()
    anew = cost_of(lambda: visitor.get("/map/"), once=True)
    first = drawing(visitor.get("/map/").content)
    assert first
    assert drawing(visitor.get("/map/?region=150").content) == first
    assert drawing(visitor.get("/").content) == first
    assert cost_of(lambda: visitor.get("/map/"), once=True) < anew
    # The version of the data, and nothing else: all of this page is in its parts.
    assert cost_of(lambda: visitor.get("/map/"), once=True) == 1


def test_each_language_and_day_has_its_own(visitor: Client) -> None:
    factories.PlanFactory.create(country=factories.country("ESP"), starts_on="2020")
    pages = ("/map/", "/ar/map/", "/map/?on=2018-06-01")
    drawn = {drawing(visitor.get(page).content) for page in pages}
    assert len(drawn) == 3
    assert {drawing(visitor.get(page).content) for page in pages} == drawn


@pytest.mark.parametrize("made", [factories.InitiativeFactory, factories.PlanFactory])
def test_what_is_published_shows_at_once(visitor: Client, made: Any) -> None:
    # The version rises once in a transaction, of which a test has one.
    before = drawing(visitor.get("/map/").content)
    made.create()
    assert drawing(visitor.get("/map/").content) != before


def test_a_reader_who_signs_in_has_no_kept_part(
    visitor: Client, focal_point_client: Client, focal_point: Any
) -> None:
    member = factories.MemberFactory.create(country=factories.country("DEU"))
    factories.InitiativeFactory.create(owner=member, visibility=Initiative.Visibility.MEMBERS)
    of_visitors = drawing(visitor.get("/map/").content)
    of_members = drawing(focal_point_client.get("/map/").content)
    assert of_members != of_visitors
    assert drawing(visitor.get("/map/").content) == of_visitors
    assert drawing(focal_point_client.get("/map/").content) == of_members


def test_a_part_that_asks_for_the_moment_or_a_token_is_made_again() -> None:
    request, made = visitors_request(), []

    def moment() -> str:
        made.append("moment")
        return clock.now().isoformat()

    def token() -> str:
        made.append("token")
        request.META["CSRF_COOKIE"] = "of one reader"
        return "token"

    for make in (moment, token):
        for _time in range(2):
            kept_part(request, make.__name__, make)
    assert made == ["moment", "moment", "token", "token"]


def test_a_part_that_asks_for_the_moment_keeps_its_page_from_being_kept() -> None:
    with clock.noting() as outer:
        kept_part(visitors_request(), "moment", lambda: clock.now().isoformat())
    assert outer.moment_was_asked


def test_the_next_day_is_another_part() -> None:
    with clock.set_to(datetime.date(2026, 6, 1)) as hands:
        first = kept_part(visitors_request(), "day", lambda: clock.today().isoformat())
        assert kept_part(visitors_request(), "day", lambda: "kept is the first") == first
        hands.advance(days=1)
        assert kept_part(visitors_request(), "day", lambda: "another") == "another"


def test_two_parts_of_one_place_are_not_mistaken_for_each_other(settings: Any) -> None:
    settings.KEPT_PARTS = 1
    request = visitors_request()
    for name in ("one", "two", "one"):
        assert kept_part(request, name, lambda said=name: said) == name
    assert kept_part(request, "one", lambda: "again") == "one"
    with translation.override("fr"):
        assert kept_part(request, "one", lambda: "un") == "un"
    assert len(caches["pages"]._cache.get_client().keys("portal-pages:*part-*")) == 1


def test_the_sentence_above_the_plans_is_kept_and_escaped_once(visitor: Client) -> None:
    factories.PlanFactory.create()
    first = visitor.get("/plans/").content
    assert visitor.get("/plans/").content == first
    assert b"A plan of 1 State is recorded here." in first
    assert b"&amp;amp;" not in first
