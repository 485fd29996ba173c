"""Importing an export of a kind that can be imported changes nothing, whatever it holds."""

from __future__ import annotations

import string
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from focalpoints.models import Member, Organisation
from initiatives.models import Initiative, NationalActionPlan, Pillar, Support, Theme
from network.importing.spreadsheets.formulas import neutralised, restored
from network.values.partial_dates import PartialDate
from tests import factories
from tests.network.importing.files import checked, outcomes, sentences

pytestmark = pytest.mark.django_db

# What spreadsheets and CSV files take amiss, among plain letters of several scripts.
LETTERS = string.ascii_letters + string.digits + "=+-@'\";,|\n éñßЖщ中妇المرأة%#&<>"
TEXTS = st.text(LETTERS, max_size=40).map(str.strip)
LINES = TEXTS.map(lambda text: " ".join(text.split()))
DATES = (
    st.none()
    | st.builds(PartialDate, st.integers(1900, 2100))
    | st.builds(PartialDate, st.integers(1900, 2100), st.integers(1, 12), st.integers(1, 28))
)
# A text that a spreadsheet program would have made of a long number is refused on purpose.
PLAIN = LINES.filter(lambda text: "E+" not in text.upper() and "E-" not in text.upper())


def some_of(choices: Any) -> Any:
    return st.lists(st.sampled_from(choices.values), unique=True)


def period(one: PartialDate | None, other: PartialDate | None) -> dict[str, Any]:
    first, second = (one, other) if not one or not other or one <= other else (other, one)
    if first and second and second.latest < first.earliest:
        second = None
    return {"starts_on": first, "ends_on": second}


PERIODS = st.builds(period, DATES, DATES)
MANY = hypothesis_settings(
    max_examples=8,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


def assert_nothing_changes(client: Client, model: str, kind: str) -> None:
    for file_type in ("csv", "xlsx"):
        address = reverse(f"admin:{model}_export")
        content = client.post(address, {"format": file_type}).content
        found = checked(content, kind=kind)
        assert sentences(found) == []
        assert set(outcomes(found)) == {"unchanged"}, [
            (row.differences, row.cells) for row in found.rows.all()
        ]
        found.delete()


@given(text=st.text(max_size=20))
def test_a_neutralised_text_comes_back(text: str) -> None:
    assert restored(neutralised(text)) == text
    assert not neutralised(text).startswith(("=", "+", "-", "@", "\t", "\r"))


@MANY
@given(state=st.sampled_from(Member.State.values), joined=DATES, source=PLAIN)
def test_members(secretariat_client: Client, state: str, joined: Any, source: str) -> None:
    for code in ("ESP", "NOR"):
        factories.member(code)
    Member.objects.update(state=state, joined_on=joined, source=source)
    assert_nothing_changes(secretariat_client, "focalpoints_member", "members")


@MANY
@given(
    titles=st.lists(PLAIN, min_size=6, max_size=6),
    lead=PLAIN,
    generation=st.none() | st.integers(1, 9),
    state=st.sampled_from(NationalActionPlan.State.values),
    answer=st.sampled_from(NationalActionPlan.Answer.values),
    languages=st.lists(st.sampled_from([code for code, _name in settings.LANGUAGES]), unique=True),
    when=PERIODS,
    is_extended=st.booleans(),
)
def test_plans(
    secretariat_client: Client,
    titles: list[str],
    lead: str,
    generation: int | None,
    state: str,
    answer: str,
    languages: list[str],
    when: dict[str, Any],
    is_extended: bool,
) -> None:
    NationalActionPlan.objects.all().delete()
    names = [f"title_{code.replace('-', '_')}" for code, _name in settings.LANGUAGES]
    factories.PlanFactory.create(
        **dict(zip(names, titles, strict=True)),
        **when,
        generation=generation,
        lead_institution=lead,
        monitoring=lead,
        state=state,
        has_budget=answer,
        has_monitoring=answer,
        languages=languages,
        is_extended=is_extended,
    )
    factories.PlanFactory.create(generation=None)
    assert_nothing_changes(secretariat_client, "initiatives_nationalactionplan", "plans")


@MANY
@given(
    title=PLAIN.filter(bool),
    summary=TEXTS.filter(lambda text: text and "E" not in text.upper()),
    pillars=some_of(Pillar).filter(bool),
    themes=some_of(Theme),
    seeks=some_of(Support),
    scope=st.sampled_from(Initiative.Scope.values),
    visibility=st.sampled_from(Initiative.Visibility.values),
    when=PERIODS,
    countries=st.sets(st.sampled_from(["ESP", "NOR", "NAM"])),
)
def test_initiatives(
    secretariat_client: Client, countries: set[str], when: dict[str, Any], **texts: Any
) -> None:
    Initiative.objects.all().delete()
    # Named as another thing is: exported by its code then.
    if not Organisation.objects.exists():
        factories.OrganisationFactory.create(code="NORDIC", name_en="Norway")
    title, summary = texts.pop("title"), texts.pop("summary")
    row = factories.InitiativeFactory.create(
        title_en=title, title_fr=title, summary_en=summary, **when, **texts
    )
    row.countries.set([factories.country(code) for code in countries])
    row.members.set([factories.member("NOR")])
    factories.InitiativeFactory.create(title_en=title)
    assert_nothing_changes(secretariat_client, "initiatives_initiative", "initiatives")
