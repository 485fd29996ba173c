"""Where a State stands with its plan, and the reference data that tells it."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from focalpoints.models import Country
from initiatives.models import NationalActionPlan, Standing
from initiatives.sources import FOLDER, load
from network import clock
from network.importing.loading import LoadReport
from network.importing.reference import BrokenRowError, rows_of
from network.values.periods import period
from tests import factories

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
    told = NationalActionPlan.objects.with_standing(DAY).get()
    assert plan.standing(DAY) is standing
    assert told.standing_on_day == standing.value  # type: ignore[attr-defined]


def test_a_states_best_plan_tells_its_standing() -> None:
    factories.PlanFactory.create(starts_on="2010", ends_on="2015")
    best = factories.PlanFactory.create(starts_on="2024", ends_on="2030")
    factories.PlanFactory.create(starts_on=None, ends_on=None)
    found = NationalActionPlan.objects.best_by_country(DAY)
    assert found == {factories.country("ESP").pk: best}


def test_the_standings_of_all_states_cost_one_query() -> None:
    for code in ("ESP", "DEU", "NAM", "CAN"):
        factories.PlanFactory.create(country=factories.country(code))
    with CaptureQueriesContext(connection) as queries:
        assert len(NationalActionPlan.objects.best_by_country(DAY)) == 4
    assert len(queries) == 1


def write(folder: Path, *rows: str) -> None:
    head = "iso3,first_adopted,latest_start,latest_end,generation,source,confidence"
    (folder / "naps.csv").write_text("\n".join([head, *rows]) + "\n", encoding="utf-8")


def test_a_later_generation_leaves_its_first_as_superseded(tmp_path: Path) -> None:
    factories.country("ESP")
    write(tmp_path, "ESP,2007,2017,2023,2,a source,high")
    load(LoadReport(), tmp_path)
    first, later = NationalActionPlan.objects.order_by("generation")
    assert (first.generation, first.state, str(first.adopted_on)) == (1, State.SUPERSEDED, "2007")
    assert (later.generation, str(later.ends_on), later.source) == (2, "2023", "a source")
    assert later.adopted_on is None


def test_a_first_generation_is_one_plan_with_its_adoption(tmp_path: Path) -> None:
    factories.country("ESP")
    write(tmp_path, "ESP,2007,2008,2012,1,a source,medium")
    load(LoadReport(), tmp_path)
    assert str(NationalActionPlan.objects.get().adopted_on) == "2007"


def test_a_missing_period_stays_unknown(tmp_path: Path) -> None:
    factories.country("ESP")
    write(tmp_path, "ESP,,,,,a source,medium")
    load(LoadReport(), tmp_path)
    assert NationalActionPlan.objects.get().standing(DAY) is Standing.RECORDED


def test_an_unsure_row_is_left_out_and_reported(tmp_path: Path) -> None:
    factories.country("ESP")
    write(tmp_path, "ESP,,2017,2023,,hearsay,low")
    report = LoadReport()
    load(report, tmp_path)
    assert not NationalActionPlan.objects.exists()
    assert report.left_out[0].key == "ESP"


def test_a_broken_row_is_named_by_its_line(tmp_path: Path) -> None:
    factories.country("ESP")
    write(tmp_path, "ESP,,2017,spring,,a source,high")
    with pytest.raises(BrokenRowError, match="line 2, column latest_end"):
        load(LoadReport(), tmp_path)


def test_loading_twice_writes_nothing_the_second_time(tmp_path: Path) -> None:
    factories.country("ESP")
    write(tmp_path, "ESP,2007,2017,2023,2,a source,high")
    load(LoadReport(), tmp_path)
    again = LoadReport()
    load(again, tmp_path)
    assert not again.created
    assert not again.updated


def test_a_correction_of_the_file_is_a_new_version(tmp_path: Path) -> None:
    """Else a draft that was begun on the old values would put them back without a conflict."""
    factories.country("ESP")
    write(tmp_path, "ESP,,2017,2023,,a source,high")
    load(LoadReport(), tmp_path)
    write(tmp_path, "ESP,,2017,2025,,a source,high")
    load(LoadReport(), tmp_path)
    plan = NationalActionPlan.objects.get()
    assert (str(plan.ends_on), plan.version) == ("2025", 2)
    write(tmp_path, "ESP,,2017,2026,,a source,high")
    load(LoadReport(), tmp_path)
    assert str(NationalActionPlan.objects.get().ends_on) == "2026"


def test_what_a_member_published_is_never_overwritten(tmp_path: Path) -> None:
    factories.country("ESP")
    write(tmp_path, "ESP,,2017,2023,,a source,high")
    load(LoadReport(), tmp_path)
    NationalActionPlan.objects.update(version=2, published_at=timezone.now(), ends_on="2031")
    report = LoadReport()
    load(report, tmp_path)
    assert str(NationalActionPlan.objects.get().ends_on) == "2031"
    assert "published this plan since" in report.left_out[0].reason


def test_the_shipped_file_loads(tmp_path: Path) -> None:
    """Every State of the shipped file gets at least one plan."""
    codes = sorted({row.text("iso3") for row in rows_of(FOLDER / "naps.csv")})
    for number, iso3 in enumerate(codes):
        factories.CountryFactory.create(iso3=iso3, iso2=f"{number:02d}", slug=iso3.lower())
    load(LoadReport())
    assert Country.objects.filter(plans__isnull=False).distinct().count() == len(codes) == 46


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


def test_the_list_costs_the_same_for_one_plan_and_for_fifty(visitor: Client) -> None:
    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert visitor.get("/plans/").status_code == 200
        return len(queries)

    factories.PlanFactory.create()
    cost()
    one = cost()
    factories.PlanFactory.create_batch(50)
    assert cost() == one


def test_plans_are_found_by_the_name_of_their_owner_in_any_language(visitor: Client) -> None:
    factories.PlanFactory.create(country=factories.country("DEU"))
    factories.PlanFactory.create(country=factories.country("NAM"))
    for name in ("german", "Allemagne"):
        page = visitor.get("/plans/", {"q": name}).content.decode()
        assert ">Germany<" in page
        assert ">Namibia<" not in page


def test_two_plans_of_a_country_are_told_apart_by_their_links(visitor: Client) -> None:
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
    ("start", "end", "told"),
    [
        ("2021", "2031", "2021–2031"),
        ("2022", None, "since 2022"),
        (None, "2024", "until 2024"),
        ("2022", "2022", "2022"),
        ("2021-05", "2023-06-01", "May 2021 – 1 June 2023"),
        (None, None, ""),
    ],
)
def test_periods_are_written_one_way(start: str | None, end: str | None, told: str) -> None:
    plan = factories.PlanFactory.create(starts_on=start, ends_on=end)
    plan.refresh_from_db()
    assert period(plan) == told
