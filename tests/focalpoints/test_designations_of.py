"""From a member's or a person's page one adds a designation, and comes back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tests import factories
from tests.costs import QueryCost

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("kind", "made"),
    [("member", lambda: factories.member("ESP")), ("person", factories.PersonFactory.create)],
)
def test_an_empty_tab_says_so_and_leads_on_and_back(
    secretariat_client: Client, kind: str, made: Callable[[], Any]
) -> None:
    row = made()
    address = reverse(f"admin:focalpoints_{kind}_change", args=[row.pk])
    page = secretariat_client.get(address).content.decode()
    add = f"{reverse('admin:focalpoints_designation_add')}?{kind}={row.pk}"
    assert "No designations are recorded yet." in page
    assert f"{add}&amp;from={kind}" in page
    letter = reverse("admin:focalpoints_designation_record_letter")
    assert f"{letter}?{kind}={row.pk}" in page
    given = {
        "member": factories.member("ESP").pk,
        "person": factories.PersonFactory.create().pk,
        "category": factories.category("focal_point").pk,
        "starts_on": "2026-01-01",
        "_save": "Save",
    } | {kind: row.pk}
    answer = secretariat_client.post(f"{add}&from={kind}", given)
    assert answer["Location"] == f"{address}#designations"


def test_people_show_for_whom_they_speak_at_the_cost_of_one(
    secretariat_client: Client, query_cost: QueryCost
) -> None:
    address = reverse("admin:focalpoints_person_changelist")

    def look() -> None:
        page = secretariat_client.get(address).content.decode()
        assert "Spain" in page
        assert "National Focal Point" in page

    spain = factories.member("ESP")
    factories.DesignationFactory.create(member=spain)
    one = query_cost(look)
    factories.DesignationFactory.create_batch(
        10, member=spain, category=factories.category("alternate")
    )
    assert query_cost(look) == one
