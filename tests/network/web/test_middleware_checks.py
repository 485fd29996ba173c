"""What each middleware refuses or adds, asked for on addresses that all may open."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import Http404, HttpRequest
from django.test import Client, RequestFactory
from django.urls import reverse

from network.accounts.access import NotVisible
from network.accounts.models import User
from network.web.middleware import VisibilityMiddleware

pytestmark = pytest.mark.django_db


def test_an_address_with_a_nul_is_refused_wherever_it_is(visitor: Client) -> None:
    for query in ("?q=%00", "?%00=q", "?q=a&q=b%00"):
        assert visitor.get(f"{reverse('home')}{query}").status_code == 400, query
    assert visitor.get("/members/%00/").status_code == 400
    assert visitor.get(f"{reverse('home')}?q=0").status_code == 200


def test_no_browser_frames_a_page_or_guesses_what_it_is(
    visitor: Client, secretariat_client: Client
) -> None:
    for client, address in (
        (visitor, reverse("home")),
        (visitor, reverse("account_login")),
        (visitor, "/no/such/page/"),
        (secretariat_client, reverse("admin:index")),
    ):
        headers = client.get(address).headers
        assert headers["X-Frame-Options"] == "DENY", address
        assert headers["X-Content-Type-Options"] == "nosniff", address
        assert headers["Cross-Origin-Opener-Policy"] == "same-origin", address
        # The address of another site's page never says which page of the portal led there.
        assert headers["Referrer-Policy"] == "same-origin", address


def test_a_wrong_method_is_reported_in_words_to_who_reads_pages(visitor: Client) -> None:
    address = reverse("meetings:meetings")
    page = visitor.post(address, headers={"accept": "text/html"})
    assert (page.status_code, "405.html" in [each.name for each in page.templates]) == (405, True)
    assert page["Allow"]
    bare = visitor.post(address, headers={"accept": "application/json"})
    assert (bare.status_code, bare.content) == (405, b"")


def test_public_pages_may_be_kept_and_pages_with_a_secret_may_not(
    visitor: Client, focal_point_client: Client
) -> None:
    def control(client: Client, address: str) -> str:
        return str(client.get(address).headers.get("Cache-Control", ""))

    kept_out = "private, no-store"
    assert control(visitor, reverse("home")) != kept_out
    assert control(visitor, "/no/such/page/") != kept_out
    assert control(visitor, reverse("account_reset_password")) == kept_out
    assert control(focal_point_client, reverse("home")) == kept_out
    assert control(focal_point_client, "/no/such/page/") == kept_out


def test_only_a_visitor_is_asked_to_sign_in_and_only_where_members_may_find_something(
    rf: RequestFactory, focal_point: User
) -> None:
    def answer(user: Any, exception: Exception) -> Any:
        request: HttpRequest = rf.get("/meetings/1/")
        request.user = user
        request._messages = _Said()  # type: ignore[attr-defined]
        return VisibilityMiddleware(lambda _request: None).process_exception(  # type: ignore[arg-type, return-value]
            request, exception
        )

    asked = answer(AnonymousUser(), NotVisible())
    assert asked["Location"].startswith(reverse("account_login"))
    assert answer(AnonymousUser(), Http404()) is None
    assert answer(focal_point, NotVisible()) is None


class _Said:
    def add(self, *_words: Any) -> None:
        """As the storage of messages, for a request that has no session."""
