"""The shipped files, loaded as a whole and read on the pages that show them."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from django.utils.html import strip_tags
from django.utils.translation import override

from focalpoints.models import Member, MemberInstitution, Region
from initiatives.map_data import MapData
from initiatives.models import NationalActionPlan, PlanCount, PlanFinding, SourceDifference
from meetings.models import Attendance, Meeting, Presidency
from network import clock
from network.importing.loading import load_reference
from network.templatetags.portal import source_lines
from network.values.collation import in_alphabetical_order
from tests import factories
from tests.costs import QueryCost
from tests.filled import filled

pytestmark = pytest.mark.django_db
TODAY = datetime.date(2026, 11, 26)
ON = "?on=2018-06-01"


@pytest.fixture(scope="module")
def loaded(
    django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[None]:
    with (
        clock.set_to(TODAY),
        filled(django_db_blocker, tmp_path_factory.mktemp("media"), load_reference),
    ):
        yield


@pytest.fixture(autouse=True)
def _today(loaded: None, db: None) -> Iterator[None]:
    with clock.set_to(TODAY):
        yield


def text(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    page = answer.content.decode()
    return page[page.index("<main") : page.index("</main>")]


def words(html: str) -> str:
    return " ".join(strip_tags(html).split())


def test_the_map_has_114_states_with_a_plan_recorded(visitor: Client) -> None:
    assert MapData(None, TODAY).recorded == 114
    sentence = (
        "Plans of 114 States are recorded here. Counts published in 2025 have from 108 to 115."
    )
    for address in ("/map/", "/plans/"):
        assert sentence in words(text(visitor, address))


def test_the_coverage_of_a_past_day_counts_by_itself(visitor: Client) -> None:
    page = words(text(visitor, f"/plans/{ON}"))
    adopted = NationalActionPlan.objects.existing_on(datetime.date(2018, 6, 1)).adopted()
    states = adopted.filter(country__isnull=False).values("country").distinct().count()
    assert 60 < states < 90
    assert f"Plans of {states} States are recorded that had been adopted by this day." in page
    assert "A count published in 2017 has 67." in page


def test_published_counts_stand_in_a_folded_table(visitor: Client) -> None:
    page = words(text(visitor, "/plans/"))
    assert "What others have counted" in page
    for said in (
        "2025 115 Norway, statement in the Peacebuilding Commission (norway.no)",
        "August 2017 67",
        "PeaceWomen: NAPs 2015 in review",
        "Bulgaria calls itself the 84th",
    ):
        assert said in page
    past = words(text(visitor, f"/plans/{ON}"))
    assert "August 2017 67" in past
    assert "December 2018 79" not in past
    assert "What others have counted" not in words(text(visitor, "/plans/?on=2003-01-01"))


def test_the_troika_of_june_2024_names_four_holders() -> None:
    output = StringIO()
    call_command("troika", "2024-06-01", stdout=output)
    assert "United States of America + Romania + Switzerland + South Africa" in output.getvalue()


def test_spain_on_a_day_of_2018(visitor: Client) -> None:
    factories.DesignationFactory.create(
        member=Member.objects.get(country__iso3="ESP"),
        starts_on=datetime.date(2017, 1, 1),
        ends_on=datetime.date(2019, 12, 31),
    )
    page = words(text(visitor, f"/members/spain/{ON}"))
    assert "National Focal Point" in page
    assert "Troika: Former presidency" in page
    assert "II Plan Nacional de Acción" in page or "National Action Plan 2 of Spain" in page
    assert "in force" in page
    assert "Action Plan 3 of Spain" not in page
    assert "National Focal Point" not in words(text(visitor, "/members/spain/"))


RAW = re.compile(
    r"\bnode\b|confidence|index id|read_file|\blawsdoc|scribd|docslib|fdocuments|pdfslide|"
    r"securitywomen\.org|general knowledge|@[0-9a-f]{8}|"
    # The name of a host for a name; beside one, in brackets, it says where to look.
    r"(?<![(\w.-])[\w-]+(?:\.[\w-]+)*\.(?:com|org|net|int)\b(?![\w)])",
    re.IGNORECASE,
)


def cited() -> Iterator[tuple[Any, str]]:
    """Every text about a source that a public page shows."""
    sourced = (
        NationalActionPlan,
        PlanFinding,
        PlanCount,
        Member,
        MemberInstitution,
        Meeting,
        Presidency,
        Attendance,
    )
    for model in sourced:
        for row in model._default_manager.all():
            for line in source_lines(row.source):
                yield row, strip_tags(line)
    for finding in PlanFinding.objects.all():
        yield finding, finding.said
    for count in PlanCount.objects.all():
        yield count, count.note
    for row in SourceDifference.objects.all():
        for column in ("first_value", "first_source", "second_value", "second_source"):
            yield row, getattr(row, column)
        yield row, row.taken
        yield row, row.reason


def test_sources_read_as_a_person_would_cite_them() -> None:
    found = {(str(row), said) for row, said in cited() if RAW.search(said) or "http" in said}
    assert found == set()


def test_each_plan_shows_its_sources_with_a_title(visitor: Client) -> None:
    for plan in NationalActionPlan.objects.all():
        lines = [strip_tags(line) for line in source_lines(plan.source)]
        assert lines, plan
        assert all(len(line.split()) > 1 for line in lines), (plan, lines)
    for plan in NationalActionPlan.objects.filter(pk__in=_some_plans()):
        page = words(text(visitor, plan.get_absolute_url()))
        for line in source_lines(plan.source):
            assert " ".join(strip_tags(line).split()) in page, (plan, line)


def _some_plans() -> list[int]:
    """Every tenth: each is drawn by the same template."""
    return list(NationalActionPlan.objects.order_by("pk").values_list("pk", flat=True))[::10]


def test_notes_of_the_collection_are_the_secretariats_alone(visitor: Client) -> None:
    plan = NationalActionPlan.objects.exclude(source_note="").exclude(title_en="").earliest("pk")
    assert plan.source_note not in words(text(visitor, plan.get_absolute_url()))


def test_sources_and_disagreements_step_back_once_the_member_has_confirmed(
    visitor: Client,
) -> None:
    difference = SourceDifference.objects.select_related("plan").get(
        plan__country__iso3="CHE", about=SourceDifference.About.END
    )
    address = difference.plan.get_absolute_url()
    page = words(text(visitor, address))
    assert "Where the sources differ" in page
    assert difference.second_value in page
    NationalActionPlan.objects.filter(pk=difference.plan_id).update(
        published_at=clock.now(), confirmed_at=clock.now()
    )
    page = words(text(visitor, address))
    assert "Where the sources differ" not in page
    assert "Switzerland, confirmed 26 November 2026" in page
    assert "Public sources before" in page


def test_what_a_member_has_published_of_each_kind_of_row_is_matched_and_not_doubled() -> None:
    """On the shipped rows: numbered, numbered by nobody, and of an organisation."""
    rows = [
        NationalActionPlan.objects.get(country__iso3="ESP", generation=3),
        NationalActionPlan.objects.get(country__iso3="BFA", starts_on="2023"),
        NationalActionPlan.objects.get(country__iso3="TJK", starts_on="2014"),
        NationalActionPlan.objects.get(organisation__code="AU"),
    ]
    for number, plan in enumerate(rows):
        NationalActionPlan.objects.filter(pk=plan.pk).update(
            title_en=f"Our own plan {number}",
            published_at=clock.now(),
            confirmed_at=clock.now(),
            source="",
            version=plan.version + 1,
        )
    before = NationalActionPlan.objects.count()
    for language in ("en", "ar"):
        with override(language):
            report = load_reference()
        assert not report.created
        assert NationalActionPlan.objects.count() == before
        for number, plan in enumerate(rows):
            plan.refresh_from_db()
            assert (plan.title_en, plan.source) == (f"Our own plan {number}", "")
        assert sum("published in the portal since" in row.reason for row in report.left_out) == 4


def test_a_list_of_plans_costs_the_same_whatever_it_holds(
    visitor: Client, query_cost: QueryCost
) -> None:
    many = visitor.get("/plans/")
    assert many.context["page_obj"].paginator.count == NationalActionPlan.objects.count() > 240
    # Sixty rows and all counts: what a phone on a slow line can take.
    assert len(many.content) < 120_000
    cost = query_cost(lambda: visitor.get("/plans/"))
    one = NationalActionPlan.objects.get(country__iso3="ESP", generation=3)
    NationalActionPlan.objects.exclude(pk=one.pk).delete()
    assert query_cost(lambda: visitor.get("/plans/")) == cost


@pytest.mark.parametrize("prefix", ["", "/fr", "/ru", "/zh-hans", "/ar"])
def test_regions_stand_in_the_order_of_the_language(visitor: Client, prefix: str) -> None:
    with override(prefix.removeprefix("/") or "en"):
        names = [str(label) for label in in_alphabetical_order(Region.labels)]
    for path in ("/plans/", "/map/", "/members/", "/initiatives/"):
        page = visitor.get(f"{prefix}{path}").content.decode()
        options = re.search(r'<select name="region".*?</select>', page, re.DOTALL)
        assert options is not None, path
        found = [words(option) for option in re.findall(r"<option.*?</option>", options.group())]
        assert found[1 : len(names) + 1] == names, path


def test_what_has_no_name_in_the_readers_language_shows_in_english(visitor: Client) -> None:
    page = text(visitor, "/fr/plans/")
    for name in ("League of Arab States", "SADC"):
        assert f'<span lang="en" dir="ltr">{name}</span>' in page
    assert "Union africaine" in page
