"""The reference data of plans: a row a generation, what sources say, and what people made of it."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone
from django.utils.translation import override

import focalpoints.sources
from focalpoints.models import Country
from initiatives.models import (
    NationalActionPlan,
    PlanCount,
    PlanFinding,
    SourceDifference,
    Standing,
)
from network import clock
from network.importing.loading import LoadReport
from network.importing.models import LoadedRow
from network.importing.reference import BrokenRowError
from tests import factories
from tests.costs import QueryCost
from tests.initiatives.plan_files import FIRST, SECOND, THIRD, headings, loaded, write

pytestmark = pytest.mark.django_db
DAY = datetime.date(2026, 11, 23)
State = NationalActionPlan.State


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return headings(tmp_path)


def plans() -> list[NationalActionPlan]:
    return list(NationalActionPlan.objects.order_by("generation", "starts_on", "pk"))


def publish(plan: NationalActionPlan, **values: Any) -> None:
    """As a review or a direct edit of the Secretariat does."""
    now = timezone.now()
    NationalActionPlan.objects.filter(pk=plan.pk).update(
        version=plan.version + 1, published_at=now, confirmed_at=now, **values
    )


def test_the_shipped_files_load_and_say_what_they_leave_out() -> None:
    focalpoints.sources.load(LoadReport())
    report = loaded()
    of_states = NationalActionPlan.objects.filter(country__isnull=False)
    assert of_states.count() == 235
    assert Country.objects.filter(plans__isnull=False).distinct().count() == 114
    assert NationalActionPlan.objects.filter(organisation__isnull=False).count() == 12
    assert [(row.file, row.key) for row in report.left_out] == [("nap_generations.csv", "LBR/3")]
    assert report.left_out[0].reason.startswith("confidence is low")
    assert not NationalActionPlan.objects.filter(source="").exists(), "each shows its source"
    assert SourceDifference.objects.count() == 51
    assert PlanFinding.objects.count() == 20
    assert PlanCount.objects.count() == 19
    # One plan of each State is not superseded, whatever came before.
    current = of_states.current().values_list("country", flat=True)
    assert len(current) == len(set(current)) == 114


def test_a_second_load_writes_nothing_in_whatever_language(query_cost: QueryCost) -> None:
    focalpoints.sources.load(LoadReport())
    loaded()
    models = (NationalActionPlan, SourceDifference, PlanFinding, PlanCount)
    before = [model.pgh_event_model.objects.count() for model in models]
    remembered = LoadedRow.objects.count()
    reports = []
    with override("ar"):
        cost = query_cost(lambda: reports.append(loaded()))
    assert not any(report.created or report.updated for report in reports)
    assert [model.pgh_event_model.objects.count() for model in models] == before
    assert LoadedRow.objects.count() == remembered
    assert cost < 40, "not one by one"


def test_each_generation_is_a_plan_and_the_last_one_counts(folder: Path) -> None:
    write(folder, FIRST, SECOND, THIRD)
    loaded(folder)
    first, second, third = plans()
    assert [plan.state for plan in plans()] == [State.SUPERSEDED, State.SUPERSEDED, State.ADOPTED]
    assert (str(first.adopted_on), str(second.ends_on)) == ("2007-11-30", "2023")
    assert third.source == "a source https://example.org/plan"
    assert [plan.slug for plan in plans()] == [f"spain-action-plan-{number}" for number in "123"]
    assert NationalActionPlan.objects.best_by_country(DAY) == {first.country_id: third}


def test_a_plan_is_superseded_only_once_the_next_one_has_begun(folder: Path) -> None:
    write(folder, SECOND, {"generation": "3", "period_start": "2027", "period_end": "2030"})
    with clock.set_to(datetime.date(2026, 12, 31)):
        loaded(folder)
    assert [plan.state for plan in plans()] == [State.ADOPTED, State.ADOPTED]
    with clock.set_to(datetime.date(2027, 1, 1)):
        loaded(folder)
    assert [plan.state for plan in plans()] == [State.SUPERSEDED, State.ADOPTED]


def test_the_columns_of_a_row(folder: Path) -> None:
    write(
        folder,
        {
            **SECOND,
            "title": "II Plan Nacional de Acción",
            "title_language": "es",
            "extended": "yes",
            "lead_institution": "Ministry of Foreign Affairs",
            "budget": "no",
            "monitoring": "yes",
            "source_title": "BOE-A-2017-10517 ; WILPF 1325 NAPs: Spain",
            "source_address": "https://boe.es/a ; https://example.org/b",
            "what_the_source_said": "node 4: approved it on 28 July",
        },
    )
    loaded(folder)
    (plan,) = plans()
    assert (plan.title_es, plan.title_en, plan.original_title) == (
        "II Plan Nacional de Acción",
        "",
        "",
    )
    assert plan.other_title == ("II Plan Nacional de Acción", "es")
    assert (plan.has_budget, plan.has_monitoring, plan.is_extended) == ("no", "yes", True)
    assert plan.source.splitlines() == [
        "BOE-A-2017-10517 https://boe.es/a",
        "WILPF 1325 NAPs: Spain https://example.org/b",
    ]
    assert plan.source_note == "node 4: approved it on 28 July"


def test_a_title_in_a_language_that_the_portal_does_not_speak_is_kept(folder: Path) -> None:
    write(folder, {**SECOND, "title": "Национален план", "title_language": "bg"})
    loaded(folder)
    (plan,) = plans()
    assert plan.other_title == ("Национален план", "bg")
    assert str(plan) == "National Action Plan 2 of Spain"


def test_a_missing_period_stays_unknown(folder: Path) -> None:
    write(folder, {"generation": "1"})
    loaded(folder)
    assert NationalActionPlan.objects.get().standing(DAY) is Standing.RECORDED


def test_an_unsure_row_is_left_out_and_reported(folder: Path) -> None:
    write(folder, {**SECOND, "confidence": "low"}, {**THIRD, "confidence": "derived"})
    report = loaded(folder)
    assert not NationalActionPlan.objects.exists()
    assert [row.key for row in report.left_out] == ["ESP/2", "ESP/3"]


@pytest.mark.parametrize(
    ("plan", "said"),
    [
        ({"period_end": "spring"}, "line 2, column period_end"),
        ({"period_start": "2020", "period_end": "2019"}, "the plan ends before it starts"),
        ({"budget": "perhaps"}, "column budget: 'perhaps' is neither yes, no nor empty"),
        ({"extended": "perhaps"}, "column extended: 'perhaps' is neither yes nor empty"),
        ({"iso3": "XXX"}, "column iso3: 'XXX' is not known"),
        ({"source_title": ""}, "column source_title: it is empty"),
        ({"source_title": "one ; two"}, "there are not as many addresses as titles"),
    ],
)
def test_a_broken_row_is_named_by_its_line(folder: Path, plan: dict[str, str], said: str) -> None:
    write(folder, {**SECOND, **plan})
    with pytest.raises(BrokenRowError, match=said):
        loaded(folder)
    assert not NationalActionPlan.objects.exists()


def test_a_plan_that_is_listed_twice_is_refused(folder: Path) -> None:
    write(folder, SECOND, SECOND)
    with pytest.raises(BrokenRowError, match="ESP/2 is listed twice"):
        loaded(folder)


def test_a_correction_of_the_file_is_a_new_version(folder: Path) -> None:
    """Else a draft that was begun on the old values would put them back without a conflict."""
    write(folder, SECOND)
    loaded(folder)
    write(folder, {**SECOND, "period_end": "2025"})
    loaded(folder)
    (plan,) = plans()
    assert (str(plan.ends_on), plan.version) == ("2025", 2)


def test_what_a_member_published_is_never_overwritten(folder: Path) -> None:
    write(folder, SECOND)
    loaded(folder)
    publish(NationalActionPlan.objects.get(), ends_on="2031", generation=5)
    write(folder, {**SECOND, "period_end": "2026"})
    for _again in range(2):
        report = loaded(folder)
        (plan,) = plans()
        assert (str(plan.ends_on), plan.generation) == ("2031", 5)
        assert "published in the portal since" in report.left_out[0].reason


@pytest.mark.parametrize(
    "entered",
    [
        {"generation": 2, "starts_on": None, "ends_on": None},
        {"generation": None, "starts_on": "2017-07", "ends_on": "2023"},
        {"generation": 1, "starts_on": "2017", "ends_on": "2023"},
        {"generation": None, "starts_on": None, "ends_on": None},
    ],
)
def test_a_plan_that_a_member_entered_itself_is_matched_and_not_doubled(
    folder: Path, entered: dict[str, Any]
) -> None:
    own = factories.PlanFactory.create(
        country=factories.country("ESP"),
        title_en="Our plan",
        published_at=timezone.now(),
        **entered,
    )
    write(folder, SECOND)
    report = loaded(folder)
    assert [plan.pk for plan in plans()] == [own.pk]
    assert [row.key for row in report.left_out] == ["ESP/2"]
    assert LoadedRow.objects.get(key="ESP/2").object_id == own.pk


def test_a_number_that_a_member_gave_is_not_given_twice(folder: Path) -> None:
    """The member calls the plan of 2017 its first; the file knows an older one of that number."""
    own = factories.PlanFactory.create(
        country=factories.country("ESP"),
        generation=1,
        starts_on="2017",
        ends_on="2023",
        published_at=timezone.now(),
    )
    write(folder, FIRST, SECOND)
    report = loaded(folder)
    older = NationalActionPlan.objects.exclude(pk=own.pk).get()
    assert (str(older.starts_on), older.generation) == ("2007", None)
    assert "another plan in the portal has this number" in {row.reason for row in report.left_out}
    again = loaded(folder)
    assert not again.created
    assert not again.updated


def test_a_plan_without_a_number_has_a_key_of_its_own(folder: Path) -> None:
    write(folder, FIRST, {"period_start": "2014"}, {"period_start": "2019"})
    loaded(folder)
    assert {row.key for row in LoadedRow.objects.filter(key__startswith="ESP/")} == {
        "ESP/1",
        "ESP/2014",
        "ESP/2019",
    }
    assert not loaded(folder).created


def test_a_plan_that_a_source_has_numbered_since_is_the_same_plan(folder: Path) -> None:
    write(folder, FIRST, {"period_start": "2019", "period_end": "2022"})
    loaded(folder)
    before = NationalActionPlan.objects.get(starts_on="2019").pk
    write(folder, FIRST, {"generation": "2", "period_start": "2019", "period_end": "2022"})
    report = loaded(folder)
    assert not report.created
    assert NationalActionPlan.objects.get(generation=2).pk == before
    assert set(LoadedRow.objects.values_list("key", flat=True)) == {"ESP/1", "ESP/2"}


def test_a_plan_that_staff_removed_does_not_come_back(folder: Path) -> None:
    write(folder, FIRST, {"period_start": "2019"})
    loaded(folder)
    NationalActionPlan.objects.all().delete()
    Country.objects.filter(iso3="ESP").update(name_en="Hispania", slug="hispania")
    with override("fr"):
        assert not loaded(folder).created
    # Nor under the number that a source has given it since.
    write(folder, FIRST, {"generation": "2", "period_start": "2019"})
    assert not loaded(folder).created
    assert not NationalActionPlan.objects.exists()


def test_a_plan_whose_address_staff_changed_is_the_same_plan(folder: Path) -> None:
    write(folder, SECOND)
    loaded(folder)
    NationalActionPlan.objects.update(slug="espana")
    write(folder, {**SECOND, "period_end": "2024"})
    loaded(folder)
    (plan,) = plans()
    assert (plan.slug, str(plan.ends_on)) == ("espana", "2024")


def test_a_fact_takes_the_number_of_a_sample(folder: Path) -> None:
    sample = factories.PlanFactory.create(
        country=factories.country("ESP"), generation=2, is_sample=True
    )
    write(folder, SECOND)
    loaded(folder)
    sample.refresh_from_db()
    assert sample.generation is None
    assert NationalActionPlan.objects.get(generation=2).is_sample is False
