"""Checks of invitations and their acceptance that another layer hides."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from network.accounts.invitations import (
    LinkIsDead,
    accept_with_account,
    accept_with_password,
    invite,
    revoke,
)
from network.accounts.models import Invitation, User
from network.mail.models import OutgoingMail
from network.values.refusals import Refusal
from tests import factories

pytestmark = pytest.mark.django_db
SENTENCE = "a-quite-long-sentence"


def _client_of(account: User) -> Client:
    client = Client()
    client.force_login(account)
    return client


def _link(invitation: Invitation) -> str:
    text = OutgoingMail.objects.get(address=invitation.email).body_text
    found = re.search(r"https?://[^/\s]+(/\S*invitation\S*)", text)
    assert found is not None
    return found.group(1)


def _used(invitation: Invitation, by: User) -> None:
    invitation.accepted_at = timezone.now()
    invitation.save(update_fields=["accepted_at"])


def _revoked(invitation: Invitation, by: User) -> None:
    revoke(invitation, by=by)


def _expired(invitation: Invitation, by: User) -> None:
    invitation.expires_at = timezone.now()
    invitation.save(update_fields=["expires_at"])


@pytest.mark.parametrize("end", [_used, _revoked, _expired])
def test_a_link_that_no_longer_works_makes_no_account_and_gives_no_rights(
    end: Any, secretariat: User
) -> None:
    newcomer = invite(email="newcomer@example.org", as_staff=True, by=secretariat)
    end(newcomer, secretariat)
    with pytest.raises(LinkIsDead):
        accept_with_password(newcomer, name="Nora", password=SENTENCE)
    account = factories.UserFactory.create(email="newcomer@example.org")
    with pytest.raises(LinkIsDead):
        accept_with_account(newcomer, by=account)
    account.refresh_from_db()
    assert not account.is_staff


def test_who_is_staff_or_closed_is_not_invited_as_staff(secretariat: User) -> None:
    with pytest.raises(Refusal, match="belongs to Secretariat staff already"):
        invite(email=secretariat.email, as_staff=True, by=secretariat)
    closed = factories.UserFactory.create(is_active=False)
    with pytest.raises(Refusal, match="is deactivated"):
        invite(email=closed.email, by=secretariat)
    assert not Invitation.objects.exists()


def test_the_page_of_an_invitation_is_answered_by_its_own_account_alone(
    secretariat: User, focal_point: User
) -> None:
    invited = factories.UserFactory.create(email="invited@example.org")
    invitation = invite(email=invited.email, as_staff=True, by=secretariat)
    address = _link(invitation)
    for client in (Client(), _client_of(focal_point)):
        for page in (client.get(address), client.post(address)):
            assert page.status_code == 200
            assert page.context["is_theirs"] is False
    assert _client_of(invited).get(address).context["is_theirs"] is True
    invitation.refresh_from_db()
    assert invitation.accepted_at is None
    answer = _client_of(invited).post(address)
    assert (answer.status_code, answer["Location"]) == (302, reverse("after-login"))
    invited.refresh_from_db()
    assert invited.is_staff


def test_each_lands_where_their_work_is(secretariat: User, focal_point: User) -> None:
    nobody = factories.UserFactory.create()
    for account, place in (
        (secretariat, "admin:index"),
        (focal_point, "focalpoints:desk"),
        (nobody, "home"),
    ):
        answer = _client_of(account).get(reverse("after-login"))
        assert answer["Location"] == reverse(place), account
