"""The map page: the drawing's data, and the table of the same facts."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

import pytest
from django.test import Client

from focalpoints.freshness import freshness_by_member
from focalpoints.models import Person
from initiatives.map_data import MapData
from initiatives.models import NationalActionPlan, PlanCount, PlanFinding, Standing
from network import clock
from network.mail.models import OutgoingMail
from network.mail.outbox import queue_mail
from tests import factories
from tests.costs import QueryCost

pytestmark = pytest.mark.django_db
DAY = datetime.date(2026, 11, 23)


@pytest.fixture(autouse=True)
def _today() -> Iterator[None]:
    with clock.set_to(DAY):
        yield


def test_a_state_without_a_record_is_no_record_and_never_none() -> None:
    factories.country("ESP")
    assert [row.standing for row in MapData(None, DAY).states] == [Standing.NO_RECORD]


def test_a_superseded_plan_alone_counts_as_recorded() -> None:
    factories.PlanFactory.create(state=NationalActionPlan.State.SUPERSEDED)
    assert [row.standing for row in MapData(None, DAY).states] == [Standing.RECORDED]


def test_the_coverage_counts_states_and_not_plans() -> None:
    factories.PlanFactory.create_batch(3)
    factories.PlanFactory.create(
        country=factories.country("NAM"), state=NationalActionPlan.State.PREPARATION
    )
    map_data = MapData(None, DAY)
    assert map_data.recorded == 1
    assert map_data.coverage == "A plan of 1 State is recorded here."


def test_the_coverage_says_what_others_have_counted_in_the_latest_year() -> None:
    factories.PlanFactory.create(starts_on="2010")
    factories.PlanFactory.create(country=factories.country("NAM"), starts_on="2019")
    for as_of, states in (("2017-08", 67), ("2025", 115), ("2025-01", 108)):
        PlanCount.objects.create(as_of=as_of, states=states, source="a page")
    assert MapData(None, DAY).coverage == (
        "Plans of 2 States are recorded here. Counts published in 2025 have from 108 to 115."
    )
    assert MapData(None, datetime.date(2018, 6, 1)).coverage == (
        "A plan of 1 State is recorded that had been adopted by this day. "
        "A count published in 2017 has 67."
    )


def test_a_sample_in_front_of_a_plan_does_not_hide_that_the_plan_is_recorded() -> None:
    factories.PlanFactory.create(starts_on="2010", ends_on="2015", generation=1)
    factories.PlanFactory.create(generation=2, is_sample=True)
    assert MapData(None, DAY).recorded == 1


def finding(iso3: str, subject: str) -> PlanFinding:
    return PlanFinding.objects.create(
        country=factories.country(iso3),
        subject=subject,
        said="A workshop was held.",
        source="A page https://example.org/page",
    )


def test_a_first_plan_that_a_source_knows_of_is_under_preparation(visitor: Client) -> None:
    finding("ESP", "first"), finding("DEU", "none")
    found = {row.country.iso3: row.standing for row in MapData(None, DAY).states}
    assert found == {"ESP": Standing.PREPARATION, "DEU": Standing.NO_RECORD}
    page = visitor.get("/map/").content.decode()
    assert "first plan under preparation" in page
    assert '<a href="https://example.org/page" rel="noopener nofollow">A page</a>' in page


def test_a_finding_tells_of_today_alone() -> None:
    finding("ESP", "first")
    [row] = MapData(None, datetime.date(2018, 6, 1)).states
    assert (row.standing, row.finding) == (Standing.NO_RECORD, None)


def test_a_finding_steps_back_once_the_member_has_spoken() -> None:
    finding("ESP", "next")
    factories.PlanFactory.create(starts_on="2010", ends_on="2015", confirmed_at=None)
    assert MapData(None, DAY).states[0].finding is not None
    NationalActionPlan.objects.update(confirmed_at=clock.now())
    assert MapData(None, DAY).states[0].finding is None


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
    rows = visitor.get("/map/?region=150").context["table"].rows
    assert [row.country.iso3 for row in rows] == ["ESP"]
    rows = visitor.get("/map/?standing=no_record").context["table"].rows
    assert [row.country.iso3 for row in rows] == ["NAM"]


def test_the_table_follows_the_readers_alphabet(visitor: Client) -> None:
    for code in ("ESP", "DEU"):
        factories.country(code)
    names = [str(row.country.name_es) for row in visitor.get("/es/map/").context["table"].rows]
    assert names == ["Alemania", "España"]


def test_an_empty_database_still_shows_a_map(visitor: Client, db: None) -> None:
    assert visitor.get("/map/").status_code == 200


def test_the_legend_and_the_fold_count_the_same_states(visitor: Client) -> None:
    # One with an initiative and no plan is in the table, and among those without a record.
    factories.InitiativeFactory.create(owner=factories.member("ESP"))
    factories.country("DEU")
    page = visitor.get("/map/").content.decode()
    assert "2 States without a recorded plan" in page


def test_sample_plans_on_the_map_are_said_not_to_count() -> None:
    factories.PlanFactory.create()
    factories.PlanFactory.create(country=factories.country("NAM"), is_sample=True)
    coverage = MapData(None, DAY).coverage
    assert coverage.startswith("A plan of 1 State is recorded here.")
    assert "1 sample plan on the map is not counted." in coverage


# --- How fresh what is recorded of a member's focal points is ---

MAY = datetime.datetime(2026, 5, 12, 9, tzinfo=datetime.UTC)


def confirmed(iso3: str, at: datetime.datetime | None) -> None:
    """A focal point of a State that has a plan, who confirmed their record `at`."""
    factories.PlanFactory.create(country=factories.country(iso3))
    held = factories.DesignationFactory.create(
        member=factories.member(iso3), person__email=f"{iso3.lower()}@example.org"
    )
    Person.objects.filter(pk=held.person_id).update(confirmed_at=at, published_at=None)


def test_the_public_reads_the_month_of_the_last_confirmation_and_no_more(visitor: Client) -> None:
    confirmed("ESP", MAY)
    confirmed("DEU", None)
    page = visitor.get("/map/").content.decode()
    assert "; focal point confirmed in May 2026; member of the Network" in page
    table = page[page.index('id="table"') :]
    assert "focal point confirmed in" in table
    assert "12 May" not in page
    for hidden in ("up to date as of", "Up to date as of", "not confirmed yet", "over a year ago"):
        assert hidden not in page


def test_members_read_how_fresh_the_record_is(focal_point_client: Client) -> None:
    confirmed("DEU", MAY - datetime.timedelta(days=500))
    confirmed("NAM", None)
    page = focal_point_client.get("/map/").content.decode()
    assert "focal point up to date as of 28 December 2024; over a year ago" in page
    assert "focal point not confirmed yet" in page
    table = page[page.index('id="table"') :]
    assert "badge--warn" in table
    assert "over a year ago" in table


def test_members_read_that_mail_does_not_arrive_and_visitors_do_not(
    focal_point_client: Client, visitor: Client
) -> None:
    confirmed("DEU", MAY)
    mail = queue_mail(
        kind="notice",
        address="deu@example.org",
        language="en",
        subject="x",
        text="x",
        holds_link=False,
    )
    for state in ("in_flight", "failed"):
        OutgoingMail.objects.filter(pk=mail.pk).update(state=state)
    assert "mail does not arrive" in focal_point_client.get("/map/").content.decode()
    assert "mail does not arrive" not in visitor.get("/map/").content.decode()


def test_the_freshest_of_several_focal_points_counts() -> None:
    confirmed("DEU", MAY - datetime.timedelta(days=900))
    second = factories.DesignationFactory.create(
        member=factories.member("DEU"), category=factories.category("alternate")
    )
    Person.objects.filter(pk=second.person_id).update(confirmed_at=MAY)
    adviser = factories.DesignationFactory.create(
        member=factories.member("DEU"), category=factories.category("military")
    )
    Person.objects.filter(pk=adviser.person_id).update(confirmed_at=MAY + datetime.timedelta(9))
    key = factories.member("DEU").pk
    assert freshness_by_member(DAY, in_full=False)[key].confirmed_at == MAY
    found = freshness_by_member(DAY, in_full=True)[key]
    assert found.confirmed_at == MAY
    assert found.record is not None
    assert found.record.tone == "ok"


def test_of_a_past_day_nothing_is_said(visitor: Client) -> None:
    confirmed("ESP", MAY)
    assert "focal point confirmed" not in visitor.get("/map/?on=2026-09-01").content.decode()


def test_many_confirmations_cost_as_much_as_one(
    focal_point_client: Client, query_cost: QueryCost
) -> None:
    confirmed("DEU", MAY)
    one = query_cost(lambda: focal_point_client.get("/map/"))
    for iso3 in ("NAM", "CAN", "JPN"):
        confirmed(iso3, MAY)
    assert query_cost(lambda: focal_point_client.get("/map/")) == one
