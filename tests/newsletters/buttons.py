"""Opening the Secretariat's pages of this app, and pressing what is on them."""

from __future__ import annotations

from typing import Any

from django.test import Client
from django.urls import reverse


def address_of(name: str, *args: Any) -> str:
    return reverse(f"admin:newsletters_{name}", args=args)


def page(client: Client, name: str, *args: Any) -> str:
    response = client.get(address_of(name, *args))
    assert response.status_code == 200
    return response.content.decode()


def press(client: Client, name: str, *args: Any, **data: Any) -> str:
    """Send a button's form and return the page that it leads to."""
    response = client.post(address_of(name, *args), data, follow=True)
    assert response.status_code == 200
    return response.content.decode()
