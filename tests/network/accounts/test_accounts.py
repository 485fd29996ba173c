"""Signing in and new passwords, over the real pages and the real outbox."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django.fixtures import Settings

from network.accounts.changes import activate, deactivate, end_staff_access
from network.accounts.checks import check_trusted_proxies, no_sample_accounts
from network.accounts.invitations import invite
from network.accounts.models import Invitation, User
from network.accounts.sign_in import STRANGERS_AN_HOUR
from network.mail.models import OutgoingMail
from network.tasks import pulse
from network.values.refusals import Refusal
from tests import factories
from tests.proof import prove
from tests.sent import sent_by

pytestmark = pytest.mark.django_db

NEW_PASSWORD = "another-long-sentence"


def sign_in(client: Client, email: str, password: str = factories.PASSWORD) -> Any:
    return client.post(reverse("account_login"), {"login": email, "password": password})


def is_signed_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


def ask_for_password(client: Client, email: str) -> Any:
    return client.post(reverse("account_reset_password"), {"email": email})


def reset_link(address: str) -> str:
    text = OutgoingMail.objects.filter(address=address).latest("pk").body_text
    found = re.search(r"http://localhost:\d+(/accounts/password/reset/key/\S+)", text)
    assert found is not None, text
    return found.group(1)


# --- Signing in ---


def test_one_signs_in_with_the_email_address_in_any_case(visitor: Client) -> None:
    account = factories.UserFactory.create(email="someone@example.org")
    response = sign_in(visitor, "Someone@Example.ORG")
    assert response["Location"] == reverse("after-login")
    assert visitor.session["_auth_user_id"] == str(account.pk)


def test_a_wrong_password_and_an_unknown_address_get_the_same_answer(visitor: Client) -> None:
    factories.UserFactory.create(email="someone@example.org")
    pages = []
    for email in ("someone@example.org", "nobody@example.org"):
        page = sign_in(visitor, email, "not-the-password").content.decode()
        assert "email address and/or password" in page
        pages.append(re.sub(r'value="[^"]*"|X-CSRFToken[^}]*', "", page))
    assert pages[0] == pages[1]
    assert not is_signed_in(visitor)


def test_too_many_wrong_passwords_stop_even_the_right_one(visitor: Client) -> None:
    factories.UserFactory.create(email="someone@example.org")
    for _attempt in range(5):
        sign_in(visitor, "someone@example.org", "not-the-password")
    response = sign_in(visitor, "someone@example.org")
    assert "Too many attempts. Try again in 5 minutes." in response.content.decode()
    assert not is_signed_in(visitor)


def test_a_deactivated_account_does_not_sign_in_and_its_session_ends(
    visitor: Client, secretariat: User
) -> None:
    account = factories.UserFactory.create()
    sign_in(visitor, account.email)
    assert visitor.get(reverse("after-login"))["Location"] == reverse("home")
    deactivate(account, by=secretariat)
    assert "login" in visitor.get(reverse("after-login"))["Location"]
    fresh = Client()
    sign_in(fresh, account.email)
    assert not is_signed_in(fresh)
    activate(account, by=secretariat)
    sign_in(fresh, account.email)
    assert is_signed_in(fresh)


def test_after_signing_in_each_lands_where_their_work_is(
    secretariat_client: Client, focal_point_client: Client
) -> None:
    other = Client()
    other.force_login(factories.UserFactory.create())
    landing = reverse("after-login")
    assert secretariat_client.get(landing)["Location"] == reverse("admin:index")
    assert focal_point_client.get(landing)["Location"] == reverse("focalpoints:desk")
    assert other.get(landing)["Location"] == reverse("home")


def test_nobody_signs_up(visitor: Client) -> None:
    url = reverse("account_signup")
    data = {"email": "me@example.org", "password1": NEW_PASSWORD, "password2": NEW_PASSWORD}
    for response in (visitor.get(url), visitor.post(url, data)):
        assert response.status_code == 200
        assert 'name="password1"' not in response.content.decode()
    assert not User.objects.exists()
    assert not OutgoingMail.objects.exists()


def test_the_admin_has_no_sign_in_of_its_own(visitor: Client, secretariat: User) -> None:
    data = {"username": secretariat.email, "password": factories.PASSWORD}
    response = visitor.post(reverse("admin:login"), data)
    assert response["Location"].startswith(reverse("account_login"))
    assert not is_signed_in(visitor)


# --- New passwords ---


def test_a_forgotten_password_is_replaced_by_a_link_in_the_mail(visitor: Client) -> None:
    account = factories.UserFactory.create(email="someone@example.org")
    response = ask_for_password(visitor, "Someone@example.org")
    assert response["Location"] == reverse("account_reset_password_done")
    mail = OutgoingMail.objects.get()
    assert (mail.address, mail.kind) == ("someone@example.org", OutgoingMail.Kind.ACCOUNT)
    assert mail.subject == "A new password for the portal"

    page = visitor.get(reset_link(account.email), follow=True)
    account.refresh_from_db()
    assert account.check_password(factories.PASSWORD), "opening the link changes nothing"
    form = page.redirect_chain[-1][0]
    visitor.post(form, {"password1": NEW_PASSWORD, "password2": NEW_PASSWORD})
    account.refresh_from_db()
    assert account.check_password(NEW_PASSWORD)
    assert not is_signed_in(visitor), "a mailbox alone does not sign in"
    notice = OutgoingMail.objects.latest("pk")
    assert notice.subject == "Your password was changed"
    assert "If it was not you" in notice.body_text


def test_a_link_for_a_new_password_works_once(visitor: Client) -> None:
    account = factories.UserFactory.create()
    ask_for_password(visitor, account.email)
    url = reset_link(account.email)
    form = visitor.get(url, follow=True).redirect_chain[-1][0]
    visitor.post(form, {"password1": NEW_PASSWORD, "password2": NEW_PASSWORD})
    other = Client()
    page = other.get(url, follow=True)
    last = page.redirect_chain[-1][0] if page.redirect_chain else url
    other.post(last, {"password1": "a-third-long-sentence", "password2": "a-third-long-sentence"})
    account.refresh_from_db()
    assert account.check_password(NEW_PASSWORD)


def test_the_link_is_on_the_portals_own_name(visitor: Client, settings: Settings) -> None:
    account = factories.UserFactory.create()
    settings.SITE_URL = "https://portal.example.org"
    visitor.post(
        reverse("account_reset_password"), {"email": account.email}, headers={"host": "127.0.0.1"}
    )
    text = OutgoingMail.objects.get().body_text
    assert "https://portal.example.org/accounts/password/reset/key/" in text
    assert "127.0.0.1" not in text


def test_an_unknown_address_gets_the_same_answer_and_a_mail_without_a_link(
    visitor: Client,
) -> None:
    account = factories.UserFactory.create()
    known = ask_for_password(visitor, account.email)
    unknown = ask_for_password(visitor, "nobody@example.org")
    assert (known.status_code, known["Location"]) == (unknown.status_code, unknown["Location"])
    mail = OutgoingMail.objects.get(address="nobody@example.org")
    assert mail.subject == OutgoingMail.objects.get(address=account.email).subject
    assert "There is no account with this address" in mail.body_text
    assert "/password/reset/key/" not in mail.body_text


def test_a_deactivated_account_gets_no_link(visitor: Client) -> None:
    account = factories.UserFactory.create(is_active=False)
    ask_for_password(visitor, account.email)
    assert "/password/reset/key/" not in OutgoingMail.objects.get().body_text


def test_asking_again_and_again_is_stopped(visitor: Client) -> None:
    for _time in range(3):
        ask_for_password(visitor, "nobody@example.org")
    response = ask_for_password(visitor, "nobody@example.org")
    assert response.status_code == 429
    assert OutgoingMail.objects.count() == 3


def test_strangers_are_written_to_only_so_often_whoever_asks(
    visitor: Client, settings: Settings
) -> None:
    settings.ACCOUNT_RATE_LIMITS = False
    account = factories.UserFactory.create()
    for number in range(STRANGERS_AN_HOUR + 5):
        response = ask_for_password(visitor, f"stranger{number}@example.org")
        assert response["Location"] == reverse("account_reset_password_done")
    assert OutgoingMail.objects.count() == STRANGERS_AN_HOUR
    ask_for_password(visitor, account.email)
    assert OutgoingMail.objects.filter(address=account.email).exists(), "its owner is no stranger"


def test_the_mail_speaks_the_owners_language(visitor: Client) -> None:
    account = factories.UserFactory.create(language="ar")
    ask_for_password(visitor, account.email)
    mail = OutgoingMail.objects.get()
    assert mail.language == "ar"
    assert 'dir="rtl"' in mail.body_html


def test_a_link_leads_to_a_page_in_the_owners_language(visitor: Client) -> None:
    account = factories.UserFactory.create(language="ar")
    visitor.post("/fr/accounts/password/reset/", {"email": account.email})
    link = re.search(r"http://localhost:\d+(/\S+/key/\S+)", OutgoingMail.objects.get().body_text)
    assert link is not None
    assert link[1].startswith("/ar/accounts/")
    page = visitor.get(link[1], follow=True)
    assert 'lang="ar"' in page.content.decode()
    form = page.redirect_chain[-1][0]
    visitor.post(form, {"password1": NEW_PASSWORD, "password2": NEW_PASSWORD})
    notice = OutgoingMail.objects.latest("pk")
    assert notice.language == "ar"
    assert "/ar/accounts/password/reset/" in notice.body_text
    account.refresh_from_db()
    assert account.check_password(NEW_PASSWORD)


# --- What the Secretariat may do with accounts ---


def test_nobody_closes_their_own_account_or_leaves_the_secretariat_by_mistake(
    secretariat: User,
) -> None:
    for service in (deactivate, end_staff_access):
        with pytest.raises(Refusal):
            service(secretariat, by=secretariat)


def test_staff_have_no_power_over_an_administrator(secretariat: User) -> None:
    administrator = User.objects.create_superuser("admin@example.org", factories.PASSWORD)
    with pytest.raises(Refusal, match="administrator"):
        deactivate(administrator, by=secretariat)


def test_who_leaves_the_secretariat_keeps_the_account_and_loses_the_admin(
    secretariat: User,
) -> None:
    colleague = factories.SecretariatFactory.create()
    client = Client()
    client.force_login(colleague)
    assert client.get(reverse("admin:index")).status_code == 200
    end_staff_access(colleague, by=secretariat)
    assert client.get(reverse("admin:index")).status_code == 404
    assert client.get(reverse("home")).status_code == 200


def test_who_leaves_the_secretariat_does_not_come_back_by_an_old_invitation(
    secretariat: User,
) -> None:
    colleague = factories.SecretariatFactory.create()
    kept = invite(email="other@example.org", as_staff=True, by=secretariat)
    # As invited before the account was staff, and never used.
    pending = Invitation.objects.create(
        email=colleague.email,
        as_staff=True,
        token_digest="x",
        expires_at=kept.expires_at,
        invited_by=secretariat,
    )
    end_staff_access(colleague, by=secretariat)
    pending.refresh_from_db()
    assert pending.state == Invitation.State.REVOKED
    kept.refresh_from_db()
    assert kept.state == Invitation.State.OPEN


def test_an_account_changes_in_the_admin_only_after_a_question(
    secretariat_client: Client, focal_point: User
) -> None:
    url = reverse("admin:network_user_deactivate_account", args=[focal_point.pk])
    prove(secretariat_client)
    assert "Deactivate the account of" in secretariat_client.get(url).content.decode()
    focal_point.refresh_from_db()
    assert focal_point.is_active
    secretariat_client.post(url)
    focal_point.refresh_from_db()
    assert not focal_point.is_active


def test_rights_cannot_be_typed_in_the_admin(secretariat_client: Client, secretariat: User) -> None:
    prove(secretariat_client)
    url = reverse("admin:network_user_change", args=[secretariat.pk])
    shown = sent_by(secretariat_client.get(url).content.decode(), "_save")
    data = {"name": "Sam", "language": "en", "is_superuser": "on", "email": "other@example.org"}
    assert secretariat_client.post(url, {**shown, **data}).status_code == 302
    secretariat.refresh_from_db()
    assert secretariat.name == "Sam"
    assert not secretariat.is_superuser
    assert secretariat.email == "staff@example.org"


# --- Sessions ---


def test_sessions_that_are_over_are_forgotten(secretariat_client: Client) -> None:
    secretariat_client.session.save()
    Client().force_login(factories.UserFactory.create())
    over = Session.objects.exclude(pk=secretariat_client.session.session_key)
    assert over.update(expire_date=timezone.now()) == 1
    pulse()
    assert Session.objects.get().pk == secretariat_client.session.session_key


# --- Sample accounts ---


def test_a_sample_account_never_works_in_production(visitor: Client, settings: Settings) -> None:
    account = factories.UserFactory.create(is_sample=True)
    sign_in(visitor, account.email)
    assert is_signed_in(visitor)
    settings.IS_PRODUCTION = True
    assert "login" in visitor.get(reverse("after-login"))["Location"]
    fresh = Client()
    sign_in(fresh, account.email)
    assert not is_signed_in(fresh)


def test_the_deployment_check_finds_sample_accounts(settings: Settings) -> None:
    factories.UserFactory.create(is_sample=True)
    assert no_sample_accounts(None) == []
    settings.IS_PRODUCTION = True
    (error,) = no_sample_accounts(None)
    assert error.id == "network.E001"
    User.objects.all().delete()
    assert no_sample_accounts(None) == []


def test_a_portal_behind_a_proxy_that_it_does_not_know_is_warned_of(settings: Settings) -> None:
    settings.SITE_URL = "https://portal.example.org"
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 0
    (warning,) = check_trusted_proxies(None)
    assert "TRUSTED_PROXIES=1" in str(warning.hint)
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    assert check_trusted_proxies(None) == []
