"""The Content-Security-Policy of each side of the portal, whole."""

from __future__ import annotations

import re
from typing import Any

import pytest

from tests.factories import NewsletterFactory

STRICT = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' data:",
    "font-src": "'self'",
    "connect-src": "'self'",
    "manifest-src": "'self'",
    "form-action": "'self'",
    "base-uri": "'none'",
    "frame-ancestors": "'none'",
    "object-src": "'none'",
}
ADMIN = STRICT | {
    "script-src": "'self' 'unsafe-eval'",
    "style-src-attr": "'unsafe-inline'",
}


def policy_of(answer: Any) -> dict[str, str]:
    """Each directive of the header with its sources; their order says nothing."""
    assert "Content-Security-Policy-Report-Only" not in answer
    directives = answer["Content-Security-Policy"].split("; ")
    pairs = [directive.partition(" ") for directive in directives]
    assert len({name for name, _space, _sources in pairs}) == len(pairs)
    return {name: sources for name, _space, sources in pairs}


@pytest.mark.parametrize("path", ["/", "/accounts/login/", "/nowhere/"])
def test_what_everybody_may_open_is_under_the_strict_policy(db, visitor, path) -> None:
    assert policy_of(visitor.get(path)) == STRICT


def test_a_members_page_is_under_the_strict_policy(focal_point_client) -> None:
    answer = focal_point_client.get("/desk/", follow=True)
    assert answer.status_code == 200
    assert policy_of(answer) == STRICT


@pytest.mark.parametrize("path", ["/admin/", "/admin/focalpoints/member/", "/admin/nowhere/"])
def test_the_admin_adds_to_the_strict_policy_only_what_unfold_needs(
    secretariat_client, path
) -> None:
    assert policy_of(secretariat_client.get(path)) == ADMIN


def test_the_newsletters_editor_may_bring_its_own_styles_by_a_nonce(secretariat_client) -> None:
    answer = secretariat_client.get("/admin/newsletters/newsletter/add/")
    policy = policy_of(answer)
    nonce = re.fullmatch(r"'self' 'nonce-([\w+/=]{20,})'", policy["style-src"])
    assert nonce
    meta = f'<meta name="trix-csp-nonce" content="{nonce[1]}">'
    assert meta in answer.content.decode()
    assert policy == ADMIN | {"style-src": nonce[0]}


def test_a_preview_in_the_admin_adds_its_frame_and_nothing_else(secretariat_client) -> None:
    issue = NewsletterFactory.create()
    answer = secretariat_client.get(f"/admin/newsletters/newsletter/{issue.pk}/preview/")
    assert answer.status_code == 200
    assert policy_of(answer) == ADMIN | {"frame-src": "'self'"}
