"""A name stands beside many acts: every column that holds one is emptied with the account."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.apps import apps
from django.db import connection, models

from network.accounts.models import User
from network.importing.exports import note_export
from network.privacy.erasing import erase_account
from tests.network.importing.files import checked
from tests.network.privacy.leaver import NAME

pytestmark = [pytest.mark.django_db, pytest.mark.guard]

# Columns that are called like those of names, of models that point to accounts, with what they say.
OTHERS = {
    "focalpoints.LetterRequest.given_name": "whom a letter designates, deleted with that person",
    "focalpoints.LetterRequest.family_name": "whom a letter designates, deleted with that person",
    "network.DocumentBuild.name": "a file, called by its kind",
    "network.PublicFile.original_name": "a public document of a plan",
    "network.PrivateFile.original_name": "a file, emptied when it is discarded",
    "network.SpreadsheetImport.file_name": "a file",
    "network.SpreadsheetImportEvent.file_name": "a file",
}


def columns() -> Iterator[tuple[str, type[models.Model], str]]:
    """What may say how the owner of an account is called, events included."""
    for model in apps.get_models(include_auto_created=True):
        if model._meta.proxy:
            continue
        fields = model._meta.concrete_fields
        about_accounts = model is User or any(field.related_model is User for field in fields)
        for field in fields:
            is_text = isinstance(field, models.CharField | models.TextField)
            if about_accounts and is_text and f"_{field.name}".endswith("_name"):
                yield f"{model._meta.label}.{field.name}", model, field.attname


def saying(name: str) -> set[str]:
    """The columns that say any word of `name`."""
    found = set()
    with connection.cursor() as cursor:
        for label, model, column in columns():
            quote = connection.ops.quote_name
            cursor.execute(
                f"SELECT 1 FROM {quote(model._meta.db_table)} WHERE {quote(column)} ~* %s LIMIT 1",
                ["|".join(name.split())],
            )
            found |= {label} if cursor.fetchone() else set()
    return found


def test_every_column_with_a_name_is_emptied(leaving: User, secretariat: User) -> None:
    leaving.is_staff = True
    leaving.save()
    leaving.groups.add(*secretariat.groups.all())
    checked([["country"], ["ESP"]], by=leaving)
    note_export(User, filters="", columns=[], rows=1, file_type="csv", by=leaving)
    every = {label for label, *_rest in columns()}
    unsaid = every - OTHERS.keys() - saying(NAME)
    assert unsaid == set(), "a new column needs a row here, or a reason"
    assert OTHERS.keys() <= every
    erase_account(leaving, by=secretariat)
    assert saying(NAME) == set()


def test_the_walk_finds_what_names_who_did_something() -> None:
    found: dict[str, Any] = {label: model for label, model, _column in columns()}
    assert {
        "network.ListExport.by_name",
        "network.ListExportEvent.by_name",
        "focalpoints.ReviewStepEvent.by_name",
        "focalpoints.ChangeAuthor.name",
        "focalpoints.Revision.by_name",
        "network.UserEvent.name",
    } <= found.keys()
