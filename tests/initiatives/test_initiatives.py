"""Initiatives in public: the list with its filters and search, the page, members-only ones."""

from __future__ import annotations

import html
import re
from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone
from django.utils.formats import date_format

from focalpoints.models import Revision
from focalpoints.review import changes, submissions
from focalpoints.revisions import record
from initiatives import paging
from initiatives.models import Initiative
from network.accounts.models import User
from tests import factories
from tests.costs import QueryCost
from tests.focalpoints.changes import INITIATIVE, submitted
from tests.refusals import assert_asked_to_sign_in

pytestmark = pytest.mark.django_db
Visibility = Initiative.Visibility


def shown(client: Client, query: str = "") -> list[str]:
    return [row.title_en for row in client.get(f"/initiatives/{query}").context["page_obj"]]


def test_the_newest_publication_comes_first(visitor: Client) -> None:
    old = factories.InitiativeFactory.create(title_en="Old")
    old.published_at = timezone.now() - timezone.timedelta(days=9)
    old.save()
    factories.InitiativeFactory.create(title_en="New")
    assert shown(visitor) == ["New", "Old"]


FILTERS: list[tuple[str, dict[str, Any]]] = [
    ("?pillar=relief", {"pillars": ["relief", "protection"]}),
    ("?theme=mediation", {"themes": ["mediation"]}),
    ("?scope=regional", {"scope": "regional"}),
    ("?status=planned", {"status": "planned"}),
    ("?support=seeks-funding", {"seeks": ["funding"]}),
    ("?support=offers-expertise", {"offers": ["expertise"]}),
]


@pytest.mark.parametrize(("query", "values"), FILTERS)
def test_each_filter_narrows_the_list(query: str, values: dict[str, Any], visitor: Client) -> None:
    factories.InitiativeFactory.create(title_en="Other")
    factories.InitiativeFactory.create(title_en="Wanted", **values)
    assert shown(visitor, query) == ["Wanted"]


def test_a_region_finds_owners_and_countries_covered(visitor: Client) -> None:
    factories.InitiativeFactory.create(title_en="Of Spain")
    factories.InitiativeFactory.create(title_en="Of Namibia", owner=factories.member("NAM"))
    covering = factories.InitiativeFactory.create(title_en="Covers Namibia")
    covering.countries.add(factories.country("NAM"))
    assert set(shown(visitor, "?region=002")) == {"Of Namibia", "Covers Namibia"}


def test_a_member_has_its_own_and_those_it_takes_part_in(visitor: Client) -> None:
    factories.InitiativeFactory.create(title_en="Of Spain")
    joint = factories.InitiativeFactory.create(title_en="Joint")
    joint.members.add(factories.member("NAM"))
    factories.InitiativeFactory.create(title_en="Of Namibia", owner=factories.member("NAM"))
    assert set(shown(visitor, "?member=namibia")) == {"Of Namibia", "Joint"}
    assert shown(visitor, "?member=namibia&role=owner") == ["Of Namibia"]
    assert shown(visitor, "?member=namibia&role=partner") == ["Joint"]
    assert len(shown(visitor, "?role=owner")) == 3


def test_a_dot_of_the_map_leads_to_as_many_initiatives_as_it_counts(visitor: Client) -> None:
    factories.InitiativeFactory.create(title_en="Of Spain")
    joint = factories.InitiativeFactory.create(title_en="Joint", owner=factories.member("NAM"))
    joint.members.add(factories.member("ESP"))
    page = visitor.get("/map/").content.decode()
    [link] = {
        html.unescape(found) for found in re.findall(r'href="([^"]*member=spain[^"]*)"', page)
    }
    assert "Spain: 1 initiative" in page
    assert shown(visitor, "?" + link.partition("?")[2]) == ["Of Spain"]


def test_a_filter_with_nonsense_filters_nothing(visitor: Client) -> None:
    factories.InitiativeFactory.create(title_en="One")
    assert shown(visitor, "?pillar=nonsense&page=abc") == ["One"]


@pytest.mark.parametrize(
    "words", ["mediadoras", "MEDIADORAS", "ramallah mediadoras", "médiadoras", "Málaga"]
)
def test_words_are_found_whatever_their_accents_case_and_language(
    words: str, visitor: Client
) -> None:
    factories.InitiativeFactory.create(title_en="Other")
    factories.InitiativeFactory.create(
        title_en="Wanted",
        title_es="Escuela de mediadoras",
        summary_fr="De Ramallah à Malaga",
    )
    assert shown(visitor, f"?q={words}") == ["Wanted"]


def test_a_misspelt_word_finds_what_is_spelt_nearly_like_it(visitor: Client) -> None:
    factories.InitiativeFactory.create(title_en="Training of mediators")
    answer = visitor.get("/initiatives/?q=mediatros")
    assert [row.title_en for row in answer.context["page_obj"]] == ["Training of mediators"]
    assert "have a similar spelling" in answer.content.decode()


def test_a_percent_sign_is_a_character_like_others(visitor: Client) -> None:
    factories.InitiativeFactory.create(title_en="Half of all")
    assert shown(visitor, "?q=%25") == []


