"""Reauthentication before an account is changed, notices to its owner, and sessions that end."""

from __future__ import annotations

from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from pytest_django.fixtures import Settings

from network.accounts.changes import (
    activate,
    change,
    deactivate,
    end_staff_access,
    forget_second_factor,
)
from network.accounts.invitations import accept_with_account, invite, resend
from network.accounts.models import Invitation, User
from network.mail.models import OutgoingMail
from network.values.refusals import Refusal
from tests import factories
from tests.network.accounts.test_second_factor import code_of, sign_in
from tests.proof import prove
from tests.sent import sent_by

pytestmark = pytest.mark.django_db

NEW_PASSWORD = "a-quite-different-password"
AGAIN = {"password": factories.PASSWORD}


def button(name: str, account: User) -> str:
    return reverse(f"admin:network_user_{name}", args=[account.pk])


@pytest.fixture
def colleague(db: None) -> User:
    return factories.SecretariatFactory.create(email="colleague@example.org", language="fr")


# --- Before an account is changed ---


def changed_in_the_admin(client: Client, account: User) -> Any:
    url = reverse("admin:network_user_change", args=[account.pk])
    shown = sent_by(client.get(url).content.decode(), "_save")
    # As the list leads there, with its filters.
    return client.post(f"{url}?_changelist_filters=q%3Da", {**shown, "name": "Renamed"})


def test_who_changes_an_account_is_asked_for_the_password_and_loses_nothing(
    secretariat_client: Client, focal_point: User
) -> None:
    asked = changed_in_the_admin(secretariat_client, focal_point)
    assert asked["Location"].startswith(reverse("account_reauthenticate"))
    focal_point.refresh_from_db()
    assert focal_point.name == "Fabiola Spain"
    wrong = secretariat_client.post(asked["Location"], {"password": "not-the-password"})
    assert wrong.status_code == 200
    answer = secretariat_client.post(asked["Location"], AGAIN)
    assert answer["Location"].startswith(reverse("admin:network_user_changelist"))
    focal_point.refresh_from_db()
    assert focal_point.name == "Renamed", "what was typed before the question"
    # Within five minutes nobody asks again.
    secretariat_client.post(button("deactivate_account", focal_point))
    focal_point.refresh_from_db()
    assert not focal_point.is_active


def test_every_button_of_an_account_asks(
    secretariat_client: Client, colleague: User, settings: Settings
) -> None:
    settings.ACCOUNT_REAUTHENTICATION_TIMEOUT = 0
    TOTP.activate(colleague, generate_totp_secret())
    for name in (
        "remove_second_factor",
        "leave_secretariat",
        "deactivate_account",
        "activate_account",
    ):
        url = button(name, colleague)
        assert secretariat_client.get(url).status_code == 200, "the question stands first"
        asked = secretariat_client.post(url)
        assert asked["Location"].startswith(reverse("account_reauthenticate"))
    colleague.refresh_from_db()
    assert colleague.is_staff
    assert colleague.is_active
    assert Authenticator.objects.filter(user=colleague).exists()
    assert not OutgoingMail.objects.exists()


def test_inviting_to_the_secretariat_asks_and_other_invitations_do_not(
    secretariat_client: Client, secretariat: User
) -> None:
    add = reverse("admin:network_invitation_add")
    data = {"email": "new@example.org", "name": "Nova", "language": "en"}
    plain = secretariat_client.post(add, {**data, "email": "reader@example.org"})
    assert plain["Location"] == reverse("admin:network_invitation_changelist")
    asked = secretariat_client.post(add, {**data, "as_staff": "on"})
    assert asked["Location"].startswith(reverse("account_reauthenticate"))
    assert not Invitation.objects.filter(as_staff=True).exists()
    secretariat_client.post(asked["Location"], AGAIN)
    invitation = Invitation.objects.get(as_staff=True)
    assert (invitation.email, invitation.name) == ("new@example.org", "Nova")

    fresh = Client()
    fresh.force_login(secretariat)
    mails = OutgoingMail.objects.count()
    for sent, asks in ((invitation, True), (Invitation.objects.get(as_staff=False), False)):
        url = reverse("admin:network_invitation_resend_invitation", args=[sent.pk])
        location = fresh.post(url)["Location"]
        assert location.startswith(reverse("account_reauthenticate")) is asks
    assert OutgoingMail.objects.count() == mails + 1


