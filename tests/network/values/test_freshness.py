"""When an entry counts as stale: one rule, asked in Python and in SQL."""

from __future__ import annotations

import datetime

import pytest

from initiatives.models import Initiative, NationalActionPlan
from network import clock
from network.values.freshness import is_stale, tone_of
from tests import factories

DAY = datetime.date(2025, 3, 9)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("confirmed", "stale", "tone"),
    [
        (datetime.date(2025, 3, 9), False, "ok"),
        # 366 days before: twelve months, of a leap year.
        (datetime.date(2024, 3, 9), False, "ok"),
        (datetime.date(2024, 3, 8), True, "warn"),
        (datetime.date(2023, 3, 9), True, "warn"),
        (datetime.date(2023, 3, 8), True, "bad"),
        (None, True, "quiet"),
    ],
)
def test_an_entry_is_stale_once_twelve_months_have_passed_since_it_was_confirmed(
    confirmed: datetime.date | None, stale: bool, tone: str
) -> None:
    # In the last minute of the day in New York, when it is the next day in UTC.
    at = confirmed and clock.start_of(confirmed) + datetime.timedelta(hours=23, minutes=59)
    initiative = factories.InitiativeFactory.create(confirmed_at=at)
    plan = factories.PlanFactory.create(confirmed_at=at)
    assert is_stale(at, DAY) is stale
    assert Initiative.objects.stale(DAY).filter(pk=initiative.pk).exists() is stale
    assert NationalActionPlan.objects.stale(DAY).filter(pk=plan.pk).exists() is stale
    assert tone_of(at, DAY) == tone


def test_what_was_confirmed_on_29_february_is_stale_from_1_march() -> None:
    confirmed = datetime.date(2024, 2, 29)
    assert not is_stale(confirmed, datetime.date(2025, 2, 28))
    assert not is_stale(datetime.date(2023, 2, 28), datetime.date(2024, 2, 29))
    assert is_stale(datetime.date(2023, 2, 27), datetime.date(2024, 2, 29))
