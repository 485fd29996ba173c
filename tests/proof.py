"""Saying once more who one is, as the portal asks before something that matters."""

from __future__ import annotations

from django.test import Client
from django.urls import reverse

from tests.factories import PASSWORD


def prove(client: Client) -> None:
    """Give the password again in the session of `client`."""
    answer = client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    assert answer.status_code == 302, answer.content
