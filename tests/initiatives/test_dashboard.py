"""What plans and initiatives ask of the Secretariat on the admin's first page."""

from __future__ import annotations

import datetime

import pytest
from django.utils import timezone

from initiatives.dashboard import dashboard_cards
from initiatives.models import Initiative
from network.adminsite.dashboard import DashboardCard
from tests import factories

pytestmark = pytest.mark.django_db


def need(key: str) -> DashboardCard:
    return next(row for row in dashboard_cards(None) if row.key == key)


def test_an_initiative_not_confirmed_for_a_year_is_stale() -> None:
    fresh, old, never = factories.InitiativeFactory.create_batch(3)
    ago = datetime.datetime(2020, 3, 9, 12, tzinfo=datetime.UTC)
    Initiative.objects.filter(pk=old.pk).update(confirmed_at=ago)
    Initiative.objects.filter(pk=never.pk).update(confirmed_at=None)
    assert need("stale").count == 2
    notes = [item.note for item in need("stale").items]
    assert notes == ["confirmed 9 March 2020", "never confirmed"]
    assert fresh.title_en not in " ".join(item.label for item in need("stale").items)


def test_a_plan_not_confirmed_for_a_year_is_stale_unless_superseded() -> None:
    factories.PlanFactory.create(confirmed_at=None, state="superseded")
    factories.PlanFactory.create(country=factories.country("NAM"), confirmed_at=timezone.now())
    factories.PlanFactory.create(country=factories.country("DEU"), confirmed_at=None)
    assert need("stale-plans").count == 1
    assert [(row.label, row.note) for row in need("stale-plans").items] == [
        ("Germany", "never confirmed")
    ]


def test_only_a_states_best_plan_can_lapse() -> None:
    soon = (timezone.localdate() + datetime.timedelta(days=60)).isoformat()
    factories.PlanFactory.create(starts_on="2020", ends_on=soon)
    assert [item.label for item in need("lapsing").items] == ["Spain"]
    factories.PlanFactory.create(starts_on="2020", ends_on="2099")
    assert need("lapsing").count == 0


def test_a_calm_day_says_so() -> None:
    assert all(row.count == 0 and row.empty for row in dashboard_cards(None))
