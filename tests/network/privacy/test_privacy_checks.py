"""Each check of erasure requests and of one's own data by itself."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client
from django.urls import reverse

from network.accounts.models import User
from network.privacy.dashboard import dashboard_cards
from network.privacy.held import is_own, subject_of
from network.privacy.requests import ask_for_erasure

pytestmark = pytest.mark.django_db


def test_ones_own_data_are_for_the_account_itself_while_it_is_active(
    focal_point: User, other_focal_point: User
) -> None:
    subject = subject_of(focal_point)
    assert is_own(focal_point, subject)
    for other in (
        other_focal_point,
        AnonymousUser(),
        SimpleNamespace(pk=focal_point.pk, is_active=True),
    ):
        assert not is_own(other, subject)
    focal_point.is_active = False
    assert not is_own(focal_point, subject)


def test_requests_for_erasure_are_told_and_decided_by_who_may(
    leaving: User, secretariat: User, focal_point: User, looker_client: Client
) -> None:
    asked = ask_for_erasure(note="", by=leaving)
    assert [card.count for card in dashboard_cards(secretariat)] == [1]
    assert dashboard_cards(focal_point) == []
    for name in ("erase_this", "refuse_this"):
        address = reverse(f"admin:network_erasurerequest_{name}", args=[asked.pk])
        for answer in (looker_client.get(address), looker_client.post(address)):
            assert answer.status_code == 403, address
    asked.refresh_from_db()
    assert asked.is_waiting
