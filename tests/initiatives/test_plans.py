"""The standing of a State's plan, and the reference data behind it."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client

from initiatives.models import NationalActionPlan, PlanFinding, SourceDifference, Standing
from network import clock
from network.values.periods import period
from tests import factories
from tests.costs import QueryCost

pytestmark = pytest.mark.django_db
DAY = datetime.date(2026, 11, 23)


@pytest.fixture(autouse=True)
def _today() -> Iterator[None]:
    with clock.set_to(DAY):
        yield


State = NationalActionPlan.State

STANDINGS = [
    ({"starts_on": "2024", "ends_on": "2030"}, Standing.IN_FORCE),
    ({"starts_on": "2024", "ends_on": "2027-11-23"}, Standing.IN_FORCE),
    ({"starts_on": "2024", "ends_on": "2027-11-22"}, Standing.LAPSING),
    ({"starts_on": "2024", "ends_on": "2026"}, Standing.LAPSING),
    ({"starts_on": "2024", "ends_on": "2026-11"}, Standing.LAPSING),
    ({"starts_on": "2024", "ends_on": "2026-11-23"}, Standing.LAPSING),
    ({"starts_on": "2024", "ends_on": "2026-11-22"}, Standing.LAPSED),
    ({"starts_on": "2024", "ends_on": "2026-10"}, Standing.LAPSED),
    ({"starts_on": None, "ends_on": "2020"}, Standing.LAPSED),
    ({"starts_on": None, "ends_on": "2030"}, Standing.RECORDED),
    ({"starts_on": "2024", "ends_on": None}, Standing.RECORDED),
    ({"starts_on": None, "ends_on": None}, Standing.RECORDED),
    ({"starts_on": "2026", "ends_on": "2030"}, Standing.IN_FORCE),
    ({"starts_on": "2026-12", "ends_on": "2030"}, Standing.PREPARATION),
    ({"starts_on": "2024", "ends_on": "2030", "state": State.PREPARATION}, Standing.PREPARATION),
    ({"starts_on": "2024", "ends_on": "2030", "state": State.SUPERSEDED}, Standing.SUPERSEDED),
]


@pytest.mark.parametrize(("values", "standing"), STANDINGS)
def test_a_plans_standing_follows_its_dates_in_python_and_in_sql(
    values: dict[str, Any], standing: Standing
) -> None:
    plan = factories.PlanFactory.create(**values)
    plan.refresh_from_db()
    expected = NationalActionPlan.objects.with_standing(DAY).get()
    assert plan.standing(DAY) is standing
    assert expected.standing_on_day == standing.value  # type: ignore[attr-defined]


PAST = datetime.date(2018, 6, 1)


def chain(**first: Any) -> NationalActionPlan:
    """A superseded plan of Spain, and the next, which began in 2020."""
    values = {"starts_on": "2015", "ends_on": "2025", "state": State.SUPERSEDED, **first}
    plan = factories.PlanFactory.create(**values)
    factories.PlanFactory.create(starts_on="2020-03", ends_on="2028")
    # That of another State, or one only under preparation, supersedes nothing.
    factories.PlanFactory.create(country=factories.country("DEU"), starts_on="2016")
    factories.PlanFactory.create(starts_on="2017", state=State.PREPARATION)
    return plan


@pytest.mark.parametrize(
    ("day", "values", "standing"),
    [
        ("2018-06-01", {}, Standing.IN_FORCE),
        ("2020-02-29", {}, Standing.IN_FORCE),
        ("2020-03-01", {}, Standing.SUPERSEDED),
        ("2026-11-23", {}, Standing.SUPERSEDED),
        ("2018-06-01", {"ends_on": "2018"}, Standing.LAPSING),
        ("2018-06-01", {"ends_on": "2017"}, Standing.LAPSED),
        ("2018-06-01", {"starts_on": None, "adopted_on": "2015"}, Standing.RECORDED),
        ("2021-06-01", {"starts_on": None, "adopted_on": "2015"}, Standing.SUPERSEDED),
        # Whether the next plan came after one without any date is not known.
        ("2021-06-01", {"starts_on": None}, Standing.RECORDED),
    ],
)
def test_a_superseded_plan_stood_by_its_own_dates_until_the_next_began(
    day: str, values: dict[str, Any], standing: Standing
) -> None:
    plan = chain(**values)
    on = datetime.date.fromisoformat(day)
    annotated = NationalActionPlan.objects.with_standing(on).get(pk=plan.pk)
    plan.refresh_from_db()
    assert plan.standing(on) is standing
    assert annotated.standing_on_day == standing.value  # type: ignore[attr-defined]
    assert annotated.standing() is standing


@pytest.mark.parametrize(
    ("values", "existed"),
    [
        ({"starts_on": "2018"}, True),
        ({"starts_on": "2018-07", "ends_on": "2030"}, False),
        ({"starts_on": "2019", "adopted_on": "2018-05"}, True),
        ({"starts_on": None, "ends_on": None, "adopted_on": "2012"}, True),
        ({"starts_on": None, "ends_on": None}, False),
        ({"starts_on": None, "ends_on": "2030"}, False),
        ({"starts_on": "2017", "state": State.PREPARATION}, False),
    ],
)
def test_a_plan_is_of_a_past_day_once_it_is_known_to_be_adopted_or_begun(
    values: dict[str, Any], existed: bool
) -> None:
    plan = factories.PlanFactory.create(**values)
    assert NationalActionPlan.objects.existing_on(PAST).exists() is existed
    assert NationalActionPlan.objects.existing_on(DAY).get() == plan


def test_the_map_the_list_and_the_page_of_a_plan_are_of_the_day(visitor: Client) -> None:
    plan = chain()
    later = NationalActionPlan.objects.get(starts_on="2020-03")
    states = {
        row.country.iso3: row for row in visitor.get("/map/?on=2018-06-01").context["table"].rows
    }
    assert states["ESP"].plan == plan
    assert states["ESP"].standing is Standing.IN_FORCE
    listed = visitor.get("/plans/?on=2018-06-01").context["page_obj"].object_list
    assert plan in listed
    assert later not in listed
    lapsing = visitor.get("/plans/?on=2024-06-01&standing=lapsing").context["page_obj"]
    assert lapsing.paginator.count == 0, "superseded on that day"
    page = visitor.get(f"{later.get_absolute_url()}?on=2018-06-01").content.decode()
    assert "not recorded as adopted by this day" in page
    assert "in force" in visitor.get(later.get_absolute_url()).content.decode()
    assert "Plans of 2 States are recorded" in visitor.get("/map/?on=2018-06-01").content.decode()


def test_a_past_day_costs_as_many_queries_for_many_plans_as_for_one(
    visitor: Client, query_cost: QueryCost
) -> None:
    def cost(address: str) -> int:
        return query_cost(lambda: visitor.get(address))

    member = factories.member("ESP")
    addresses = ["/plans/?on=2018-06-01", "/map/?on=2018-06-01"]
    addresses.append(f"{member.get_absolute_url()}?on=2018-06-01")
    factories.PlanFactory.create(starts_on="2012", state=State.SUPERSEDED)
    one = [cost(address) for address in addresses]
    for year in range(2013, 2018):
        factories.PlanFactory.create(starts_on=str(year), state=State.SUPERSEDED)
        factories.PlanFactory.create(country=factories.country("NAM"), starts_on=str(year))
    assert [cost(address) for address in addresses] == one


def test_a_states_best_plan_tells_its_standing() -> None:
    factories.PlanFactory.create(starts_on="2010", ends_on="2015")
    best = factories.PlanFactory.create(starts_on="2024", ends_on="2030")
    factories.PlanFactory.create(starts_on=None, ends_on=None)
    found = NationalActionPlan.objects.best_by_country(DAY)
    assert found == {factories.country("ESP").pk: best}


def test_the_standings_of_all_states_cost_one_query(query_cost: QueryCost) -> None:
    for code in ("ESP", "DEU", "NAM", "CAN"):
        factories.PlanFactory.create(country=factories.country(code))
    assert len(NationalActionPlan.objects.best_by_country(DAY)) == 4
    assert query_cost(lambda: NationalActionPlan.objects.best_by_country(DAY)) == 1


def test_the_list_is_filtered_by_standing_and_region(visitor: Client) -> None:
    factories.PlanFactory.create(starts_on="2010", ends_on="2015")
    factories.PlanFactory.create(country=factories.country("NAM"))
    rows = visitor.get("/plans/?standing=lapsed").context["page_obj"]
    assert [plan.owner_name for plan in rows] == ["Spain"]
    rows = visitor.get("/plans/?region=002").context["page_obj"]
    assert [plan.owner_name for plan in rows] == ["Namibia"]


def test_a_plan_without_a_title_is_called_by_its_country(visitor: Client) -> None:
    plan = factories.PlanFactory.create(title_en="", generation=2)
    page = visitor.get(plan.get_absolute_url()).content.decode()
    assert "National Action Plan 2 of Spain" in page


def test_the_list_costs_the_same_for_one_plan_and_for_fifty(
    visitor: Client, query_cost: QueryCost
) -> None:
    factories.PlanFactory.create()
    one = query_cost(lambda: visitor.get("/plans/"))
    factories.PlanFactory.create_batch(50)
    assert query_cost(lambda: visitor.get("/plans/")) == one


def test_plans_are_found_by_the_name_of_their_owner_in_any_language(visitor: Client) -> None:
    factories.PlanFactory.create(country=factories.country("DEU"))
    factories.PlanFactory.create(country=factories.country("NAM"))
    for name in ("german", "Allemagne"):
        page = visitor.get("/plans/", {"q": name}).content.decode()
        assert ">Germany<" in page
        assert ">Namibia<" not in page


def test_two_plans_of_a_country_are_distinguished_by_their_links(visitor: Client) -> None:
    owner = factories.country("DEU")
    factories.PlanFactory.create(country=owner, generation=2)
    factories.PlanFactory.create(
        country=owner,
        generation=1,
        starts_on="2013",
        ends_on="2016",
        state=NationalActionPlan.State.SUPERSEDED,
    )
    page = visitor.get("/plans/").content.decode()
    assert "plan 1 (2013)" in page
    assert "plan 2" not in page


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        ("2021", "2031", "2021–2031"),
        ("2022", None, "since 2022"),
        (None, "2024", "until 2024"),
        ("2022", "2022", "2022"),
        ("2021-05", "2023-06-01", "May 2021 – 1 June 2023"),
        (None, None, ""),
    ],
)
def test_periods_are_written_one_way(start: str | None, end: str | None, expected: str) -> None:
    plan = factories.PlanFactory.create(starts_on=start, ends_on=end)
    plan.refresh_from_db()
    assert period(plan) == expected


def test_a_source_reads_as_a_person_would_cite_it(visitor: Client) -> None:
    plan = factories.PlanFactory.create(
        source="BOE-A-2017-10517 https://boe.es/a\nWILPF: Spain https://example.org/b",
        source_note="node 97093",
        confidence="medium",
        confirmed_at=None,
    )
    page = visitor.get(plan.get_absolute_url()).content.decode()
    assert '<a href="https://boe.es/a" rel="noopener nofollow">BOE-A-2017-10517</a>' in page
    assert ">WILPF: Spain</a>" in page
    assert "node 97093" not in page, "the notes are the Secretariat's"
    assert "medium" not in page


def difference(plan: NationalActionPlan) -> SourceDifference:
    return SourceDifference.objects.create(
        plan=plan,
        about="adopted",
        first_value="2016",
        first_source="one page",
        second_value="2017",
        second_source="another page",
        taken="2017-07",
        reason="two against one",
    )


def test_what_the_sources_disagree_on_is_shown_with_the_plan(visitor: Client) -> None:
    plan = factories.PlanFactory.create(confirmed_at=None)
    difference(plan)
    page = visitor.get(plan.get_absolute_url()).content.decode()
    assert "Where the sources differ" in page
    assert '2016 <span class="quiet">(one page)</span>' in page
    assert "July 2017" in page
    assert "juillet 2017" in visitor.get(f"/fr{plan.get_absolute_url()}").content.decode()


def test_the_sources_step_back_once_the_member_has_confirmed_its_plan(visitor: Client) -> None:
    plan = factories.PlanFactory.create(source="A page https://boe.es/a", confirmed_at=clock.now())
    difference(plan)
    page = visitor.get(plan.get_absolute_url()).content.decode()
    assert "Spain, confirmed" in page
    assert "Public sources before" in page
    assert "Where the sources differ" not in page


def test_a_plan_page_shows_the_generations_in_order(visitor: Client) -> None:
    third = factories.PlanFactory.create(generation=3, starts_on="2025", ends_on="2030")
    for generation, start in ((1, "2007"), (2, "2017")):
        factories.PlanFactory.create(
            generation=generation,
            starts_on=start,
            ends_on="2023",
            state=NationalActionPlan.State.SUPERSEDED,
        )
    answer = visitor.get(third.get_absolute_url())
    assert [plan.generation for plan in answer.context["generations"]] == [1, 2, 3]
    assert answer.content.decode().count('aria-current="page"') >= 1


def test_a_title_in_another_language_is_marked_as_such(visitor: Client) -> None:
    plan = factories.PlanFactory.create(
        title_en="", generation=1, original_title="Национален план", original_language="bg"
    )
    page = visitor.get(plan.get_absolute_url()).content.decode()
    assert '<span lang="bg" dir="auto">Национален план</span>' in page


def test_an_owner_without_a_name_in_the_language_is_called_by_its_english_one(
    visitor: Client,
) -> None:
    owner = factories.OrganisationFactory.create(name_en="League of the Sea")
    factories.PlanFactory.create(country=None, organisation=owner)
    page = visitor.get("/ar/plans/").content.decode()
    assert '<span lang="en" dir="ltr">League of the Sea</span>' in page


def test_a_finding_is_on_the_members_page_with_its_source(visitor: Client) -> None:
    PlanFinding.objects.create(
        country=factories.member("ESP").country,
        subject="next",
        said="A fourth plan was in preparation.",
        source="A newspaper https://example.org/news",
    )
    page = visitor.get("/members/spain/").content.decode()
    assert "Next plan under preparation." in page
    assert ">A newspaper</a>" in page


def test_regions_stand_in_the_alphabetical_order_of_the_language(visitor: Client) -> None:
    for address in ("/ru/plans/", "/ru/members/", "/ru/map/"):
        page = visitor.get(address).content.decode()
        places = [page.index(f'<option value="{code}"') for code in ("142", "019", "002", "150")]
        assert places == sorted(places), "Азия, Америка, Африка, Европа"