def test_who_has_a_second_factor_is_asked_for_it(
    secretariat: User, focal_point: User, settings: Settings
) -> None:
    settings.SECOND_FACTOR_REQUIRED = True
    secret = generate_totp_secret()
    TOTP.activate(secretariat, secret)
    client, _response = sign_in(secretariat)
    code = code_of(secret)
    client.post(reverse("mfa_authenticate"), {"code": code})
    asked = client.post(button("deactivate_account", focal_point))
    assert asked["Location"].startswith(reverse("mfa_reauthenticate"))
    client.post(asked["Location"], {"code": "000000"})
    focal_point.refresh_from_db()
    assert focal_point.is_active
    # A code works once, which the cache remembers, and the next one would take half a minute.
    cache.clear()
    answer = client.post(asked["Location"], {"code": code_of(secret)})
    assert answer["Location"] == reverse("admin:network_user_change", args=[focal_point.pk])
    focal_point.refresh_from_db()
    assert not focal_point.is_active


def test_afterwards_nobody_is_led_to_another_site(secretariat_client: Client) -> None:
    url = f"{reverse('account_reauthenticate')}?next=https://evil.example/"
    assert secretariat_client.post(url, AGAIN)["Location"] == reverse("after-login")


def test_staff_cannot_change_the_account_of_an_administrator(
    secretariat_client: Client, secretariat: User
) -> None:
    administrator = User.objects.create_superuser("admin@example.org", factories.PASSWORD)
    prove(secretariat_client)
    url = reverse("admin:network_user_change", args=[administrator.pk])
    assert 'name="_save"' not in secretariat_client.get(url).content.decode()
    assert secretariat_client.post(url, {"name": "X", "language": "fr"}).status_code == 403
    for name in ("deactivate_account", "leave_secretariat", "remove_second_factor"):
        secretariat_client.post(button(name, administrator))
    for service in (deactivate, activate, end_staff_access, forget_second_factor):
        with pytest.raises(Refusal, match="administrator"):
            service(administrator, by=secretariat)
    with pytest.raises(Refusal, match="administrator"):
        change(administrator, name="X", language="fr", by=secretariat)
    administrator.refresh_from_db()
    assert (administrator.name, administrator.is_active, administrator.is_staff) == ("", True, True)


# --- Notices to the owner ---


def subjects(account: User) -> list[str]:
    mails = OutgoingMail.objects.filter(address=account.email).order_by("pk")
    assert {mail.language for mail in mails} <= {account.language}
    return [mail.subject for mail in mails]


def test_the_owner_is_informed_of_every_change(secretariat: User) -> None:
    account = factories.UserFactory.create(email="owner@example.org")
    invitation = invite(email=account.email, as_staff=True, by=secretariat)
    accept_with_account(invitation, by=account)
    TOTP.activate(account, generate_totp_secret())
    forget_second_factor(account, by=secretariat)
    end_staff_access(account, by=secretariat)
    change(account, name="Another", language="en", by=secretariat)
    change(account, name="Another", language="en", by=secretariat)
    deactivate(account, by=secretariat)
    deactivate(account, by=secretariat)
    activate(account, by=secretariat)
    assert subjects(account)[1:] == [
        "You have the rights of Secretariat staff",
        "Your second factor was removed",
        "Your rights as Secretariat staff have ended",
        "Your account was changed",
        "Your account was deactivated",
        "Your account is active again",
    ]
    closed = OutgoingMail.objects.get(subject="Your account was deactivated")
    assert "write to the Secretariat" in closed.body_text
    assert "/accounts/login/" not in closed.body_text, "it would not let them in"
    assert not OutgoingMail.objects.filter(address=secretariat.email).exists()


