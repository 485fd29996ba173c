"""Fifty rows of any list of the admin are a page of at most 150 KB."""

from __future__ import annotations

import pytest
from django.contrib import admin
from django.db import models
from django.test import Client
from django.urls import reverse

from tests import factories

pytestmark = pytest.mark.django_db

MOST = 150_000  # bytes
PER_PAGE = 50
FILLED = (
    *(factories.PersonFactory, factories.UserFactory, factories.DesignationFactory),
    *(factories.MeetingFactory, factories.PlanFactory, factories.InitiativeFactory),
    *(factories.NewsletterFactory, factories.SubscriptionFactory, factories.OpportunityFactory),
)


def test_a_full_page_of_a_list_stays_small(secretariat_client: Client) -> None:
    for factory in FILLED:
        factory.create_batch(PER_PAGE + 2)
    large: dict[str, int] = {}
    full: set[type[models.Model]] = set()
    for model in admin.site._registry:
        name = f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist"
        page = secretariat_client.get(reverse(name))
        if page.status_code != 200:
            continue
        if len(page.context["cl"].result_list) == PER_PAGE:
            full.add(model)
        if len(page.content) > MOST:
            large[model._meta.label] = len(page.content)
    assert {factory._meta.model for factory in FILLED} <= full
    assert large == {}
