"""Filters over lists: what an address asks for, what it cannot mean, and the way back."""

from __future__ import annotations

import datetime
import re
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.core.cache import cache, caches
from django.forms import Select
from django.test import Client
from django.test.html import parse_html

from focalpoints.filters import DirectoryFilter, MemberFilter
from initiatives.filters import InitiativeFilter, MapFilter, PlanFilter
from meetings.filters import MeetingFilter
from network import clock
from network.values.form_fields import NamesSelect
from network.values.translated import EnglishText
from network.web.list_filters import ChoiceFilter, ListFilter
from newsletters.filters import OpportunityFilter
from tests import factories
from tests.costs import QueryCost

pytestmark = pytest.mark.django_db

LISTS: dict[str, type[ListFilter]] = {
    "/members/": MemberFilter,
    "/directory/": DirectoryFilter,
    "/plans/": PlanFilter,
    "/map/": MapFilter,
    "/initiatives/": InitiativeFilter,
    "/opportunities/": OpportunityFilter,
    "/meetings/": MeetingFilter,
}
CHOICES = [
    (address, name)
    for address, filters in LISTS.items()
    for name, each in filters.base_filters.items()
    if isinstance(each, ChoiceFilter)
]


@pytest.fixture(autouse=True)
def one_of_each() -> None:
    spain = factories.member("ESP")
    factories.PlanFactory.create(title_en="Plan of Spain")
    factories.InitiativeFactory.create(title_en="Mediators")
    factories.OpportunityFactory.create(title_en="A grant", published_at=clock.now())
    factories.MeetingFactory.create(title_en="Madrid meeting", hosts=[spain])


def active(page: str) -> list[str]:
    """The filters below the form, as a reader sees them."""
    chips = re.findall(r'class="chip".*?</a>', page, re.DOTALL)
    return [" ".join(re.sub("<[^>]+>", " ", chip.split(">", 1)[1]).split()) for chip in chips]


def removals(page: str) -> list[str]:
    return [url.replace("&amp;", "&") for url in re.findall(r'class="chip" href="([^"]+)"', page)]


@pytest.mark.parametrize(("address", "name"), CHOICES)
def test_a_wrong_value_says_so_beside_its_field_and_filters_nothing(
    address: str, name: str, focal_point_client: Client
) -> None:
    everything = focal_point_client.get(address)
    answer = focal_point_client.get(address, {name: "<nonsense>"})
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "“&lt;nonsense&gt;” is not one of the choices. It is not applied." in page
    assert active(page) == []
    assert "Clear</a>" not in page
    assert titles(page) == titles(everything.content.decode())


def titles(page: str) -> list[str]:
    """What a list shows: the headings of its rows and cards."""
    found = re.findall(r'<(?:th scope="row"|h3|p class="timeline-what")[^>]*>(.*?)</', page, re.S)
    return [re.sub("<[^>]+>", "", each).strip() for each in found]


def test_the_other_filters_of_the_address_are_still_applied(visitor: Client) -> None:
    factories.InitiativeFactory.create(title_en="Ended", status="completed")
    page = visitor.get("/initiatives/?pillar=nonsense&status=completed").content.decode()
    assert "Ended" in page
    assert "Mediators" not in page
    assert active(page) == ["Remove the filter Status: completed"]


def test_what_narrows_a_list_is_shown_and_each_can_be_removed(visitor: Client) -> None:
    asked = "/initiatives/?q=mediators&pillar=participation&region=&page=1"
    page = visitor.get(asked).content.decode()
    assert active(page) == [
        "Remove the filter Search words: mediators",
        "Remove the filter Pillar: Participation",
    ]
    assert removals(page) == [
        "/initiatives/?pillar=participation#results",
        "/initiatives/?q=mediators#results",
    ]
    assert '<a class="button button--quiet" href="/initiatives/">Clear</a>' in page


def test_a_filter_goes_with_the_one_that_it_needs(visitor: Client) -> None:
    page = visitor.get("/initiatives/?member=spain&role=owner").content.decode()
    assert removals(page) == ["/initiatives/#results", "/initiatives/?member=spain#results"]
    alone = visitor.get("/initiatives/?role=owner").content.decode()
    assert "This filter needs a choice in “Member” too. It is not applied." in alone
    assert "Mediators" in alone


def test_removing_a_filter_keeps_the_day_of_the_page(visitor: Client) -> None:
    page = visitor.get("/plans/?on=2025-06-01&region=150").content.decode()
    assert removals(page) == ["/plans/?on=2025-06-01#results"]
    assert 'href="/plans/?on=2025-06-01">Clear</a>' in page


def test_pages_of_a_list_keep_its_filters(visitor: Client) -> None:
    for _each in range(25):
        factories.InitiativeFactory.create()
    page = visitor.get("/initiatives/?pillar=participation&page=2").content.decode()
    back = re.search(r'href="([^"]+)" rel="prev"', page)
    assert back
    query = parse_qs(urlsplit(back[1].replace("&amp;", "&")).query)
    assert query == {"pillar": ["participation"], "page": ["1"]}


def test_folded_filters_are_open_where_one_is_refused(visitor: Client) -> None:
    assert '<details class="filters-more">' in visitor.get("/initiatives/").content.decode()
    page = visitor.get("/initiatives/?theme=nonsense").content.decode()
    assert '<details class="filters-more" open>' in page


# --- What visitors' pages are kept by ---


