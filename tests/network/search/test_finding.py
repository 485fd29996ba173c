"""The search of the portal, as visitors, members and the Secretariat meet it."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from focalpoints.models import Country
from initiatives.models import Initiative
from network.accounts.models import User
from tests import factories
from tests.costs import QueryCost
from tests.meetings.texts import adopted

pytestmark = pytest.mark.django_db


def found(client: Client, text: str, **also: str) -> dict[str, list[str]]:
    """The titles by the name of their kind."""
    page = client.get("/search/", {"q": text, **also})
    assert page.status_code == 200
    groups = page.context.get("groups", [])
    return {group.kind.name: [str(row.title) for row in group.rows] for group in groups}


def country(name: str, *aliases: str, **names: str) -> Country:
    return factories.CountryFactory.create(name_en=name, aliases=list(aliases), **names)


# --- What is found ---


@pytest.fixture
def some_members() -> None:
    for name, aliases, others in [
        ("Oman", [], {"name_ar": "عُمان"}),
        ("Romania", [], {"name_fr": "Roumanie"}),
        ("Iran (Islamic Republic of)", [], {}),
        ("Iraq", [], {"name_ar": "العراق"}),
        ("Nigeria", [], {}),
        ("Niger", [], {}),
        ("Ukraine", [], {}),
        ("United Kingdom of Great Britain and Northern Ireland", ["UK"], {}),
        ("Côte d’Ivoire", ["Ivory Coast"], {"name_zh_hans": "科特迪瓦"}),
        ("Germany", [], {"name_fr": "Allemagne", "name_zh_hans": "德国"}),
    ]:
        factories.MemberFactory.create(country=country(name, *aliases, **others))


@pytest.mark.usefixtures("some_members")
@pytest.mark.parametrize(
    ("typed", "names"),
    [
        ("Oman", ["Oman"]),
        ("iran", ["Iran (Islamic Republic of)"]),
        ("Niger", ["Niger", "Nigeria"]),
        ("UK", ["United Kingdom of Great Britain and Northern Ireland", "Ukraine"]),
        ("ivory coast", ["Côte d’Ivoire"]),
        ("COTE D'IVOIRE", ["Côte d’Ivoire"]),
        ("عمان", ["Oman"]),
        ("عراق", ["Iraq"]),
        ("德国", ["Germany"]),
        ("特迪", ["Côte d’Ivoire"]),
        ("Allemagne", ["Germany"]),
        ("germny", ["Germany"]),
        ("Allemange", ["Germany"]),
        ("Jermany", ["Germany"]),
        ("omna", []),
        ("irak", []),
        ("xgermanyx", []),
    ],
)
def test_names_are_found_folded_and_short_words_are_meant(
    typed: str, names: list[str], visitor: Client
) -> None:
    assert found(visitor, typed).get("members", []) == names


def test_the_readers_own_language_stands_first(visitor: Client) -> None:
    for title, others in [("Paix", {}), ("Peace", {"title_fr": "Paix"})]:
        factories.InitiativeFactory.create(title_en=title, **others)
    in_french = visitor.get("/fr/search/", {"q": "paix"})
    assert [str(row.title) for row in in_french.context["groups"][0].rows] == ["Paix", "Paix"]
    urls = [row.url for row in in_french.context["groups"][0].rows]
    by_title = {row.title_en: row for row in Initiative.objects.all()}
    assert urls[0].endswith(f"/{by_title['Peace'].slug}/")
    assert found(visitor, "paix")["initiatives"] == ["Paix", "Peace"]


def test_a_whole_name_stands_before_its_beginning_and_words_before_texts(visitor: Client) -> None:
    now = timezone.now()
    for age, (title, summary) in enumerate(
        [
            ("Other", "About training of many"),
            ("A course of training", "x"),
            ("Training of police", "x"),
            ("Training", "x"),
        ]
    ):
        factories.InitiativeFactory.create(
            title_en=title,
            summary_en=summary,
            published_at=now - datetime.timedelta(days=age),
        )
    assert found(visitor, "training")["initiatives"] == [
        "Training",
        "Training of police",
        "A course of training",
        "Other",
    ]


def test_words_that_very_many_hold_are_answered_alike(
    visitor: Client, other_focal_point_client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By another way, for the sake of time: the first by rank, and those that are so named."""
    person = factories.PersonFactory.create(given_name="Training", family_name="Lee")
    factories.DesignationFactory.create(person=person, category=factories.category("military"))
    for title, visibility in [("On training", "public"), ("Training", "members")]:
        factories.InitiativeFactory.create(title_en=title, visibility=visibility, summary_en="x")
    old = factories.InitiativeFactory.create(
        title_en="Training", published_at=timezone.now() - datetime.timedelta(days=9)
    )
    for client in (visitor, other_focal_point_client):
        expected = found(client, "training")
        monkeypatch.setattr("network.search.finding.FEW", 1)
        assert found(client, "training") == expected
        monkeypatch.setattr("network.search.finding.COMPARED", 1)
        assert found(client, "training")["initiatives"][0] == old.title_en
        assert found(client, "training", **{"in": "meetings"}) == {}
        monkeypatch.undo()


