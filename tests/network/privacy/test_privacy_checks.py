"""Each check of erasure requests and of one's own data by itself."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client
from django.urls import reverse

from network.accounts.models import User
from network.journal.recording import line_of
from network.journal.recording import record as note
from network.privacy.dashboard import dashboard_cards
from network.privacy.erasing import replay_account
from network.privacy.held import content, is_own, subject_of
from network.privacy.requests import ask_for_erasure, withdraw_request

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


def test_a_request_is_decided_while_it_waits(
    leaving: User, secretariat: User, secretariat_client: Client
) -> None:
    asked = ask_for_erasure(note="", by=leaving)
    page = reverse("admin:network_erasurerequest_change", args=[asked.pk])
    buttons = [
        reverse(f"admin:network_erasurerequest_{name}", args=[asked.pk])
        for name in ("erase_this", "refuse_this")
    ]
    shown = secretariat_client.get(page).content.decode()
    assert [address in shown for address in buttons] == [True, True]
    withdraw_request(asked, by=leaving)
    shown = secretariat_client.get(page).content.decode()
    assert [address in shown for address in buttons] == [False, False]


def test_an_account_that_is_not_there_has_no_document_and_is_not_erased_again(
    leaving: User,
) -> None:
    subject = subject_of(leaving)
    assert content(subject, "en") is not None
    line = line_of(note("account", leaving.pk, addresses=[leaving.email]))
    User.objects.filter(pk=leaving.pk).delete()
    assert content(subject, "en") is None
    assert replay_account(line) == "not in this backup"