def test_they_are_informed_in_their_language(secretariat: User, colleague: User) -> None:
    deactivate(colleague, by=secretariat)
    mail = OutgoingMail.objects.get(address=colleague.email)
    assert mail.language == "fr"
    assert 'lang="fr"' in mail.body_html


def test_who_changes_their_own_name_is_not_written_to(secretariat: User) -> None:
    change(secretariat, name="Sam S.", language="en", by=secretariat)
    assert not OutgoingMail.objects.exists()


# --- Sessions that end ---


def test_activating_an_account_revives_no_session(secretariat: User) -> None:
    account = factories.UserFactory.create()
    client, _response = sign_in(account)
    prove(client)
    deactivate(account, by=secretariat)
    activate(account, by=secretariat)
    assert "login" in client.get(reverse("after-login"))["Location"]
    assert "account_authentication_methods" not in client.session


def test_sessions_from_before_the_column_go_on(secretariat_client: Client) -> None:
    assert User.objects.get().session_epoch == ""
    assert secretariat_client.get(reverse("admin:index")).status_code == 200


def test_a_link_for_a_password_ends_with_the_account(visitor: Client, secretariat: User) -> None:
    account = factories.UserFactory.create()
    visitor.post(reverse("account_reset_password"), {"email": account.email})
    link = OutgoingMail.objects.get(address=account.email).body_text
    path = "/accounts/password/reset/key/" + link.split("/reset/key/")[1].split()[0]
    works = Client().get(path)
    assert works.status_code == 302
    opened = Client()
    form = opened.get(path)["Location"]
    deactivate(account, by=secretariat)
    activate(account, by=secretariat)
    assert Client().get(path).status_code == 200, "the page that says that it does not work"
    opened.post(form, {"password1": NEW_PASSWORD, "password2": NEW_PASSWORD})
    account.refresh_from_db()
    assert account.check_password(factories.PASSWORD)


def test_a_sign_in_that_waits_for_its_code_ends_with_the_account(
    secretariat: User, colleague: User
) -> None:
    secret = generate_totp_secret()
    TOTP.activate(colleague, secret)
    client, response = sign_in(colleague)
    assert response["Location"] == reverse("mfa_authenticate")
    deactivate(colleague, by=secretariat)
    activate(colleague, by=secretariat)
    answer = client.post(reverse("mfa_authenticate"), {"code": code_of(secret)})
    assert answer["Location"] == reverse("account_login")
    assert "_auth_user_id" not in client.session


def test_removing_a_second_factor_ends_the_sessions_that_used_it(
    secretariat: User, colleague: User
) -> None:
    secret = generate_totp_secret()
    TOTP.activate(colleague, secret)
    client, _response = sign_in(colleague)
    client.post(reverse("mfa_authenticate"), {"code": code_of(secret)})
    assert client.get(reverse("admin:index")).status_code == 200
    forget_second_factor(colleague, by=secretariat)
    assert "login" in client.get(reverse("admin:index"))["Location"]


def test_a_new_password_ends_all_other_sessions(secretariat: User) -> None:
    here, _response = sign_in(secretariat)
    elsewhere, _response = sign_in(secretariat)
    data = {
        "oldpassword": factories.PASSWORD,
        "password1": NEW_PASSWORD,
        "password2": NEW_PASSWORD,
    }
    assert here.post(reverse("account_change_password"), data).status_code == 302
    assert here.get(reverse("admin:index")).status_code == 200
    assert "login" in elsewhere.get(reverse("admin:index"))["Location"]


def test_an_invitation_to_staff_that_is_sent_again_is_its_readers_alone(secretariat: User) -> None:
    invitation = resend(
        invite(email="x@example.org", as_staff=True, by=secretariat), by=secretariat
    )
    with pytest.raises(Refusal, match="another address"):
        accept_with_account(invitation, by=factories.UserFactory.create())
