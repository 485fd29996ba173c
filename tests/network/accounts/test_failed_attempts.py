"""Guessing passwords and codes is stopped, and locks nobody else out."""

from __future__ import annotations

import re
import time
from typing import Any

import pytest
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from network.accounts import failed_attempts as guessing
from network.accounts.models import User
from network.accounts.rate_limits import Limit, network_of
from network.mail.models import OutgoingMail
from tests import factories
from tests.network.accounts.test_second_factor import code_of

pytestmark = pytest.mark.django_db

HERE, ELSEWHERE = "192.0.2.1", "198.51.100.7"
STOPPED = "Too many attempts. Try again in"


def sign_in(address: str, password: str, *, at: str, email: str = "owner@example.org") -> Any:
    client = Client(REMOTE_ADDR=address)
    given = {"login": email, "password": password}
    return client, client.post(at, given)


@pytest.fixture
def owner(db: None) -> User:
    return factories.UserFactory.create(email="owner@example.org")


def guess(
    times: int, address: str = HERE, email: str = "owner@example.org", password: str = "wrong-words"
) -> str:
    """The page after so many wrong passwords."""
    page = ""
    for _attempt in range(times):
        _client, answer = sign_in(address, password, at=reverse("account_login"), email=email)
        page = answer.content.decode()
    return page


def gets_in(address: str, email: str = "owner@example.org") -> bool:
    client, _answer = sign_in(address, factories.PASSWORD, at=reverse("account_login"), email=email)
    return "_auth_user_id" in client.session


def test_wrong_passwords_from_one_address_do_not_lock_the_owner_out_elsewhere(owner: User) -> None:
    assert STOPPED in guess(6)
    assert not gets_in(HERE)
    assert gets_in(ELSEWHERE)


def test_a_whole_network_of_ipv6_counts_as_one_and_a_dressed_ipv4_as_itself(owner: User) -> None:
    for number in range(5):
        guess(1, f"2001:db8:1:2::{number + 1:x}")
    assert not gets_in("2001:db8:1:2:ffff::9")
    assert gets_in("2001:db8:1:3::1")
    for number in range(5):
        guess(1, "::ffff:192.0.2.1" if number % 2 else "192.0.2.1")
    assert not gets_in("::ffff:192.0.2.1")
    assert gets_in("::ffff:198.51.100.7")
    assert network_of("::ffff:192.0.2.1") == network_of("192.0.2.1")
    assert network_of("2001:db8:1:2::1") == network_of("2001:db8:1:2:9::1")


def test_many_addresses_together_are_stopped_at_a_hundred_an_hour(
    owner: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert guessing.ON_ONE_ACCOUNT == (100, 60 * 60)
    monkeypatch.setattr(guessing, "ON_ONE_ACCOUNT", (8, 60 * 60))
    for number in range(8):
        guess(1, f"203.0.113.{number}")
    assert "Try again in 60 minutes." in guess(1, ELSEWHERE)
    assert not gets_in(ELSEWHERE)


def test_one_address_that_tries_many_accounts_is_stopped() -> None:
    for number in range(10):
        assert STOPPED not in guess(1, email=f"somebody{number}@example.org")
    assert "Try again in 1 minute." in guess(1, email="yet.another@example.org")


def test_a_right_password_is_no_guess(owner: User) -> None:
    for _attempt in range(12):
        assert gets_in(HERE)
    guess(4)
    assert gets_in(HERE)


def test_other_spellings_of_an_address_are_no_other_account(owner: User) -> None:
    for email in ("owner@example.org", "OWNER@example.org", " Owner@Example.org ") * 2:
        guess(1, email=email)
    assert not gets_in(HERE)


def test_the_answer_tells_not_whether_an_account_exists(owner: User) -> None:
    def shown(email: str, address: str) -> list[str]:
        pages = [guess(1, address, email) for _attempt in range(7)]
        return [re.sub(r'value="[^"]*"|X-CSRFToken[^}]*', "", page) for page in pages]

    assert shown("owner@example.org", HERE) == shown("nobody@example.org", ELSEWHERE)


def test_a_new_password_opens_the_account_at_once(owner: User) -> None:
    guess(6)
    client = Client(REMOTE_ADDR=HERE)
    client.post(reverse("account_reset_password"), {"email": owner.email})
    text = OutgoingMail.objects.get().body_text
    path = "/accounts/password/reset/key/" + text.split("/reset/key/")[1].split()[0]
    form = client.get(path)["Location"]
    data = {"password1": factories.PASSWORD, "password2": factories.PASSWORD}
    assert client.post(form, data).status_code == 302
    assert gets_in(HERE)


def test_the_password_asked_for_again_is_counted_with_it(owner: User) -> None:
    client = Client(REMOTE_ADDR=HERE)
    client.force_login(owner)
    page = ""
    for _attempt in range(6):
        answer = client.post(reverse("account_reauthenticate"), {"password": "wrong-words"})
        page = answer.content.decode()
    assert STOPPED in page
    assert gets_in(ELSEWHERE)


def test_wrong_codes_from_one_address_leave_the_owner_free_elsewhere(owner: User) -> None:
    secret = generate_totp_secret()
    TOTP.activate(owner, secret)

    def with_codes(address: str, *codes: str) -> tuple[Client, str]:
        client, _answer = sign_in(address, factories.PASSWORD, at=reverse("account_login"))
        page = ""
        for code in codes:
            page = client.post(reverse("mfa_authenticate"), {"code": code}).content.decode()
        return client, page

    thief, page = with_codes(HERE, *["000000"] * 6)
    assert STOPPED in page
    thief.post(reverse("mfa_authenticate"), {"code": code_of(secret)})
    assert "_auth_user_id" not in thief.session
    client, _page = with_codes(ELSEWHERE, code_of(secret))
    assert "_auth_user_id" in client.session


def test_a_limit_begins_again_when_its_time_is_over() -> None:
    limit = Limit("test", "somebody", 1, 1)
    assert limit.count() == 0
    assert limit.count() == 1, "seconds to wait"
    time.sleep(1.1)
    assert limit.count() == 0
    limit.take_back()
    assert limit.count() == 0
    cache.clear()
    limit.take_back()
    assert limit.count() == 0


def test_the_page_of_a_limit_says_when_to_try_again(visitor: Client) -> None:
    for _attempt in range(10):
        visitor.post(reverse("account_reset_password"), {"email": f"a{_attempt}@example.org"})
    answer = visitor.post(reverse("account_reset_password"), {"email": "b@example.org"})
    assert answer.status_code == 429
    assert answer["Retry-After"] == "60"
    assert "Wait one minute and try again." in answer.content.decode()
