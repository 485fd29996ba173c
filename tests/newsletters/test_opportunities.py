"""Opportunities: open ones first, closed ones folded, drafts for the Secretariat alone."""

from __future__ import annotations

import datetime

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from network.accounts.models import User
from network.values.refusals import Refusal
from newsletters import services
from newsletters.models import Opportunity
from newsletters.views.opportunities import PER_PAGE
from tests.costs import QueryCost
from tests.factories import OpportunityFactory
from tests.refusals import assert_asked_to_sign_in
from tests.sent import sent_by

pytestmark = pytest.mark.django_db
LIST = "/opportunities/"


def in_days(days: int) -> str:
    return (timezone.localdate() + datetime.timedelta(days=days)).isoformat()


def page(client: Client, address: str = LIST) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def test_an_empty_list_says_so_and_what_to_do(visitor: Client) -> None:
    assert "No opportunity is open at the moment" in page(visitor)


def test_open_ones_stand_by_deadline_and_those_without_one_last(visitor: Client) -> None:
    for title, deadline in (("Later", in_days(20)), ("Endless", None), ("Soon", in_days(2))):
        OpportunityFactory.create(title_en=title, deadline_on=deadline)
    shown = page(visitor)
    assert shown.index("Soon") < shown.index("Later") < shown.index("Endless")


def test_the_last_day_still_counts(visitor: Client) -> None:
    OpportunityFactory.create(title_en="Today", deadline_on=in_days(0))
    assert "<details" not in page(visitor).split("Today")[0].split("open-title")[1]


def test_a_deadline_known_to_the_month_lasts_until_its_end() -> None:
    month = timezone.localdate().strftime("%Y-%m")
    OpportunityFactory.create(deadline_on=month)
    assert Opportunity.objects.open_on(timezone.localdate()).exists()


def test_closed_ones_are_folded_away(visitor: Client) -> None:
    OpportunityFactory.create(title_en="Over", deadline_on=in_days(-1))
    shown = page(visitor)
    assert shown.index("1 closed opportunity") < shown.index("Over")


def test_the_list_is_filtered_by_kind(visitor: Client) -> None:
    OpportunityFactory.create(title_en="A course", kind="training")
    OpportunityFactory.create(title_en="A grant", kind="funding")
    shown = page(visitor, f"{LIST}?kind=funding")
    assert "A grant" in shown
    assert "A course" not in shown
    assert "A course" in page(visitor, f"{LIST}?kind=nonsense")


def test_a_draft_is_for_the_secretariat_alone(
    visitor: Client, focal_point_client: Client, secretariat_client: Client
) -> None:
    draft = OpportunityFactory.create(title_en="Not yet", published_at=None)
    address = draft.get_absolute_url()
    assert_asked_to_sign_in(visitor, address)
    assert focal_point_client.get(address).status_code == 404
    assert "This is a draft" in page(secretariat_client, address)
    assert "Not yet" not in page(visitor)


def test_publishing_shows_it_and_withdrawing_hides_it(visitor: Client, secretariat: User) -> None:
    draft = OpportunityFactory.create(title_en="A course", published_at=None)
    services.publish_opportunity(draft, by=secretariat)
    assert "A course" in page(visitor)
    services.withdraw_opportunity(draft, by=secretariat)
    assert "A course" not in page(visitor)


def test_what_is_closed_already_is_not_published(secretariat: User) -> None:
    draft = OpportunityFactory.create(published_at=None, deadline_on=in_days(-1))
    with pytest.raises(Refusal, match="deadline"):
        services.publish_opportunity(draft, by=secretariat)


def test_a_second_publication_is_refused(secretariat: User) -> None:
    with pytest.raises(Refusal, match="already"):
        services.publish_opportunity(OpportunityFactory.create(), by=secretariat)


def test_the_home_page_shows_open_ones_only(visitor: Client) -> None:
    OpportunityFactory.create(title_en="Open course", deadline_on=in_days(5))
    OpportunityFactory.create(title_en="Closed course", deadline_on=in_days(-5))
    home = page(visitor, reverse("home"))
    assert "Open course" in home
    assert "Closed course" not in home


def test_a_list_of_many_costs_as_many_queries_as_a_list_of_one(
    visitor: Client, query_cost: QueryCost
) -> None:
    OpportunityFactory.create()
    OpportunityFactory.create(deadline_on=in_days(-1))
    one = query_cost(lambda: page(visitor))
    OpportunityFactory.create_batch(20)
    assert query_cost(lambda: page(visitor)) == one


def test_the_admin_saves_and_publishes_in_one_go(secretariat_client: Client) -> None:
    draft = OpportunityFactory.create(published_at=None)
    address = reverse("admin:newsletters_opportunity_change", args=[draft.pk])
    button = "newsletters_opportunity_publish_now"
    shown = sent_by(page(secretariat_client, address), button)
    response = secretariat_client.post(address, {**shown, "title_en": "Better title"})
    assert response.status_code == 302, response.content.decode()
    draft.refresh_from_db()
    assert draft.published_at is not None
    assert draft.title_en == "Better title"


def test_many_open_ones_come_in_pages_that_keep_the_kind(visitor: Client) -> None:
    for _number in range(PER_PAGE + 1):
        OpportunityFactory.create(kind=Opportunity.Kind.TRAINING)
    first = visitor.get(LIST, {"kind": "training"})
    assert len(first.context["open"]) == PER_PAGE
    assert "?kind=training&amp;page=2" in first.content.decode()
    second = visitor.get(LIST, {"kind": "training", "page": 2})
    assert len(second.context["open"]) == 1


def test_the_home_page_shows_the_three_nearest_and_says_how_many_there_are(
    visitor: Client,
) -> None:
    for days in range(1, 6):
        OpportunityFactory.create(title_en=f"Chance {days}", deadline_on=in_days(days))
    shown = page(visitor, "/")
    assert [f"Chance {days}" in shown for days in range(1, 6)] == [True] * 3 + [False] * 2
    assert "All opportunities (5)" in shown


def test_a_closed_one_says_so_beside_its_title(visitor: Client) -> None:
    closed = OpportunityFactory.create(deadline_on=in_days(-1))
    title = page(visitor, closed.get_absolute_url()).split("<h1>")[1].split("</h1>")[0]
    assert "closed" in title
