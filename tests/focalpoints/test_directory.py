"""The directory: found while somebody types, page by page, at the same cost for many people."""

from __future__ import annotations

import datetime
import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from focalpoints import contacts
from focalpoints.directory.paging import PER_PAGE
from focalpoints.models import Designation, Person
from network import clock
from tests import factories
from tests.costs import Cost, QueryCost

pytestmark = pytest.mark.django_db

FRAGMENT = {"HX-Request": "true"}


def look(client: Client, *, fragment: bool = False, **query: Any) -> Any:
    headers = FRAGMENT if fragment else {}
    return client.get(reverse("focalpoints:directory"), query, headers=headers)


def people(response: Any) -> list[str]:
    """The names that a page shows, in their order."""
    return [each.name for entry in response.context["entries"] for each in entry.contacts]


def designated(number: int, code: str = "DEU", **values: Any) -> list[Designation]:
    return [
        factories.DesignationFactory.create(
            member=factories.member(code), category=factories.category("alternate"), **values
        )
        for _each in range(number)
    ]


def marks(client: Client) -> list[str]:
    page = look(client, q="munoz").content.decode()
    found = re.search(r'<span class="directory-freshness">(.*?)</td>', page, re.DOTALL)
    return re.findall(r'<span class="badge[^>]*>([^<]+)<', found[1]) if found else []


def test_a_record_that_nobody_confirmed_is_marked_as_on_the_members_page(
    focal_point_client: Client,
) -> None:
    [held] = designated(1, person__family_name="Muñoz")
    now = clock.now()

    def marked(confirmed: int | None, updated: int | None) -> list[str]:
        ago = [
            None if days is None else now - datetime.timedelta(days)
            for days in (confirmed, updated)
        ]
        Person.objects.filter(pk=held.person_id).update(confirmed_at=ago[0], published_at=ago[1])
        return marks(focal_point_client)

    # By what was never confirmed, and where only staff have looked at it since.
    assert marked(None, None) == ["not confirmed yet"]
    assert marked(None, 10) == ["not confirmed yet"]
    assert marked(900, 10) == ["not confirmed for over a year"]
    assert marked(900, 800) == ["over two years ago"]
    assert marked(400, None) == ["over a year ago"]
    assert marked(10, 400) == []
    Person.objects.filter(pk=held.person_id).update(confirmed_at=None, published_at=now)
    page = focal_point_client.get(held.member.get_absolute_url()).content.decode()
    assert page.count("not confirmed yet") == 1


def test_htmx_gets_the_results_alone_and_the_address_that_holds_them(
    focal_point_client: Client,
) -> None:
    designated(1, person__family_name="Muñoz")
    whole = look(focal_point_client, q="munoz")
    part = look(focal_point_client, fragment=True, q="munoz", region="", category="")
    page, results = whole.content.decode(), part.content.decode()
    assert people(whole) == people(part) == ["Alex Muñoz"]
    assert ("<html" in page, "<html" in results) == (True, False)
    # The number is read aloud where it stands, and the filters that are active change with it.
    assert re.search(r'hx-swap-oob="innerHTML:#found">\s*1 contact\s*</span>', results)
    assert 'id="filters-now" hx-swap-oob="true"' in results
    assert "munoz" in results
    assert part["HX-Replace-Url"] == "/directory/?q=munoz"
    assert "HX-Request" in part["Vary"]
    # Going back, htmx asks for the whole page.
    restored = focal_point_client.get(
        "/directory/?q=munoz", headers={**FRAGMENT, "HX-History-Restore-Request": "true"}
    )
    assert "<html" in restored.content.decode()


def test_without_a_script_the_same_form_is_sent(focal_point_client: Client) -> None:
    page = look(focal_point_client).content.decode()
    [form] = re.findall(r'<form class="filters"[^>]*>', page)
    assert 'method="get"' in form
    assert 'hx-get="/directory/"' in form
    assert 'hx-target="#results"' in form


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("muñ", ["Alex Muñoz"]),
        ("germany munoz", ["Alex Muñoz"]),
        ("munoz spain", []),
        ("MUNOS", ["Alex Muñoz"]),  # spelt nearly so
        ("ministry sea", ["Alex Muñoz"]),
        ("%", []),
    ],
)
def test_words_are_sought_in_the_member_and_the_person_together(
    text: str, found: list[str], focal_point_client: Client
) -> None:
    designated(
        1,
        person__family_name="Muñoz",
        person__institution="Ministry of the Sea",
    )
    assert people(look(focal_point_client, q=text)) == found


