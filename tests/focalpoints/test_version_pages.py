"""The page of all versions of an entry, a comparison of two, and the line on the public page."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from django.test import Client

from focalpoints.models import Designation, Revision
from focalpoints.review.submissions import publish
from focalpoints.revisions import erase_values, record, record_loaded
from initiatives.models import Initiative, NationalActionPlan
from network import clock
from network.accounts.models import User
from tests import factories
from tests.costs import QueryCost
from tests.focalpoints.changes import seen, submitted
from tests.focalpoints.versions import edited, published, versions_url

pytestmark = pytest.mark.django_db
Source = Revision.Source


def text_of(response: Any) -> str:
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def test_the_list_says_of_each_version_who_when_where_from_and_why(
    focal_point_client: Client, focal_point: User, secretariat: User, spain: Any
) -> None:
    entry = published(title_en="Mediators")
    edited(entry, secretariat, reason="The name was misspelt.", title_en="Mediators of the coast")
    change = submitted(entry, focal_point, member=spain, title_en="Mediators of both coasts")
    publish(change, seen=seen(change), by=secretariat)
    page = text_of(focal_point_client.get(versions_url(entry)))
    assert page.index("Version 3") < page.index("Version 2") < page.index("Version 1")
    assert "The name was misspelt." in page
    assert str(secretariat) in page
    for said in ("review", "direct edit by the Secretariat", "reference data"):
        assert said in page
    assert page.count("published now") == 1


def test_two_versions_are_compared_word_by_word(
    focal_point_client: Client, secretariat: User
) -> None:
    entry = published(summary_en="Two courses a year bring women together.")
    edited(entry, secretariat, summary_en="Three courses a year bring women together.")
    edited(entry, secretariat, partners="A university")
    page = text_of(focal_point_client.get(versions_url(entry), {"older": "1", "newer": "3"}))
    assert "From version 1 to version 3" in page
    assert "<del>Two</del> courses a year" in page
    assert "<ins>Three</ins> courses a year" in page
    assert "A university" in page
    # The older one comes first, in whatever order they are chosen.
    other_way = text_of(focal_point_client.get(versions_url(entry), {"older": "3", "newer": "1"}))
    assert "From version 1 to version 3" in other_way


@pytest.mark.parametrize(
    "asked",
    [
        {"older": "1", "newer": "1"},
        {"older": "1"},
        {"newer": "99"},
        {"older": "x", "newer": "2"},
        {"older": "9" * 30, "newer": "1"},
    ],
)
def test_a_comparison_of_one_or_of_nothing_says_what_to_do(
    focal_point_client: Client, secretariat: User, asked: dict[str, str]
) -> None:
    entry = published()
    edited(entry, secretariat, partners="A university")
    page = text_of(focal_point_client.get(versions_url(entry), asked))
    assert "Choose two different versions" in page


def test_related_rows_are_called_by_name_also_when_they_are_gone(
    secretariat_client: Client, secretariat: User
) -> None:
    entry = published()
    gone = factories.CountryFactory.create(name_en="Atlantis")
    entry.countries.set([gone, factories.country("NAM")])
    edited(entry, secretariat, partners="A university")
    entry.countries.set([factories.country("NAM")])
    edited(entry, secretariat, partners="Two universities")
    gone.delete()
    page = text_of(secretariat_client.get(versions_url(entry), {"older": "1", "newer": "2"}))
    assert "Namibia Atlantis (no longer recorded)" in page


@pytest.mark.parametrize("name", ["initiative", "plan"])
def test_other_readers_find_no_such_page(
    name: str,
    visitor: Client,
    other_focal_point_client: Client,
    focal_point_client: Client,
    focal_point: User,
    secretariat_client: Client,
    spain: Any,
) -> None:
    entry = published() if name == "initiative" else factories.PlanFactory.create()
    if name == "plan":
        record(entry, by=None, source=Source.REFERENCE)
    for url in (versions_url(entry), f"{versions_url(entry)}1/restore/"):
        assert visitor.get(url)["Location"].startswith("/accounts/login/")
        assert other_focal_point_client.get(url).status_code == 404
        assert focal_point_client.get(url).status_code == 200
        assert secretariat_client.get(url).status_code == 200
    # A former focal point is no longer the member's.
    Designation.objects.filter(person__user=focal_point).update(
        ends_on=clock.today() - datetime.timedelta(days=1)
    )
    for url in (versions_url(entry), f"{versions_url(entry)}1/restore/"):
        assert focal_point_client.get(url).status_code == 404


def test_the_secretariats_own_notes_are_not_shown_to_the_member(
    focal_point_client: Client, secretariat_client: Client, secretariat: User, spain: Any
) -> None:
    plan = factories.PlanFactory.create(source_note="A confidential remark")
    record(plan, by=None, source=Source.REFERENCE)
    edited(plan, secretariat, source_note="Another remark", lead_institution="Ministry")
    asked = {"older": "1", "newer": "2"}
    theirs = text_of(focal_point_client.get(versions_url(plan), asked))
    ours = text_of(secretariat_client.get(versions_url(plan), asked))
    assert "remark" not in theirs
    assert "remark" in ours
    assert "Ministry" in theirs
    assert "Ministry" in ours


def test_what_was_erased_is_marked(secretariat_client: Client, secretariat: User) -> None:
    entry = published(contact="A person's mailbox")
    edited(entry, secretariat, contact="The office")
    erase_values(Initiative, [entry.pk], ["contact"], by=secretariat)
    page = text_of(secretariat_client.get(versions_url(entry), {"older": "1", "newer": "2"}))
    assert page.count("personal data erased") == 2
    assert "mailbox" not in page


def test_versions_from_before_they_were_kept_are_said_to_be_missing(
    secretariat_client: Client,
) -> None:
    entry = factories.InitiativeFactory.create(version=4)
    record(entry, by=None, source=Source.DIRECT_EDIT)
    page = text_of(secretariat_client.get(versions_url(entry)))
    assert "What was published before version 4 was not kept." in page


@pytest.mark.parametrize("name", ["initiative", "plan"])
def test_the_public_page_says_which_version_it_is_and_since_when(
    name: str, visitor: Client, focal_point_client: Client, secretariat: User, spain: Any
) -> None:
    factory = factories.InitiativeFactory if name == "initiative" else factories.PlanFactory
    with clock.set_to(datetime.date(2026, 3, 10)):
        entry: Any = factory.create()
        record(entry, by=None, source=Source.REFERENCE)
    with clock.set_to(datetime.date(2026, 3, 12)):
        edited(entry, secretariat, title_en="Another title")
    page = text_of(visitor.get(entry.get_absolute_url()))
    assert "Version 2, <bdi>12 March 2026</bdi>" in page
    assert versions_url(entry) not in page
    assert versions_url(entry) in text_of(focal_point_client.get(entry.get_absolute_url()))
    french = text_of(visitor.get(f"/fr{entry.get_absolute_url()}"))
    assert "12 mars 2026" in french


def test_fifty_versions_cost_as_many_queries_as_two(
    focal_point_client: Client, secretariat: User, query_cost: QueryCost
) -> None:
    def with_versions(count: int) -> Initiative:
        entry = published()
        for number in range(2, count + 1):
            Initiative.objects.filter(pk=entry.pk).update(partners=f"{number}")
            record_loaded(Initiative, [entry.pk], source=Source.SAMPLE, by=secretariat)
        assert Revision.objects.of(entry).count() == count
        return entry

    few, many = with_versions(2), with_versions(50)
    focal_point_client.get(versions_url(few))

    def cost(entry: Initiative, **asked: str) -> int:
        return query_cost(lambda: focal_point_client.get(versions_url(entry), asked))

    assert cost(few) == cost(many)
    assert cost(few, older="1", newer="2") == cost(many, older="1", newer="50")


def test_a_plan_of_the_reference_data_has_its_version_too(visitor: Client) -> None:
    plan = factories.PlanFactory.create(published_at=None, confirmed_at=None)
    record_loaded(NationalActionPlan, [plan.pk], source=Source.REFERENCE)
    page = text_of(visitor.get(plan.get_absolute_url()))
    assert "Version 1, " in page
    assert "Recorded from public sources" in page