def test_the_search_uses_its_index(db: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
    plan = Initiative.objects.order_by().search("mediators").explain()
    assert "initiative_folded" in plan


def test_an_empty_list_says_so_calmly(visitor: Client) -> None:
    assert "No initiative is published yet" in visitor.get("/initiatives/").content.decode()
    page = visitor.get("/initiatives/?pillar=relief").content.decode()
    assert "No initiative matches these filters" in page


def test_members_only_entries_are_hidden_from_the_public(
    visitor: Client, focal_point_client: Client, other_focal_point_client: Client
) -> None:
    hidden = factories.InitiativeFactory.create(title_en="Hidden", visibility=Visibility.MEMBERS)
    assert shown(visitor) == []
    assert_asked_to_sign_in(visitor, hidden.get_absolute_url())
    assert_asked_to_sign_in(visitor, "/initiatives/no-such-one/")
    assert shown(other_focal_point_client) == ["Hidden"]
    assert other_focal_point_client.get(hidden.get_absolute_url()).status_code == 200
    for page in ("/map/", "/members/spain/"):
        assert "Hidden" not in visitor.get(page).content.decode()
    assert ">1</a>" not in visitor.get("/map/").content.decode()
    assert ">1</a>" in focal_point_client.get("/map/").content.decode()


def test_a_page_tells_when_it_was_published_and_how_fresh_it_is(visitor: Client) -> None:
    entry = factories.InitiativeFactory.create(is_sample=True)
    record(entry, by=None, source=Revision.Source.SAMPLE, at=datetime(2026, 3, 12, 17, tzinfo=UTC))
    page = visitor.get(entry.get_absolute_url()).content.decode()
    assert "Version 1, <bdi>12 March 2026</bdi>" in page
    assert "Up to date as of" in page
    assert "Sample" in page


def test_a_title_is_read_in_the_readers_language_and_else_in_english(visitor: Client) -> None:
    entry = factories.InitiativeFactory.create(title_en="School", title_es="Escuela")
    path = entry.get_absolute_url()
    assert "Escuela" in visitor.get(f"/es{path}").content.decode()
    assert "School" in visitor.get(f"/fr{path}").content.decode()


def test_only_the_owners_focal_points_get_an_edit_button(
    focal_point_client: Client, other_focal_point_client: Client
) -> None:
    entry = factories.InitiativeFactory.create(owner=factories.member("ESP"))
    url = entry.get_absolute_url()
    assert focal_point_client.get(url).context["may_submit"] is True
    assert other_focal_point_client.get(url).context["may_draft"] is False


def test_counting_stops_at_the_cap(visitor: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(paging, "CAP", 25)
    factories.InitiativeFactory.create_batch(30)
    answer = visitor.get("/initiatives/")
    assert answer.context["page_obj"].paginator.count == 25
    assert "More than 25" in answer.content.decode()


def test_the_list_costs_the_same_for_one_initiative_and_for_fifty(
    visitor: Client, query_cost: QueryCost
) -> None:
    def costs() -> dict[str, int]:
        urls = ("/initiatives/", "/map/", "/members/spain/")
        return {url: query_cost(lambda url=url: visitor.get(url)) for url in urls}

    factories.InitiativeFactory.create()
    first = costs()
    for row in factories.InitiativeFactory.create_batch(30):
        row.countries.add(factories.country("NAM"))
    factories.PlanFactory.create_batch(20)
    assert costs() == first


def test_what_the_secretariat_publishes_appears_everywhere_with_its_date(
    visitor: Client, focal_point: User, secretariat: User
) -> None:
    spain = factories.member("ESP")
    change = submitted(None, focal_point, member=spain, **INITIATIVE)
    pages = ("/initiatives/", "/members/spain/")
    for page in pages:
        assert "Mediators of the coast" not in visitor.get(page).content.decode()
    submissions.publish(change, seen=changes.edition(change), by=secretariat)
    day = date_format(timezone.localdate())
    for page in pages:
        content = visitor.get(page).content.decode()
        assert "Mediators of the coast" in content
        assert f"published <bdi>{day}</bdi>" in content
    assert "Spain: 1 initiative" in visitor.get("/map/").content.decode()


def test_a_states_page_lists_what_takes_place_there_whoever_owns_it(visitor: Client) -> None:
    spain, germany = factories.member("ESP"), factories.member("DEU")
    here = factories.InitiativeFactory.create(owner=germany, title_en="In Spain by others")
    here.countries.add(spain.country)
    elsewhere = factories.InitiativeFactory.create(owner=germany, title_en="In Germany alone")
    own = factories.InitiativeFactory.create(owner=spain, title_en="Of Spain, in Namibia")
    own.countries.add(factories.country("NAM"))
    page = visitor.get("/members/spain/").content.decode()
    assert "In Spain by others" in page
    assert page.count("Of Spain, in Namibia") == 1
    assert elsewhere.title_en not in page
    listed = visitor.get("/initiatives/?country=ESP").content.decode()
    assert "In Spain by others" in listed
    assert "Of Spain, in Namibia" not in listed, "that one takes place elsewhere"


def test_a_members_only_initiative_of_another_is_not_on_the_public_page_of_a_state(
    visitor: Client, other_focal_point_client: Client
) -> None:
    spain = factories.member("ESP")
    here = factories.InitiativeFactory.create(
        owner=factories.member("NAM"), title_en="For members", visibility="members"
    )
    here.countries.add(spain.country)
    assert "For members" not in visitor.get("/members/spain/").content.decode()
    assert "For members" in other_focal_point_client.get("/members/spain/").content.decode()


def test_an_initiative_that_names_no_country_takes_place_in_its_owners(visitor: Client) -> None:
    factories.InitiativeFactory.create(owner=factories.member("ESP"), title_en="At home")
    factories.country("NAM")
    assert "At home" in visitor.get("/initiatives/?country=ESP").content.decode()
    assert "At home" not in visitor.get("/initiatives/?country=NAM").content.decode()


def test_an_english_text_on_a_page_in_another_language_is_marked(visitor: Client) -> None:
    factories.InitiativeFactory.create(
        owner=factories.member("ESP"), title_en="Ports", summary_en="Of ports.", title_es="Puertos"
    )
    page = visitor.get("/es/initiatives/").content.decode()
    assert '<p lang="en" dir="ltr">Of ports.</p>' in page
    assert '<h3 dir="auto">' in page
