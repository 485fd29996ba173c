"""The admin's menu counts what waits."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.urls import reverse

from network.accounts.models import User
from tests import factories
from tests.costs import QueryCost
from tests.focalpoints.changes import INITIATIVE, submitted
from tests.focalpoints.letters import LetterRequestFactory

pytestmark = pytest.mark.django_db


def counts(client: Client) -> dict[str, str]:
    """The number beside each entry of the menu that has one, by the path of its list."""
    page = client.get(reverse("admin:meetings_meeting_changelist")).content.decode()
    menu = page[page.index('id="nav-sidebar-apps"') :]
    entries = re.findall(r'<a href="([^"]*)"(.*?)</a>', menu, re.DOTALL)
    return {
        path: found[1]
        for path, entry in entries
        if (found := re.search(r'([\d,]+)<span class="visually-hidden"> waiting</span>', entry))
    }


def test_what_waits_is_counted_beside_its_list(
    secretariat_client: Client, focal_point: User
) -> None:
    assert counts(secretariat_client) == {}
    submitted(None, focal_point, member=factories.member("ESP"), **INITIATIVE)
    factories.InitiativeFactory.create_batch(2, confirmed_at=None)
    found = counts(secretariat_client)
    queue = reverse("admin:focalpoints_proposedchange_queue")
    assert found[queue] == "1"
    assert found[reverse("admin:initiatives_initiative_changelist")] == "2"
    assert reverse("admin:network_outgoingmail_changelist") not in found
    # Letters wait in the same queue: one number for both.
    LetterRequestFactory.create()
    assert counts(secretariat_client)[queue] == "2"


def test_one_waiting_row_costs_as_much_as_many(
    secretariat_client: Client, query_cost: QueryCost
) -> None:
    address = reverse("admin:meetings_meeting_changelist")
    factories.InitiativeFactory.create(confirmed_at=None)
    one = query_cost(lambda: secretariat_client.get(address))
    factories.InitiativeFactory.create_batch(20, confirmed_at=None)
    factories.PlanFactory.create_batch(5, confirmed_at=None)
    assert query_cost(lambda: secretariat_client.get(address)) == one
