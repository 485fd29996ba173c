"""What a reader gets who may not see a page."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.test import Client


def assert_asked_to_sign_in(visitor: Client, address: str) -> None:
    """The page leads to sign-in, which says why and knows the way back."""
    response = visitor.get(address, follow=True)
    sign_in = urlsplit(response.redirect_chain[-1][0])
    assert (sign_in.path, sign_in.query) == ("/accounts/login/", f"next={address}")
    assert "There is no public page at this address" in response.content.decode()
