"""The map page: the drawing's data, and the table of the same facts."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

import pytest
from django.test import Client

from initiatives.atlas import Atlas
from initiatives.models import NationalActionPlan, Standing
from network import clock
from tests import factories

pytestmark = pytest.mark.django_db
DAY = datetime.date(2026, 11, 23)


@pytest.fixture(autouse=True)
def _today() -> Iterator[None]:
    with clock.set_to(DAY):
        yield


def test_a_state_without_a_record_is_no_record_and_never_none() -> None:
    factories.country("ESP")
    assert [row.standing for row in Atlas(None, DAY).states] == [Standing.NO_RECORD]


def test_a_superseded_plan_alone_counts_as_recorded() -> None:
    factories.PlanFactory.create(state=NationalActionPlan.State.SUPERSEDED)
    assert [row.standing for row in Atlas(None, DAY).states] == [Standing.RECORDED]


def test_the_coverage_counts_states_and_not_plans() -> None:
    factories.PlanFactory.create_batch(3)
    factories.PlanFactory.create(
        country=factories.country("NAM"), state=NationalActionPlan.State.PREPARATION
    )
    atlas = Atlas(None, DAY)
    assert atlas.recorded == 1
    assert "1 of about 108" in atlas.coverage


def test_the_map_counts_initiatives_at_their_owner(visitor: Client) -> None:
    factories.InitiativeFactory.create_batch(3, owner=factories.member("ESP"))
    organisation = factories.OrganisationMemberFactory.create()
    factories.InitiativeFactory.create(owner=organisation)
    page = visitor.get("/map/").content.decode()
    assert "Spain: 3 initiatives" in page
    assert f"{organisation.name}: 1 initiative" in page


def test_an_organisation_without_a_seat_is_in_the_table_only(visitor: Client) -> None:
    place = factories.OrganisationFactory.create(latitude=None, longitude=None)
    owner = factories.OrganisationMemberFactory.create(organisation=place)
    factories.InitiativeFactory.create(owner=owner)
    answer = visitor.get("/map/")
    assert answer.status_code == 200
    assert place.name_en in answer.content.decode()


def test_the_table_is_filtered_by_region_and_standing(visitor: Client) -> None:
    factories.PlanFactory.create()
    factories.country("NAM")
    rows = visitor.get("/map/?region=150").context["rows"]
    assert [row.country.iso3 for row in rows] == ["ESP"]
    rows = visitor.get("/map/?standing=no_record").context["rows"]
    assert [row.country.iso3 for row in rows] == ["NAM"]


def test_the_table_follows_the_readers_alphabet(visitor: Client) -> None:
    for code in ("ESP", "DEU"):
        factories.country(code)
    names = [str(row.country.name_es) for row in visitor.get("/es/map/").context["rows"]]
    assert names == ["Alemania", "España"]


def test_an_empty_database_still_shows_a_map(visitor: Client, db: None) -> None:
    assert visitor.get("/map/").status_code == 200


def test_the_legend_and_the_fold_count_the_same_states(visitor: Client) -> None:
    # One with an initiative and no plan stands in the table, and among those without a record.
    factories.InitiativeFactory.create(owner=factories.member("ESP"))
    factories.country("DEU")
    page = visitor.get("/map/").content.decode()
    assert "2 States without a recorded plan" in page


def test_sample_plans_on_the_map_are_said_not_to_count() -> None:
    factories.PlanFactory.create()
    factories.PlanFactory.create(country=factories.country("NAM"), is_sample=True)
    coverage = Atlas(None, DAY).coverage
    assert "1 of about 108" in coverage
    assert "1 sample plan on the map is not counted." in coverage
