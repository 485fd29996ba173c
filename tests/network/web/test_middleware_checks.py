"""What each middleware refuses or adds, asked for on addresses that all may open."""

from __future__ import annotations

from typing import Any

import pytest
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.contrib.auth.models import AnonymousUser
from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.urls import resolve, reverse

from network import clock
from network.accounts.access import NotVisible
from network.accounts.models import User
from network.web.kept_pages import KeptPagesMiddleware
from network.web.middleware import SecondFactorMiddleware, VisibilityMiddleware
from network.web.own_origin import OwnOriginMiddleware, own_origin_is_enough

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


# --- The second factor ---


@pytest.mark.parametrize(
    ("has_one", "open_to"), [(True, "mfa_reauthenticate"), (False, "mfa_activate_totp")]
)
def test_staff_without_it_in_their_session_reach_one_step_towards_it(
    has_one: bool,
    open_to: str,
    rf: RequestFactory,
    secretariat: User,
    settings: Any,
) -> None:
    settings.SECOND_FACTOR_REQUIRED = True
    if has_one:
        TOTP.activate(secretariat, generate_totp_secret())
    middleware = SecondFactorMiddleware(lambda _request: None)  # type: ignore[arg-type, return-value]

    def answer(name: str) -> Any:
        request: HttpRequest = rf.get(reverse(name))
        request.user, request.session = secretariat, {}  # type: ignore[assignment]
        request.resolver_match = resolve(reverse(name))
        return middleware.process_view(request, None, (), {})

    assert answer(open_to) is None
    way = reverse("mfa_reauthenticate" if has_one else "mfa_activate_totp")
    for name in {"mfa_activate_totp", "mfa_reauthenticate", "admin:index"} - {open_to}:
        assert answer(name)["Location"].startswith(f"{way}?"), name


# --- Forms without a token ---


@own_origin_is_enough
def _marked(_request: HttpRequest) -> None:
    """A view of a page that is kept."""


def _plain(_request: HttpRequest) -> None:
    """Any other view."""


@pytest.mark.parametrize("view", [_marked, _plain])
@pytest.mark.parametrize("origin", ["http://testserver", "https://elsewhere.example"])
def test_a_token_is_spared_a_marked_view_from_an_own_page_alone(
    view: Any, origin: str, rf: RequestFactory
) -> None:
    request = rf.post("/", headers={"origin": origin})
    middleware = OwnOriginMiddleware(lambda _request: None)  # type: ignore[arg-type, return-value]
    middleware.process_view(request, view, (), {})
    is_spared = hasattr(request, "csrf_processing_done")
    assert is_spared is (view is _marked and origin == "http://testserver")


# --- Kept pages, the policy, and a restored database ---


@pytest.mark.parametrize(
    ("pages", "parts", "cookie", "is_noted"),
    [(9, 0, "", True), (0, 9, "", True), (0, 0, "", False), (9, 9, "sessionid", False)],
)
def test_the_version_is_noted_where_something_is_kept_for_all(
    pages: int, parts: int, cookie: str, is_noted: bool, rf: RequestFactory, settings: Any
) -> None:
    settings.KEPT_PAGES, settings.KEPT_PARTS = pages, parts
    asked: list[HttpRequest] = []

    def answer(request: HttpRequest) -> HttpResponse:
        asked.append(request)
        return HttpResponse("Hello")

    for _twice in range(2):
        request = rf.get(reverse("focalpoints:members"))
        request.COOKIES.update({settings.SESSION_COOKIE_NAME: "x"} if cookie else {})
        assert KeptPagesMiddleware(answer)(request).status_code == 200
        assert hasattr(request, "kept_version") is is_noted
    # The second visitor gets the page, where pages are kept and not only parts.
    assert len(asked) == (1 if is_noted and pages else 2)


def test_what_one_reader_is_shown_or_hangs_on_the_moment_is_made_each_time(
    rf: RequestFactory, settings: Any
) -> None:
    settings.KEPT_PAGES = 9

    def with_cookie(_request: HttpRequest) -> HttpResponse:
        response = HttpResponse("Hello")
        response.set_cookie("mine", "1")
        return response

    def of_the_moment(_request: HttpRequest) -> HttpResponse:
        return HttpResponse(clock.now().isoformat())

    def the_same(_request: HttpRequest) -> HttpResponse:
        return HttpResponse("Hello")

    for make, is_kept in ((with_cookie, False), (of_the_moment, False), (the_same, True)):
        cache.clear()
        response = KeptPagesMiddleware(make)(rf.get(reverse("focalpoints:members")))
        assert response.has_header("ETag") is is_kept, make


def test_only_the_admin_may_evaluate(visitor: Client, secretariat_client: Client) -> None:
    for client, address, may in (
        (visitor, reverse("home"), False),
        (secretariat_client, reverse("home"), False),
        (secretariat_client, reverse("admin:index"), True),
    ):
        policy = client.get(address).headers["Content-Security-Policy"]
        assert ("'unsafe-eval'" in policy) is may, address


def test_a_restored_portal_answers_about_its_health_alone(
    visitor: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("network.web.middleware.is_behind", lambda: True)
    assert visitor.get(reverse("home")).status_code == 503
    health = visitor.get(reverse("health"))
    assert health["Content-Type"].startswith("application/json")


class _Said:
    def add(self, *_words: Any) -> None:
        """As the storage of messages, for a request that has no session."""
