"""The Troika of a day is computed from the terms."""

from __future__ import annotations

import datetime
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st

import focalpoints.sources
import meetings.sources
from meetings.models import Presidency, PresidencySeat
from meetings.troika import is_troika_member, members_on, troika_of, troika_on
from network.accounts.models import User
from network.importing.loading import LoadReport
from tests.costs import QueryCost
from tests.factories import PresidencyFactory, member

DAYS = st.dates(datetime.date(2015, 1, 1), datetime.date(2035, 12, 31))
ONE_DAY = datetime.timedelta(days=1)


@st.composite
def terms(draw: st.DrawFn) -> list[Presidency]:
    """Terms that do not overlap, some with gaps between them, in any order."""
    edges = sorted(draw(st.lists(DAYS, min_size=2, max_size=12, unique=True)))
    pairs = zip(edges[::2], edges[1::2], strict=False)
    made = [Presidency(slug=f"t{n}", starts_on=a, ends_on=b) for n, (a, b) in enumerate(pairs)]
    return draw(st.permutations(made))


@given(terms(), DAYS)
def test_the_former_ends_before_and_the_following_begins_after_the_day(
    recorded: list[Presidency], day: datetime.date
) -> None:
    troika = troika_of(recorded, day)
    if troika.former:
        assert troika.former.ends_on < day
    if troika.current:
        assert troika.current.starts_on <= day <= troika.current.ends_on
    if troika.following:
        assert troika.following.starts_on > day


@given(terms(), DAYS)
def test_no_term_lies_between_the_three(recorded: list[Presidency], day: datetime.date) -> None:
    troika = troika_of(recorded, day)
    for term in recorded:
        if term in (troika.former, troika.current, troika.following):
            continue
        assert troika.former or troika.following
        before = troika.former and term.ends_on < troika.former.starts_on
        after = troika.following and term.starts_on > troika.following.ends_on
        assert before or after


@given(terms(), DAYS)
def test_every_term_is_current_on_its_first_and_last_day_and_not_outside(
    recorded: list[Presidency], day: datetime.date
) -> None:
    for term in recorded:
        assert troika_of(recorded, term.starts_on).current is term
        assert troika_of(recorded, term.ends_on).current is term
        assert troika_of(recorded, term.starts_on - ONE_DAY).current is not term
        assert troika_of(recorded, term.ends_on + ONE_DAY).current is not term


@pytest.fixture
def history(db: None) -> None:
    """Spain 2017, Germany 2018, Namibia 2019, then Japan and Norway together in 2025."""
    for year, holders in {
        2017: ["ESP"],
        2018: ["DEU"],
        2019: ["NAM"],
        2025: ["JPN", "NOR"],
    }.items():
        PresidencyFactory.create(year=year, holders=[member(code) for code in holders])


@pytest.mark.usefixtures("history")
def test_in_a_gap_the_former_and_the_following_keep_the_role() -> None:
    troika = troika_on(datetime.date(2024, 6, 1))
    assert troika.is_gap
    assert troika.current is None
    assert [m.name for m in troika.members] == ["Namibia", "Japan", "Norway"]


@pytest.mark.usefixtures("history")
def test_before_the_first_term_there_is_only_a_following_one() -> None:
    troika = troika_on(datetime.date(2016, 12, 31))
    assert (troika.former, troika.current) == (None, None)
    assert [m.name for m in troika.members] == ["Spain"]


@pytest.mark.django_db
def test_without_terms_there_is_no_troika(focal_point: User) -> None:
    day = datetime.date(2024, 6, 1)
    assert members_on(day) == []
    assert not is_troika_member(focal_point, day)


@pytest.mark.usefixtures("history")
def test_a_member_that_presides_twice_is_named_once() -> None:
    PresidencyFactory.create(year=2020, holders=[member("DEU"), member("URY")])
    names = [m.name for m in members_on(datetime.date(2019, 5, 5))]
    assert names == ["Germany", "Namibia", "Uruguay"]


