"""The home page's newest communiqué and initiatives, as each reader may see them."""

from __future__ import annotations

import datetime

import pytest
from django.test import Client

from initiatives.models import Initiative
from meetings.models import Communique, Meeting
from network.accounts.models import User
from tests import factories
from tests.costs import QueryCost
from tests.meetings.texts import adopted, with_ready_pdf, written

pytestmark = pytest.mark.django_db


def _home(client: Client, path: str = "/") -> str:
    return client.get(path).content.decode()


def test_an_empty_portal_says_that_nothing_is_published_yet(visitor: Client) -> None:
    page = _home(visitor)
    assert "No communiqué is published yet." in page
    assert "No initiative is published yet" in page


def test_the_newest_public_communique_is_shown_with_its_languages_and_pdf(
    visitor: Client, secretariat: User
) -> None:
    older = adopted("en", by=secretariat, public=True)
    newest = adopted("en", "fr", by=secretariat, public=True)
    Communique.objects.filter(pk=older.pk).update(adopted_on=datetime.date(2020, 1, 1))
    build = with_ready_pdf(newest, by=secretariat)
    page = _home(visitor).split("newest-communique-title")[2].split("</section>")[0]
    assert newest.meeting.get_absolute_url() + f"#communique-{newest.pk}" in page
    assert f"/communiques/{newest.pk}/v1/{build.language}.pdf" in page
    # No PDF yet: the languages of its text are named.
    type(build).objects.all().delete()
    page = _home(visitor).split("newest-communique-title")[2].split("</section>")[0]
    assert "English" in page
    assert "Français" in page


def test_drafts_and_what_is_not_public_show_to_nobody_on_the_home_page(
    visitor: Client, focal_point_client: Client, secretariat_client: Client, secretariat: User
) -> None:
    written("en")
    adopted("en", by=secretariat)
    unannounced = adopted("en", by=secretariat, public=True)
    Meeting.objects.filter(pk=unannounced.meeting_id).update(is_announced=False)
    for client in (visitor, focal_point_client, secretariat_client):
        assert "No communiqué is published yet." in _home(client)


def test_the_three_newest_initiatives_show_to_those_who_may_see_them(
    visitor: Client, focal_point_client: Client
) -> None:
    day = datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC)
    for number, title in enumerate(["First", "Second", "Third", "Fourth"]):
        factories.InitiativeFactory.create(
            title_en=f"{title} initiative", published_at=day + datetime.timedelta(days=number)
        )
    factories.InitiativeFactory.create(
        title_en="For members alone",
        visibility=Initiative.Visibility.MEMBERS,
        published_at=day + datetime.timedelta(days=9),
    )
    page = _home(visitor)
    assert "For members alone" not in page
    assert page.index("Fourth initiative") < page.index("Second initiative")
    assert "First initiative" not in page
    assert "For members alone" in _home(focal_point_client)


def test_ten_initiatives_and_communiques_cost_the_home_page_as_much_as_one(
    visitor: Client, secretariat: User, query_cost: QueryCost
) -> None:
    factories.InitiativeFactory.create()
    with_ready_pdf(adopted("en", by=secretariat, public=True), by=secretariat)
    one = query_cost(lambda: _home(visitor))
    factories.InitiativeFactory.create_batch(9)
    for _each in range(3):
        with_ready_pdf(adopted("en", by=secretariat, public=True), by=secretariat)
    assert query_cost(lambda: _home(visitor)) == one
