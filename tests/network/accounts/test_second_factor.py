"""The second factor of Secretariat staff: it is the session that must have used one."""

from __future__ import annotations

from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.test import Client
from django.urls import reverse
from pytest_django.fixtures import Settings

from network.accounts.changes import forget_second_factor
from network.accounts.invitations import invite
from network.accounts.models import User
from network.mail.models import OutgoingMail
from network.values.refusals import Refusal
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _as_in_production(settings: Settings) -> None:
    settings.SECOND_FACTOR_REQUIRED = True


def code_of(secret: str) -> str:
    """The code of this half minute: the middle of those that are accepted."""
    _before, now, _after = yield_hotp_counters_from_time()
    return format_hotp_value(hotp_value(secret, now))


def sign_in(user: User) -> tuple[Client, Any]:
    client = Client()
    data = {"login": user.email, "password": factories.PASSWORD}
    return client, client.post(reverse("account_login"), data)


def admin_of(client: Client) -> Any:
    return client.get(reverse("admin:index"))


def test_staff_without_a_second_factor_are_led_to_set_one_up(secretariat: User) -> None:
    client, _response = sign_in(secretariat)
    for url in (reverse("admin:index"), reverse("home"), reverse("focalpoints:directory")):
        assert client.get(url)["Location"].startswith(reverse("mfa_activate_totp"))


def test_a_path_that_only_looks_like_sign_in_is_no_way_round(secretariat: User) -> None:
    client, _response = sign_in(secretariat)
    for url in ("/admin/?next=/accounts/", "/admin/network/user/?q=/accounts/login/"):
        assert client.get(url).status_code == 302
    assert client.get(reverse("mfa_index")).status_code == 302


def test_setting_one_up_asks_for_a_code_once_more_and_then_opens_the_admin(
    secretariat: User, django_capture_on_commit_callbacks: Any
) -> None:
    client, _response = sign_in(secretariat)
    page = client.get(reverse("mfa_activate_totp"), follow=True)
    password = {"password": factories.PASSWORD}
    if page.redirect_chain:
        page = client.post(page.redirect_chain[-1][0], password, follow=True)
    secret = client.session["mfa.totp.secret"]
    with django_capture_on_commit_callbacks(execute=True):
        client.post(reverse("mfa_activate_totp"), {"code": code_of(secret)})
    assert Authenticator.objects.filter(user=secretariat, type="totp").exists()

    led = admin_of(client)
    assert led["Location"].startswith(reverse("mfa_reauthenticate"))
    response = client.post(led["Location"], {"code": code_of(secret)}, follow=True)
    assert response.redirect_chain[-1][0] == reverse("admin:index")
    assert admin_of(client).status_code == 200
    assert OutgoingMail.objects.filter(subject="A second factor was set up").exists()


def test_a_sign_in_with_a_code_opens_the_admin(secretariat: User) -> None:
    secret = generate_totp_secret()
    TOTP.activate(secretariat, secret)
    client, response = sign_in(secretariat)
    assert response["Location"] == reverse("mfa_authenticate")
    assert "login" in admin_of(client)["Location"], "a password alone signs nobody in"
    client.post(reverse("mfa_authenticate"), {"code": "000000"})
    assert "login" in admin_of(client)["Location"]
    client.post(reverse("mfa_authenticate"), {"code": code_of(secret)})
    assert admin_of(client).status_code == 200


def test_a_code_works_once(secretariat: User) -> None:
    secret = generate_totp_secret()
    TOTP.activate(secretariat, secret)
    code = code_of(secret)
    for expected in (200, 302):
        client, _response = sign_in(secretariat)
        client.post(reverse("mfa_authenticate"), {"code": code})
        assert admin_of(client).status_code == expected


def test_a_recovery_code_opens_the_admin_once(secretariat: User) -> None:
    TOTP.activate(secretariat, generate_totp_secret())
    code = RecoveryCodes.activate(secretariat).generate_codes()[0]
    for expected in (200, 302):
        client, _response = sign_in(secretariat)
        client.post(reverse("mfa_authenticate"), {"code": code})
        assert admin_of(client).status_code == expected


def test_a_session_from_before_the_second_factor_must_use_it(
    secretariat_client: Client, secretariat: User
) -> None:
    TOTP.activate(secretariat, generate_totp_secret())
    assert admin_of(secretariat_client)["Location"].startswith(reverse("mfa_reauthenticate"))
    # Neither removing it nor setting up another is a way round.
    for name in ("mfa_deactivate_totp", "mfa_activate_totp", "mfa_generate_recovery_codes"):
        response = secretariat_client.post(reverse(name), {"password": factories.PASSWORD})
        assert response["Location"].startswith(reverse("mfa_reauthenticate"))
    assert Authenticator.objects.filter(user=secretariat, type="totp").exists()


def test_guessing_codes_is_stopped(secretariat: User) -> None:
    secret = generate_totp_secret()
    TOTP.activate(secretariat, secret)
    client, _response = sign_in(secretariat)
    for _attempt in range(6):
        client.post(reverse("mfa_authenticate"), {"code": "000000"})
    client.post(reverse("mfa_authenticate"), {"code": code_of(secret)})
    assert "login" in admin_of(client)["Location"]


def test_anothers_second_factor_does_not_count(secretariat: User) -> None:
    secret = generate_totp_secret()
    TOTP.activate(secretariat, secret)
    client, _response = sign_in(secretariat)
    client.post(reverse("mfa_authenticate"), {"code": code_of(secret)})
    assert admin_of(client).status_code == 200
    colleague = factories.SecretariatFactory.create()
    client.force_login(colleague)
    assert admin_of(client)["Location"].startswith(reverse("mfa_activate_totp"))


def test_focal_points_need_none(focal_point: User) -> None:
    client, response = sign_in(focal_point)
    assert response["Location"] == reverse("after-login")
    assert client.get(reverse("focalpoints:desk")).status_code == 200


def test_an_invited_member_of_staff_sets_one_up_first(secretariat: User) -> None:
    invite(email="new.staff@example.org", as_staff=True, by=secretariat)
    text = OutgoingMail.objects.latest("pk").body_text
    url = "/invitation/" + text.split("/invitation/")[1].split()[0]
    client = Client()
    data = {"name": "N", "password1": factories.PASSWORD, "password2": factories.PASSWORD}
    client.post(url, data)
    assert admin_of(client)["Location"].startswith(reverse("mfa_activate_totp"))


def test_the_demo_lets_staff_pass(secretariat: User, settings: Settings) -> None:
    settings.SECOND_FACTOR_REQUIRED = False
    client, _response = sign_in(secretariat)
    assert admin_of(client).status_code == 200


def test_a_lost_second_factor_is_removed_by_a_colleague_and_its_owner_is_informed(
    secretariat: User,
) -> None:
    colleague = factories.SecretariatFactory.create()
    with pytest.raises(Refusal, match="no second factor"):
        forget_second_factor(colleague, by=secretariat)
    TOTP.activate(colleague, generate_totp_secret())
    forget_second_factor(colleague, by=secretariat)
    assert not Authenticator.objects.filter(user=colleague).exists()
    mail = OutgoingMail.objects.get(address=colleague.email)
    assert mail.subject == "Your second factor was removed"
    with pytest.raises(Refusal, match="your own"):
        forget_second_factor(secretariat, by=secretariat)