@pytest.mark.parametrize("most", [contacts.MOST_SETS, 0], ids=["together", "each by itself"])
@pytest.mark.parametrize(
    ("text", "for_members", "for_all"),
    [
        ("spain hidden", ["Alex Hidden"], ["Alex Hidden"]),
        ("germany hidden", [], ["Alex Hidden"]),
        ("hidden", ["Alex Hidden"], ["Alex Hidden", "Alex Hidden"]),
        ("germny munos", ["Alex Muñoz"], ["Alex Muñoz"]),
        ("federal munoz sea", ["Alex Muñoz"], ["Alex Muñoz"]),
        ("germany germany munoz", ["Alex Muñoz"], ["Alex Muñoz"]),
        ("g a f r m s t o", ["Alex Muñoz"], ["Alex Muñoz"]),
        ("germany canada munoz", [], []),
    ],
)
def test_words_may_be_held_partly_by_the_member_and_partly_by_what_is_seen_of_the_person(
    text: str,
    for_members: list[str],
    for_all: list[str],
    most: int,
    monkeypatch: pytest.MonkeyPatch,
    focal_point_client: Client,
    secretariat_client: Client,
) -> None:
    """A hidden name is found at one's own member alone, also beside the member's own name."""
    monkeypatch.setattr(contacts, "MOST_SETS", most)
    country = factories.member("DEU").country
    type(country).objects.filter(pk=country.pk).update(formal_name_en="The Federal Republic")
    factories.member("CAN")
    for code in ("ESP", "DEU"):
        designated(1, code, person__family_name="Hidden", person__name_visibility="secretariat")
    designated(1, "DEU", person__family_name="Muñoz", person__institution="Ministry of the red Sea")
    assert people(look(focal_point_client, q=text)) == for_members
    assert people(look(secretariat_client, q=text)) == for_all


def test_a_person_of_two_members_is_found_by_what_each_designation_shows(
    focal_point_client: Client,
) -> None:
    """Of their own member a reader sees all, and of the same person elsewhere what is shared."""
    person = factories.PersonFactory.create(family_name="Hidden", name_visibility="secretariat")
    for code in ("ESP", "DEU"):
        designated(1, code, person=person)
    found = look(focal_point_client, q="hidden").context["entries"]
    assert [entry.member.slug for entry in found] == ["spain"]


def test_every_page_follows_the_one_before(focal_point_client: Client) -> None:
    """In the order of the list, however the people are spread over members."""
    for code, number in (("CAN", 20), ("DEU", PER_PAGE + 30), ("JPN", 1), ("NOR", 25)):
        designated(number, code)
    first = look(focal_point_client)
    pages = first.context["page_obj"].paginator.num_pages
    assert (first.context["count"], pages) == (127, 3)
    shown = [people(look(focal_point_client, page=number)) for number in range(1, pages + 1)]
    assert [len(page) for page in shown] == [PER_PAGE, PER_PAGE, 27]
    everybody = [name for page in shown for name in page]
    assert len(set(everybody)) == 127
    filters = first.context["filters"]
    in_order = [row.person_id for row in filters.qs]
    names = dict(Person.objects.in_bulk(in_order))
    assert everybody == [str(names[key]) for key in in_order]
    assert people(look(focal_point_client, page="99")) == shown[-1]


def test_many_people_cost_as_many_queries_as_few(
    focal_point_client: Client, query_cost: QueryCost
) -> None:
    queries: list[dict[str, Any]] = [{}, {"q": "alex"}, {"q": "germany"}, {"page": 2}]

    def costs() -> list[Cost]:
        return [
            query_cost(lambda query=query: look(focal_point_client, fragment=True, **query))
            for query in queries
        ]

    designated(PER_PAGE + 1)
    few = costs()
    designated(PER_PAGE)
    assert costs() == few
