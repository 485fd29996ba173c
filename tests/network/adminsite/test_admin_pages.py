"""Every page of the admin opens, and what is saved as it was shown changes nothing."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import cycle
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings
from django.contrib import admin
from django.contrib.admin.utils import quote
from django.db import models
from django.http import HttpRequest
from django.test import Client
from django.urls import reverse

from focalpoints.models import Member
from network.values.partial_dates import PartialDate
from tests.factories import CommuniqueFactory, MemberFactory
from tests.proof import prove
from tests.sent import sent_by

pytestmark = pytest.mark.django_db

# What looking and saving write by themselves.
OF_THE_ADMIN = {"admin.logentry", "sessions.session", "pghistory.context"}
# Of each model, those with the lowest keys: the samples among them are few and differ.
ROWS = 4


def pages() -> Iterator[tuple[str, Any]]:
    """The name of each registered model's addresses, and its admin."""
    for model, page in admin.site._registry.items():
        yield f"admin:{model._meta.app_label}_{model._meta.model_name}", page


def rows_of(page: Any, request: HttpRequest) -> list[Any]:
    return list(page.get_queryset(request).order_by("pk")[:ROWS])


def everything() -> dict[str, set[str]]:
    """All rows of the portal, those of the audit trail among them.

    Without the moments that say when somebody last pressed "Save", and without the keys that
    sort names, which are made from the names.
    """
    return {
        model._meta.label_lower: {
            repr(row)
            for row in model._base_manager.values_list(
                *(
                    field.attname
                    for field in model._meta.concrete_fields
                    if not getattr(field, "auto_now", False)
                    and not isinstance(field, models.BinaryField)
                )
            )
        }
        for model in apps.get_models()
        if model._meta.managed
        and not model._meta.proxy
        and model._meta.label_lower not in OF_THE_ADMIN
    }


def test_every_page_opens(request_of_staff: HttpRequest, secretariat_client: Client) -> None:
    wrong = {}

    def open_page(name: str, *args: Any, expected: int = 200) -> None:
        status = secretariat_client.get(reverse(name, args=args)).status_code
        if status != expected:
            wrong[name, *args] = status

    for name, page in pages():
        open_page(f"{name}_changelist")
        may_add = page.has_add_permission(request_of_staff)
        open_page(f"{name}_add", expected=200 if may_add else 403)
        # The other rows' forms are opened below, where they are saved as they are shown.
        for row in rows_of(page, request_of_staff)[:1]:
            open_page(f"{name}_history", quote(row.pk))
            if page.has_delete_permission(request_of_staff, row):
                open_page(f"{name}_delete", quote(row.pk))
    assert not wrong


def test_a_word_where_a_key_belongs_leads_to_the_list(secretariat_client: Client) -> None:
    wrong = {
        name: answer.status_code
        for name, _page in pages()
        if (answer := secretariat_client.get(reverse(f"{name}_change", args=["abc"]))).status_code
        != 302
    }
    assert not wrong


def test_what_is_saved_as_it_was_shown_changes_nothing(
    request_of_staff: HttpRequest, secretariat_client: Client
) -> None:
    prove(secretariat_client)
    CommuniqueFactory.create()  # a draft: those of the samples are adopted, with nothing to save
    refused, saved, before = {}, set(), everything()
    # Each row in another language: a form takes back what it shows in every one.
    languages = cycle(code for code, _name in settings.LANGUAGES)
    for name, page in pages():
        for row in rows_of(page, request_of_staff):
            address = reverse(f"{name}_change", args=[quote(row.pk)])
            reads = {"accept-language": next(languages)}
            answer = secretariat_client.get(address, headers=reads)
            assert answer.status_code == 200, address
            shown = answer.content.decode()
            # Where something is only looked at or decided on, there is no button to save.
            if 'name="_save"' not in shown:
                continue
            answer = secretariat_client.post(address, sent_by(shown, "_save"), headers=reads)
            if answer.status_code == 302:
                saved.add(page.model._meta.model_name)
            else:
                refused[address] = (answer.status_code, reads["accept-language"])
    assert not refused
    after = everything()
    changed = {name: after[name] ^ rows for name, rows in before.items() if after[name] != rows}
    assert not changed
    # So that this proves something.
    assert saved >= {
        "communique",
        "designation",
        "initiative",
        "meeting",
        "member",
        "nationalactionplan",
        "newsletter",
        "opportunity",
        "organisation",
        "person",
        "presidency",
        "subscription",
        "user",
    }


@pytest.mark.parametrize("known", ["2017", "2017-09", "2017-09-23"])
def test_a_date_known_in_part_is_saved_as_precise_as_it_is_known(
    secretariat_client: Client, known: str
) -> None:
    member = MemberFactory.create(joined_on=known)
    address = reverse("admin:focalpoints_member_change", args=[member.pk])
    sent = sent_by(secretariat_client.get(address).content.decode(), "_save")
    assert secretariat_client.post(address, sent).status_code == 302
    member.refresh_from_db()
    assert member.joined_on == PartialDate.parse(known)
    assert Member.objects.filter(joined_on=known).exists()