def test_every_word_must_be_held(visitor: Client) -> None:
    factories.InitiativeFactory.create(title_en="Police training", summary_en="x")
    factories.InitiativeFactory.create(title_en="Police", summary_en="y")
    assert found(visitor, "training police") == {"initiatives": ["Police training"]}
    assert found(visitor, "training soldiers") == {}


def test_a_misspelt_word_says_what_was_probably_meant(visitor: Client) -> None:
    factories.MemberFactory.create(country=country("Germany"))
    page = visitor.get("/search/", {"q": "germny"})
    assert page.context["is_alike"]
    assert '<a href="?q=Germany"><bdi>Germany</bdi></a>' in page.content.decode()


def test_a_name_that_nothing_shows_is_not_told(visitor: Client) -> None:
    """An alias finds, misspelt too, and is never shown."""
    factories.MemberFactory.create(country=country("Myanmar", "Birmania"))
    page = visitor.get("/search/", {"q": "Birmanja"})
    assert [group.kind.name for group in page.context["groups"]] == ["members"]
    assert page.context["meant"] == ""
    assert "Birmania" not in page.content.decode()


def test_a_communique_is_found_by_what_was_adopted(visitor: Client, secretariat: User) -> None:
    adopted("en", "fr", by=secretariat, public=True)
    assert found(visitor, "attend de nous") == {"communiques": ["Joint communiqué"]}


# --- What is said where nothing is found ---


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("", "Enter a name or some words"),
        ("zzzzzz", "Nothing was found for"),
        ("x", "is too short"),
        ("%", "holds no letters"),
        ("a\x07b", "panel--warn"),
        ("w" * 101, "panel--warn"),
    ],
)
def test_a_sentence_says_why_nothing_shows(typed: str, sentence: str, visitor: Client) -> None:
    page = visitor.get("/search/", {"q": typed})
    assert page.status_code == 200
    assert sentence in page.content.decode()
    assert "The search cover" in page.content.decode() or typed not in ("", "zzzzzz")
    box = visitor.get("/search/box/", {"q": typed})
    assert (box.status_code, "option" in box.content.decode()) == (200, False)


def test_what_is_typed_stays_text(visitor: Client) -> None:
    for typed in ("<b>bold</b>", "o'clock' | !x & ':*", "\\", "a:*&", "=paix", "%(whole)s"):
        page = visitor.get("/search/", {"q": typed})
        assert page.status_code == 200
        assert "<b>bold" not in page.content.decode()


# --- More than the first ---


def test_more_of_a_kind_is_a_link_away(visitor: Client) -> None:
    for number in range(7):
        factories.InitiativeFactory.create(title_en=f"Wonder {number}")
        factories.MeetingFactory.create(title_en=f"Wonder {number}", is_announced=True)
    page = visitor.get("/search/", {"q": "wonder"}).content.decode()
    assert 'href="/initiatives/?q=wonder"' in page
    assert 'href="?q=wonder&amp;in=meetings"' in page
    assert len(found(visitor, "wonder")["meetings"]) == 5
    alone = found(visitor, "wonder", **{"in": "meetings"})
    assert {kind: len(rows) for kind, rows in alone.items()} == {"meetings": 7}


def test_one_result_costs_as_many_queries_as_many(visitor: Client, query_cost: QueryCost) -> None:
    def look() -> Any:
        return visitor.get("/search/", {"q": "wonder"})

    def add(number: int) -> None:
        for each in range(number):
            place = country(f"Wonder {number} {each}")
            member = factories.MemberFactory.create(country=place)
            factories.PlanFactory.create(country=place)
            factories.InitiativeFactory.create(owner=member, title_en="Wonder")
            factories.MeetingFactory.create(title_en="Wonder", country=place, is_announced=True)

    add(1)
    one = query_cost(look)
    add(5)
    assert query_cost(look) == one


def test_a_kind_that_there_is_not_gets_a_sentence_and_all_kinds(visitor: Client) -> None:
    factories.MeetingFactory.create(title_en="A wonder")
    page = visitor.get("/search/", {"q": "wonder", "in": "wonders"}).content.decode()
    assert "“wonders” is not one of the choices. It is not applied." in page
    assert "A wonder" in page


def test_the_box_offers_the_first_of_each_kind_and_all_results(visitor: Client) -> None:
    spain = factories.member("ESP")
    factories.PlanFactory.create(country=spain.country)
    box = visitor.get("/search/box/", {"q": "spa"}).content.decode()
    assert f'href="{spain.get_absolute_url()}"' in box
    assert 'href="/search/?q=spa"' in box
    assert "<html" not in box


def test_whoever_asks_too_often_waits(visitor: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("network.search.views.TIMES", 1)
    assert visitor.get("/search/").status_code == 200
    assert visitor.get("/search/").status_code == 429
