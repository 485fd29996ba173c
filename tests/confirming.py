"""Choosing rows of a list of the admin, an action for them, and what is asked before it is done."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import models
from django.test import Client
from django.urls import reverse

from tests.sent import sent_by


def list_of(model: type[models.Model]) -> str:
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")


def ask(client: Client, action: str, rows: Iterable[Any], **more: Any) -> str:
    """Tick rows of one list and choose an action, as its form sends them; the page that asks."""
    ticked = list(rows)
    data = {
        "action": action,
        "_selected_action": [row.pk for row in ticked],
        "index": "0",
        "select_across": "0",
        **more,
    }
    answer = client.post(list_of(type(ticked[0])), data, follow=True)
    assert answer.status_code == 200
    return answer.content.decode()


def answer(client: Client, page: str, address: str) -> str:
    """Press the button of the page that asks; what it leads to."""
    response = client.post(address, sent_by(page, "confirmed") | {"confirmed": "yes"}, follow=True)
    assert response.status_code == 200
    return response.content.decode()


def do(client: Client, action: str, rows: Iterable[Any]) -> str:
    """Choose an action for rows and confirm it; the page that it leads to."""
    ticked = list(rows)
    page = ask(client, action, ticked)
    return answer(client, page, list_of(type(ticked[0])))
