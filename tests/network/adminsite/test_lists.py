"""Lists of the admin: how long they are, and what they cost."""

from __future__ import annotations

import pytest
from django.contrib import admin
from django.test import Client
from django.urls import reverse
from unfold.admin import ModelAdmin

from tests import factories
from tests.costs import QueryCost

pytestmark = pytest.mark.django_db


def test_a_page_of_a_list_has_fifty_rows() -> None:
    longer = {
        model.__name__: shown.list_per_page
        for model, shown in admin.site._registry.items()
        if shown.list_per_page > 50
    }
    assert longer == {}


def test_no_list_asks_for_what_the_table_does_not_draw() -> None:
    for model, shown in admin.site._registry.items():
        assert isinstance(shown, ModelAdmin), model
        for name in ("list_editable", "list_sections", "ordering_field", "actions_row"):
            assert not getattr(shown, name, None), f"{model.__name__}: {name}"


def test_a_list_says_each_thing_once_and_links_its_rows(secretariat_client: Client) -> None:
    country = factories.country("ESP")
    country.name_en = "Spain <b>&"
    country.save()
    member = factories.MemberFactory.create(country=country)
    page = secretariat_client.get(reverse("admin:focalpoints_member_changelist"))
    content = page.content.decode()
    change = reverse("admin:focalpoints_member_change", args=[member.pk])
    assert f'<a href="{change}">Spain &lt;b&gt;&amp;</a>' in content
    assert '<th scope="row" class="field-' in content
    assert 'data-label="Status"' in content


def test_a_row_costs_little(secretariat_client: Client, query_cost: QueryCost) -> None:
    address = reverse("admin:focalpoints_person_changelist")
    factories.PersonFactory.create()
    few = secretariat_client.get(address).content
    queries = query_cost(lambda: secretariat_client.get(address))
    for _number in range(10):
        factories.PersonFactory.create()
    many = secretariat_client.get(address).content
    assert query_cost(lambda: secretariat_client.get(address)) == queries
    # A third of it is unfold's checkbox.
    assert len(many) - len(few) < 14 * 1024


def test_an_empty_list_offers_to_add_to_whom_may(
    secretariat_client: Client, looker_client: Client
) -> None:
    address = reverse("admin:newsletters_opportunity_changelist")
    add = f'href="{reverse("admin:newsletters_opportunity_add")}"'
    assert add in secretariat_client.get(address).content.decode()
    assert add not in looker_client.get(address).content.decode()
