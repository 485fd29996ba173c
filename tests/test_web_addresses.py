"""Web addresses are made by themselves, and stay once they were public."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from focalpoints.models import Member
from tests import factories

pytestmark = pytest.mark.django_db


def test_a_new_members_web_address_is_its_countrys(secretariat_client: Client) -> None:
    country = factories.CountryFactory.create()
    answer = secretariat_client.post(
        reverse("admin:focalpoints_member_add"),
        {
            "country": country.pk,
            "state": "recorded",
            "slug": "",
            "designations-TOTAL_FORMS": "0",
            "designations-INITIAL_FORMS": "0",
        },
    )
    assert answer.status_code == 302, answer.content.decode()
    assert Member.objects.get(country=country).slug == country.slug


def test_a_published_opportunity_keeps_its_web_address(secretariat_client: Client) -> None:
    draft = factories.OpportunityFactory.create(published_at=None)
    public = factories.OpportunityFactory.create(published_at=timezone.now())
    for row, is_typed in ((draft, True), (public, False)):
        address = reverse("admin:newsletters_opportunity_change", args=[row.pk])
        page = secretariat_client.get(address).content.decode()
        assert ('name="slug"' in page) is is_typed