@pytest.mark.parametrize("address", [each for each in LISTS if each != "/directory/"])
def test_a_page_is_kept_by_its_valid_filters_alone(
    address: str, visitor: Client, settings: Any
) -> None:
    settings.KEPT_PAGES = 100_000
    cache.clear()
    store = caches["pages"]._cache.get_client()  # type: ignore[attr-defined]
    names = LISTS[address].kept_parameters()
    assert "q" not in names
    for name in names:
        visitor.get(address, {name: "nonsense"})
    visitor.get(address, {"q": "words"})
    assert store.keys("portal-pages:*") == []
    visitor.get(address, dict.fromkeys(names, ""))
    assert len(store.keys("portal-pages:*")) == 1
    cache.clear()


# --- Meetings and opportunities ---


def test_meetings_are_found_by_words_year_type_format_and_host(visitor: Client) -> None:
    factories.MeetingFactory.create(
        title_en="Windhoek talks",
        kind="expert",
        format="online",
        starts_on="2019",
        ends_on=None,
        hosts=[factories.member("NAM")],
    )
    for query in ("q=windhok", "year=2019", "kind=expert", "format=online", "host=namibia"):
        page = visitor.get(f"/meetings/?{query}").content.decode()
        assert "Windhoek talks" in page, query
        assert "Madrid meeting" not in page, query
        assert "1 meeting found" in page
    nothing = visitor.get("/meetings/?year=2019&host=spain").content.decode()
    assert "No meeting matches these filters" in nothing
    assert 'href="/meetings/">Show all</a>' in nothing


def test_the_choices_of_meetings_tell_nothing_of_what_is_not_announced(visitor: Client) -> None:
    factories.MeetingFactory.create(
        starts_on="2031", ends_on=None, hosts=[factories.member("NAM")], is_announced=False
    )
    page = visitor.get("/meetings/").content.decode()
    assert "2031" not in page
    assert "Namibia" not in page


def test_opportunities_are_found_by_words_type_and_deadline(visitor: Client) -> None:
    soon = (clock.today() + datetime.timedelta(days=10)).isoformat()
    late = (clock.today() + datetime.timedelta(days=90)).isoformat()
    for title, values in {
        "Soon": {"deadline_on": soon, "kind": "vacancy"},
        "Late": {"deadline_on": late, "provider": "Fundación Muñoz"},
        "Open-ended": {"deadline_on": None},
    }.items():
        factories.OpportunityFactory.create(title_en=title, published_at=clock.now(), **values)

    def found(query: str) -> set[str]:
        page = visitor.get(f"/opportunities/?{query}").content.decode()
        return {title for title in ("Soon", "Late", "Open-ended") if title in page}

    assert found("deadline=month") == {"Soon"}
    assert found("deadline=none") == {"Open-ended"}
    assert found("kind=vacancy") == {"Soon"}
    assert found("q=munoz") == {"Late"}
    assert found("q=munoz&kind=vacancy") == set()


def test_many_meetings_with_their_choices_cost_as_much_as_one(
    visitor: Client, query_cost: QueryCost
) -> None:
    def look() -> Any:
        return visitor.get("/meetings/?kind=capital-level")

    one = query_cost(look)
    for number in range(10):
        factories.MeetingFactory.create(
            starts_on=f"{2001 + number}", ends_on=None, hosts=[factories.MemberFactory.create()]
        )
    assert query_cost(look) == one


def test_a_list_to_choose_from_is_drawn_as_djangos_own() -> None:
    choices = [("", "All"), ("a&b", "One <two>"), (3, EnglishText("Three"))]
    for value in ("", "a&b", 3, "3", None, "unknown"):
        attrs = {"id": "filter_x", "aria-invalid": "true", "disabled": False, "required": True}
        ours, theirs = (
            widget(attrs={"class": "c"}, choices=choices).render("x", value, attrs)
            for widget in (NamesSelect, Select)
        )
        ours = ours.replace(' lang="en" dir="ltr"', "")
        assert parse_html(ours) == parse_html(theirs)
    named = NamesSelect(choices=choices).render("x", "")
    assert '<option value="3" lang="en" dir="ltr">Three</option>' in named


@pytest.mark.parametrize("group", [list, tuple])
def test_a_list_in_groups_is_drawn_by_django(group: Any) -> None:
    choices = [("", "All"), ("Africa", group([("KE", "Kenya"), (4, "Mali")]))]
    for value in ("", "KE", 4, None, "unknown"):
        ours, theirs = (
            widget(choices=choices).render("x", value, {"id": "filter_x"})
            for widget in (NamesSelect, Select)
        )
        assert parse_html(ours) == parse_html(theirs)
        assert '<optgroup label="Africa">' in ours


def test_the_form_of_a_kept_list_is_drawn_once(visitor: Client, settings: Any) -> None:
    """For the pages of the list, and each language and day; never with a value in it."""
    settings.KEPT_PARTS = 100_000
    cache.clear()
    first = visitor.get("/initiatives/").content
    assert visitor.get("/initiatives/").content == first
    filtered = visitor.get("/initiatives/?region=150").content.decode()
    assert '<option value="150" selected>' in filtered
    assert visitor.get("/initiatives/").content == first
    assert b'<option value="ESP">' in first
    refused = visitor.get("/plans/?region=nonsense").content.decode()
    assert "nonsense" in refused
    assert "nonsense" not in visitor.get("/plans/").content.decode()
    past = visitor.get("/plans/?on=2018-06-01").content.decode()
    assert '<input type="hidden" name="on" value="2018-06-01">' in past
    assert 'name="on" value="2018-06-01"' not in visitor.get("/plans/").content.decode()
    cache.clear()