@pytest.mark.usefixtures("history")
def test_a_focal_point_is_a_troika_member_on_the_days_of_its_members_role(
    focal_point: User, other_focal_point: User
) -> None:
    # Spain's designation begins in 2020, long after its term.
    assert not is_troika_member(focal_point, datetime.date(2024, 6, 1))
    PresidencyFactory.create(year=2026, holders=[member("ESP")])
    assert is_troika_member(focal_point, datetime.date(2026, 6, 1))
    assert not is_troika_member(other_focal_point, datetime.date(2026, 6, 1))
    assert not is_troika_member(None, datetime.date(2026, 6, 1))


@pytest.mark.usefixtures("history")
def test_nobody_is_a_troika_member_before_their_designation(focal_point: User) -> None:
    assert not is_troika_member(focal_point, datetime.date(2017, 6, 1))


@pytest.mark.django_db
def test_many_terms_cost_as_many_queries_as_one(query_cost: QueryCost) -> None:
    PresidencyFactory.create(year=2000, holders=[member("ESP")])

    def look() -> None:
        assert troika_on(datetime.date(2000, 5, 5)).members[0].name == "Spain"

    one = query_cost(look)
    for year in range(2001, 2021):
        PresidencyFactory.create(year=year, holders=[member("DEU"), member("NAM")])
    assert query_cost(look) == one


@pytest.mark.usefixtures("history")
def test_the_database_refuses_terms_that_overlap_and_a_fifth_holder() -> None:
    with pytest.raises(IntegrityError, match="presidency_no_overlap"), transaction.atomic():
        PresidencyFactory.create(
            year=2018, slug="again", starts_on="2018-12-31", ends_on="2019-01-01"
        )
    term = Presidency.objects.get(slug="2025")
    with pytest.raises(IntegrityError, match="presidencyseat_one_to_four"), transaction.atomic():
        PresidencySeat.objects.create(presidency=term, member=member("ESP"), order=5)


def printed(*arguments: str) -> str:
    out = StringIO()
    call_command("troika", *arguments, stdout=out)
    return out.getvalue()


@pytest.mark.usefixtures("history")
def test_the_command_names_the_three_of_a_day() -> None:
    lines = printed("2018-06-01").splitlines()
    assert lines[1:] == [
        "former:    Spain (2017)",
        "current:   Germany (2018)",
        "following: Namibia (2019)",
    ]


@pytest.mark.django_db
def test_the_command_names_the_four_holders_of_2024() -> None:
    focalpoints.sources.load(LoadReport())
    meetings.sources.load(LoadReport())
    assert printed("2024-06-01").splitlines() == [
        "Troika on 2024-06-01",
        "former:    United States of America + Romania (2023)",
        "current:   United States of America + Romania + Switzerland + South Africa (2024)",
        "following: Japan + Norway (2025)",
    ]


@pytest.mark.usefixtures("history")
def test_the_place_of_a_member_is_that_of_its_term() -> None:
    troika = troika_on(datetime.date(2018, 6, 1))
    roles = {code: troika.role_of(member(code)) for code in ("ESP", "DEU", "NAM", "JPN")}
    assert roles == {"ESP": "former", "DEU": "current", "NAM": "following", "JPN": ""}


@pytest.mark.usefixtures("history")
def test_the_command_says_that_no_presidency_is_recorded_for_a_day() -> None:
    text = printed("2024-06-01")
    assert "no presidency is recorded for this day" in text
    assert "Namibia (2019)" in text
    assert "Japan + Norway (2025)" in text


@pytest.mark.django_db
def test_the_command_marks_a_sample_term() -> None:
    PresidencyFactory.create(holders=[member("CAN"), member("URY")], is_sample=True)
    assert "Canada + Uruguay" in printed()
    assert "sample data" in printed()


@pytest.mark.django_db
def test_the_command_answers_a_bad_day_with_a_sentence() -> None:
    with pytest.raises(CommandError, match="'June' is not a day"):
        printed("June")
