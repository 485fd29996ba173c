"""Checks of accounts that another layer hides, each at its own level."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from allauth.account.adapter import get_adapter
from allauth.core.context import request_context
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.contrib import admin
from django.contrib.auth.models import AnonymousUser
from django.contrib.messages.storage.fallback import FallbackStorage
from django.contrib.sessions.backends.db import SessionStore
from django.test import Client, RequestFactory
from django.urls import reverse

from network.accounts import invitations
from network.accounts.changes import end_staff_access, is_only_administrator
from network.accounts.models import Invitation, User
from network.accounts.sign_in import PortalBackend
from network.mail.models import OutgoingMail
from network.values.refusals import Refusal
from tests import factories
from tests.admin_requests import request_by

pytestmark = pytest.mark.django_db


@pytest.fixture
def accounts() -> Any:
    return admin.site.get_model_admin(User)


def test_staff_change_no_administrator_whether_asked_by_key_or_by_row(
    secretariat: User, accounts: Any
) -> None:
    administrator = factories.UserFactory.create(is_staff=True, is_superuser=True)
    colleague = factories.SecretariatFactory.create()
    for asked in (administrator, administrator.pk, str(administrator.pk)):
        assert not accounts.has_change_permission(request_by(secretariat), asked), asked
        assert accounts.has_change_permission(request_by(administrator), asked), asked
    for asked in (colleague, colleague.pk, str(colleague.pk), None):
        assert accounts.has_change_permission(request_by(secretariat), asked), asked


def test_nobodys_rights_end_who_has_none(secretariat: User) -> None:
    account = factories.UserFactory.create(email="somebody@example.org")
    with pytest.raises(Refusal, match="does not belong to Secretariat staff"):
        end_staff_access(account, by=secretariat)
    assert not OutgoingMail.objects.filter(address=account.email).exists()


def test_ones_own_page_and_a_page_of_nobody_have_no_buttons(
    secretariat: User, accounts: Any
) -> None:
    colleague = factories.SecretariatFactory.create()
    request = request_by(secretariat)
    assert accounts.get_actions_detail(request, str(secretariat.pk)) == []
    assert accounts.get_actions_detail(request, "0") == []
    assert accounts.get_actions_detail(request, "nobody") == []
    found = accounts.get_actions_detail(request, str(colleague.pk))
    assert {each.action_name.removeprefix("network_user_") for each in found} == {
        "deactivate_account",
        "leave_secretariat",
    }


@pytest.mark.parametrize(
    ("account", "offered"),
    [
        ({}, {"deactivate"}),
        ({"is_active": False}, {"activate"}),
        ({"is_staff": True}, {"deactivate", "end-staff"}),
        ({"is_staff": True, "is_active": False}, {"activate", "end-staff"}),
    ],
)
def test_an_accounts_page_offers_what_can_be_done_with_it(
    account: dict[str, bool], offered: set[str], secretariat_client: Client
) -> None:
    shown = factories.UserFactory.create(**account)
    page = secretariat_client.get(reverse("admin:network_user_change", args=[shown.pk]))
    buttons = {"deactivate", "activate", "forget-factor", "end-staff"}
    linked = re.findall(r'href="[^"]*/([a-z-]+)/?"', page.content.decode())
    assert buttons & set(linked) == offered


def test_a_second_factor_is_removed_from_who_has_one(secretariat_client: Client) -> None:
    shown = factories.UserFactory.create()
    url = reverse("admin:network_user_change", args=[shown.pk])
    assert "forget-factor" not in secretariat_client.get(url).content.decode()
    TOTP.activate(shown, generate_totp_secret())
    assert "forget-factor" in secretariat_client.get(url).content.decode()


def test_a_password_proves_no_other_account_than_its_own(secretariat: User, accounts: Any) -> None:
    other = factories.UserFactory.create(email="other@example.org")
    request = request_by(secretariat)
    with request_context(request):
        adapter = get_adapter(request)
        assert adapter.reauthenticate(other, factories.PASSWORD)
        assert not adapter.reauthenticate(other, "another sentence")
        # An address that has been another's since this row was read.
        secretariat.email = other.email
        assert not adapter.reauthenticate(secretariat, factories.PASSWORD)


@pytest.mark.parametrize("rights", ["is_staff", "is_superuser"])
def test_either_right_of_staff_asks_for_the_second_factor(rights: str, settings: Any) -> None:
    settings.SECOND_FACTOR_REQUIRED = True
    client = Client()
    client.force_login(factories.UserFactory.create(**{rights: True}))
    answer = client.get(reverse("home"))
    assert answer.status_code == 302
    assert answer["Location"].startswith(reverse("mfa_activate_totp"))


def test_who_may_sign_in_at_all(settings: Any) -> None:
    may = PortalBackend().user_can_authenticate
    account = factories.UserFactory.create()
    sample = factories.UserFactory.create(is_sample=True)
    for is_production in (False, True):
        settings.IS_PRODUCTION = is_production
        assert may(account)
        assert may(sample) is not is_production
    account.is_active = False
    assert not may(account)


def _renewed(account: User) -> None:
    account.end_sessions()


def _closed(account: User) -> None:
    # In another way than by `deactivate`, which ends the sessions as well.
    account.is_active = False


def _unchanged(account: User) -> None:
    """Nothing has happened to it."""


@pytest.mark.parametrize(
    ("since", "is_let_in"), [(_unchanged, True), (_renewed, False), (_closed, False)]
)
def test_a_sign_in_ends_with_what_has_happened_to_the_account_since(
    since: Callable[[User], None], is_let_in: bool
) -> None:
    account = factories.UserFactory.create()
    request: Any = RequestFactory().post("/")
    request.session = SessionStore()
    request.user = AnonymousUser()
    request._messages = FallbackStorage(request)
    request.session["accepted_as"] = account.get_session_auth_hash()
    since(account)
    account.save()
    account.backend = "network.accounts.sign_in.PortalBackend"
    with request_context(request):
        if is_let_in:
            get_adapter(request).login(request, account)
        else:
            with pytest.raises(ImmediateHttpResponse):
                get_adapter(request).login(request, account)
    assert request.user.is_authenticated is is_let_in


def test_what_was_sent_to_addresses_is_erased_with_the_permission_alone(
    secretariat: User, looker: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    invitations.send_invitation(email="new@example.org", by=None)
    with pytest.raises(Refusal, match="no permission"):
        invitations.erase_rows(Invitation.objects.all(), by=looker)
    # It asks before anything that asks again.
    with monkeypatch.context() as patched:
        patched.setattr(invitations, "erase_rows", lambda rows, by: None)
        with pytest.raises(Refusal, match="no permission"):
            invitations.erase_invitations(["new@example.org"], by=looker)
    assert Invitation.objects.exists()
    invitations.erase_invitations(["new@example.org"], by=secretariat)
    assert not Invitation.objects.exists()


def test_a_closed_account_administers_nothing_nor_does_any_other() -> None:
    assert not is_only_administrator(factories.UserFactory.create())
    administrator = factories.UserFactory.create(is_staff=True, is_superuser=True)
    assert is_only_administrator(administrator)
    administrator.is_active = False
    administrator.save(update_fields=["is_active"])
    assert not is_only_administrator(administrator)
