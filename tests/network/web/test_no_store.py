"""What only the signed-in or the holder of a link may see stays in no cache.

Every address by every role is asked in tests/test_access.py.
"""

from __future__ import annotations

from typing import Any

import pytest
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.contrib import admin
from django.test import Client
from django.urls import reverse

from network.accounts.invitations import invite
from network.accounts.models import User
from network.mail.models import OutgoingMail
from newsletters.models import Subscription
from tests import factories
from tests.proof import prove

pytestmark = pytest.mark.django_db

NO_STORE = "private, no-store"


def kept(answer: Any) -> str:
    return str(answer.get("Cache-Control", ""))


def test_public_pages_and_files_may_be_kept_for_visitors(visitor: Client) -> None:
    for url in ("/", "/members/", "/privacy/", "/robots.txt", "/nowhere"):
        assert "no-store" not in kept(visitor.get(url)), url
    file = visitor.get("/static/css/tokens.css")
    assert file.status_code == 200
    assert "no-store" not in kept(file)
    file.close()


def test_nothing_of_the_signed_in_is_kept_errors_and_files_among_it(
    secretariat_client: Client, focal_point_client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert kept(secretariat_client.get("/")) == NO_STORE
    assert kept(secretariat_client.get("/nowhere/")) == NO_STORE
    assert kept(secretariat_client.get("/admin/network/user/?password=x")) == NO_STORE
    assert kept(focal_point_client.get(reverse("admin:index"))) == NO_STORE
    assert kept(secretariat_client.get("/", headers={"HX-Request": "true"})) == NO_STORE
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = secretariat_client.cookies
    refused = strict.post(reverse("account_logout"))
    assert (refused.status_code, kept(refused)) == (403, NO_STORE)
    export = secretariat_client.post(
        reverse("admin:newsletters_subscription_export"), {"format": "csv"}
    )
    assert kept(export) == NO_STORE
    for model in admin.site._registry:
        name = f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist"
        assert kept(secretariat_client.get(reverse(name))) == NO_STORE

    def fails(*args: Any, **kwargs: Any) -> None:
        raise RuntimeError("on purpose")

    monkeypatch.setattr("network.web.views.render", fails)
    failing = Client(raise_request_exception=False)
    failing.cookies = secretariat_client.cookies
    broken = failing.get("/")
    assert (broken.status_code, kept(broken)) == (500, NO_STORE)


def test_pages_with_secrets_are_kept_for_nobody(
    visitor: Client, secretariat: User, subscriber: Subscription
) -> None:
    account = factories.UserFactory.create(email="owner@example.org")
    visitor.post(reverse("account_reset_password"), {"email": account.email})
    reset = OutgoingMail.objects.latest("pk").body_text.split("/reset/key/")[1].split()[0]
    invite(email="new@example.org", by=secretariat)
    token = OutgoingMail.objects.latest("pk").body_text.split("/invitation/")[1].split("/")[0]
    reset_url = f"/accounts/password/reset/key/{reset}"
    form = Client().get(reset_url)
    assert kept(form) == NO_STORE
    pages = [
        reverse("invitation", args=[token]),
        reverse("invitation", args=["not-an-invitation"]),
        f"/fr{reset_url}",
        form["Location"],
        reverse("account_login"),
        reverse("account_reset_password"),
        reverse("mfa_authenticate"),
        reverse("mailbox:mailbox"),
        *(
            reverse(f"newsletters:{name}", args=[subscriber.token])
            for name in ("preferences", "confirm", "unsubscribe")
        ),
    ]
    for url in pages:
        assert kept(Client().get(url)) == NO_STORE, url


def test_the_set_up_of_a_second_factor_is_kept_for_nobody(focal_point: User) -> None:
    client = Client()
    client.force_login(focal_point)
    prove(client)
    assert kept(client.get(reverse("mfa_activate_totp"))) == NO_STORE
    TOTP.activate(focal_point, generate_totp_secret())
    RecoveryCodes.activate(focal_point)
    for name in ("mfa_view_recovery_codes", "mfa_download_recovery_codes", "mfa_index"):
        answer = client.get(reverse(name))
        assert (answer.status_code, kept(answer)) == (200, NO_STORE), name
