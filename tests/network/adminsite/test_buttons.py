"""Buttons on the page of a row: opening one asks, or shows, and changes nothing."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib import admin
from django.test import Client
from django.urls import reverse

from network.accounts.invitations import invite
from network.accounts.models import User
from network.mail.models import SendingState
from network.privacy.models import ErasureRequest
from tests import factories
from tests.focalpoints.letters import LetterRequestFactory
from tests.focalpoints.notifications import sent, submitted
from tests.network.letters import write

pytestmark = pytest.mark.django_db


def rows_with_buttons(secretariat: User, focal_point: User) -> dict[str, Any]:
    """A row of each model whose page has buttons, in a state in which each is offered."""
    return {
        "network.user": focal_point,
        "network.invitation": invite(email="newcomer@example.org", by=secretariat),
        "network.outgoingmail": write("a@example.org", state=SendingState.FAILED, due_at=None),
        "focalpoints.letterrequest": LetterRequestFactory.create(),
        "focalpoints.draftingright": factories.DraftingRightFactory.create(),
        "focalpoints.notification": submitted(secretariat),
        "focalpoints.notificationrecipient": sent(secretariat).recipients.first(),
        "focalpoints.person": factories.DesignationFactory.create().person,
        "focalpoints.designation": factories.DesignationFactory.create(),
        "network.erasurerequest": ErasureRequest.objects.create(
            account=factories.UserFactory.create()
        ),
        "newsletters.newsletter": factories.NewsletterFactory.create(),
    }


def test_opening_a_button_changes_nothing(
    secretariat: User, secretariat_client: Client, focal_point: User
) -> None:
    """A link may be opened by a prefetch, a scanner or another site."""
    rows = rows_with_buttons(secretariat, focal_point)
    opened = set()
    for model, model_admin in admin.site._registry.items():
        buttons = [*model_admin._get_base_actions_detail(), *model_admin._get_base_actions_row()]
        for button in buttons:
            row = rows[model._meta.label_lower]
            kept = model._default_manager.filter(pk=row.pk)
            before = kept.values().get()
            answer = secretariat_client.get(reverse(f"admin:{button.action_name}", args=[row.pk]))
            assert answer.status_code in {200, 302}, button.action_name
            assert kept.values().get() == before, button.action_name
            opened.add(model._meta.label_lower)
        assert model_admin._get_base_actions_list() == [], "a button of a list acts on several rows"
    assert opened == set(rows)
