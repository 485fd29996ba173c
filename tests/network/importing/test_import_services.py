"""Each service of an import asks for the permissions itself, and each of them is needed."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable
from typing import Any

import pytest
from django.contrib.auth import get_permission_codename
from django.contrib.auth.models import Permission
from django.test import Client
from django.urls import reverse

from focalpoints.models import Member
from network import clock
from network.accounts.models import User
from network.importing import undo_offers
from network.importing.imports import answer_names, choose_rows, confirm_import, require_may_import
from network.importing.kinds import ImportKind, kind_named
from network.importing.models import SpreadsheetImport
from network.importing.undoing import discard_import, retry_import, undo_import
from network.values.refusals import Refusal
from tests import factories
from tests.network.importing.files import checked, imported

pytestmark = pytest.mark.django_db

ROWS = [["country"], ["ESP"]]


def names_of(kind: ImportKind, *actions: str) -> list[str]:
    """The permissions with which an account writes what an import of `kind` does."""
    models = (kind.model, *kind.writes_too)
    return [
        f"{model._meta.app_label}.{get_permission_codename(action, model._meta)}"
        for model in models
        for action in actions
    ]


def account_with(names: Iterable[str]) -> User:
    """One of the staff with these permissions alone."""
    account = factories.UserFactory.create(is_staff=True)
    for name in names:
        app, _dot, codename = name.partition(".")
        account.user_permissions.add(
            Permission.objects.get(content_type__app_label=app, codename=codename)
        )
    return User.objects.get(pk=account.pk)


def named(name: str) -> ImportKind:
    found = kind_named(name)
    assert found is not None
    return found


IMPORTS, LOOKS = "network.add_spreadsheetimport", "network.view_spreadsheetimport"


@pytest.mark.parametrize("name", ["members", "focal-points"])
def test_each_permission_is_needed_to_import(name: str) -> None:
    kind = named(name)
    needed = [IMPORTS, *names_of(kind, "add", "change")]
    require_may_import(kind, account_with(needed))
    for one in needed:
        with pytest.raises(Refusal, match="no permission"):
            require_may_import(kind, account_with(other for other in needed if other != one))


SERVICES: dict[str, Callable[[SpreadsheetImport, User], Any]] = {
    "answered": lambda found, by: answer_names(found, {}, by=by),
    "chosen": lambda found, by: choose_rows(found, shown={2}, chosen=set(), by=by),
    "confirmed": lambda found, by: confirm_import(found, only_good=False, by=by),
    "tried again": lambda found, by: retry_import(found, by=by),
    "discarded": lambda found, by: discard_import(found, by=by),
    "undone": lambda found, by: undo_import(found, left=set(), by=by),
}


@pytest.mark.parametrize("name", SERVICES)
def test_a_service_asks_for_the_permission_before_all_else(
    name: str, secretariat: User, looker: User
) -> None:
    found = checked(ROWS, by=secretariat)
    with pytest.raises(Refusal, match="no permission"):
        SERVICES[name](found, looker)
    found.refresh_from_db()
    assert found.state == "ready"
    assert not found.rows.filter(is_left_out=True).exists()


def offered(by: User) -> list[str]:
    moment = clock.now() - datetime.timedelta(days=1)
    return [offer.key for offer in undo_offers.since(moment, by)]


def test_who_undoes_may_import_and_delete(secretariat: User) -> None:
    kind = named("members")
    factories.country("ESP")
    found = imported(ROWS, by=secretariat)
    assert found.state == "written"
    importing = [IMPORTS, *names_of(kind, "add", "change")]
    deleting = names_of(kind, "delete")
    assert offered(account_with([*importing, *deleting])) == [str(found.pk)]
    for too_few in (importing, deleting):
        by = account_with(too_few)
        assert offered(by) == []
        with pytest.raises(Refusal, match="no permission"):
            undo_import(found, left=set(), by=by)
    found.refresh_from_db()
    assert found.state == "written"
    assert Member.objects.filter(country__iso3="ESP").exists()


def test_an_undo_that_failed_is_tried_again_by_who_may_delete(secretariat: User) -> None:
    kind = named("members")
    factories.country("ESP")
    found = imported(ROWS, by=secretariat)
    undo_import(found, left=set(), by=secretariat)
    SpreadsheetImport.objects.filter(pk=found.pk).update(state="failed", failed_in="undoing")
    found.refresh_from_db()
    importing = [IMPORTS, *names_of(kind, "add", "change")]
    with pytest.raises(Refusal, match="no permission"):
        retry_import(found, by=account_with(importing))
    retried = retry_import(found, by=account_with([*importing, *names_of(kind, "delete")]))
    assert retried.state == "undoing"


def test_who_may_import_and_not_look_opens_no_import(secretariat: User) -> None:
    factories.country("ESP")
    found = imported(ROWS, by=secretariat)
    names = [IMPORTS, *names_of(named("members"), "add", "change", "delete")]
    for more, status in (((), 404), ((LOOKS,), 200)):
        client = Client()
        client.force_login(account_with([*names, *more]))
        for page in ("change", "undo"):
            address = reverse(f"admin:network_spreadsheetimport_{page}", args=[found.pk])
            assert client.get(address).status_code == status
