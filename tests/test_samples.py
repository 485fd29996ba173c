"""The demo starts again, whatever people did to its sample rows."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pgtrigger
import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import DatabaseError, models, transaction
from django.db.models import ProtectedError
from django.test import Client
from django.urls import reverse

from focalpoints.models import (
    Designation,
    DraftingRight,
    Member,
    NotificationRecipient,
    Person,
    ProposedChange,
    Revision,
)
from focalpoints.review import registry
from focalpoints.revisions import record_loaded
from network.accounts.models import User
from network.importing.loading import load_reference, load_samples
from network.importing.models import LoadedRow, SampleRow
from network.values.sample_mark import Sampled
from newsletters.models import Newsletter
from tests.editing import edit_every_field
from tests.filled import copy_of, filled
from tests.network.adminsite.test_admin_pages import everything
from tests.test_architecture import own_models

pytestmark = pytest.mark.django_db


# What the database lets nobody change, what has one value only, and what is no field of a form.
UNEDITED = {
    "focalpoints.ProposedChange.base",
    "focalpoints.ProposedChange.draft",
    "focalpoints.ReviewStep.draft",
    "focalpoints.ReviewStep.fields",
    "focalpoints.ReviewStep.outdated",
    "initiatives.NationalActionPlan.organisation",
    "meetings.CommuniqueVersion.communique",
    "meetings.CommuniqueVersion.content",
    "meetings.CommuniqueVersion.digest",
    "meetings.CommuniqueVersion.frozen_at",
    "meetings.CommuniqueVersion.frozen_by",
    "meetings.CommuniqueVersion.number",
    "network.User.last_login",
}


@pytest.fixture(scope="module")
def loaded(
    django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Path]:
    with filled(
        django_db_blocker, tmp_path_factory.mktemp("media"), load_reference, load_samples
    ) as media:
        yield media


@pytest.fixture(autouse=True)
def _loaded(loaded: Path, settings: Any, tmp_path: Path, db: None) -> None:
    settings.MEDIA_ROOT = copy_of(loaded, tmp_path / "media")


def keep_versions() -> None:
    """As after an edit in the portal; those of the tests go behind the services that do it."""
    for kind in registry.kinds():
        keys = kind.model._base_manager.values_list("pk", flat=True)
        record_loaded(kind.model, keys, source=Revision.Source.DIRECT_EDIT)


def sample_rows() -> Iterator[models.Model]:
    """Every row that is a sample, or belongs to one."""
    for memory in SampleRow.objects.order_by("pk"):
        row = apps.get_model(memory.model)._base_manager.get(pk=memory.object_id)
        yield row
        for relation in row._meta.related_objects:
            model = relation.related_model
            if model in own_models() and not model.__name__.endswith("Event"):
                yield from model._base_manager.filter(**{relation.field.name: row})


def start_again() -> None:
    load_reference()
    load_samples()


def test_every_sample_is_remembered_by_its_key() -> None:
    sampled = {model for model in own_models() if issubclass(model, Sampled)} | {User, Designation}
    sampled = {model for model in sampled if not model.__name__.endswith("Event")}
    assert {apps.get_model(row.model) for row in SampleRow.objects.all()} == sampled
    for model in sampled - {Designation}:
        remembered = SampleRow.objects.filter(model=model._meta.label_lower)
        loaded = model._base_manager.filter(is_sample=True).values_list("pk", flat=True)
        assert set(remembered.values_list("object_id", flat=True)) == set(loaded), model


def test_every_editable_field_of_every_sample_is_edited_and_stays() -> None:
    changed, unedited = edit_every_field(sample_rows())
    assert {"network.User.email", "focalpoints.Designation.starts_on"} <= changed
    assert unedited == UNEDITED
    keep_versions()
    before = everything()
    start_again()
    assert everything() == before


def test_what_is_deleted_does_not_come_back() -> None:
    left = -1
    while (rows := [*sample_rows_left()]) and len(rows) != left:
        left = len(rows)
        for row in rows:
            try:
                with transaction.atomic():
                    row.delete()
            except (ProtectedError, DatabaseError):
                continue  # held by another row, or frozen
    # Whoever was notified officially stays on record, whatever else goes.
    notified = NotificationRecipient.objects.values("designation__person")
    assert not Person.objects.exclude(pk__in=notified).exists()
    assert not User.objects.filter(email="norway@example.org").exists()
    before = everything()
    start_again()
    assert everything() == before


def sample_rows_left() -> Iterator[models.Model]:
    for memory in SampleRow.objects.order_by("-pk"):
        yield from apps.get_model(memory.model)._base_manager.filter(pk=memory.object_id)


def test_a_database_filled_before_keys_were_remembered_comes_over() -> None:
    """Rows are found by what they were found by until then, and by more than that."""
    remembered = set(SampleRow.objects.values_list("model", "key", "object_id"))
    SampleRow.objects.all().delete()
    Person.objects.filter(email="norway@example.org").update(institution="Another ministry")
    Person.objects.filter(email="ola.nordmann@example.org").update(family_name="Andersen")
    Designation.objects.filter(person__email="japan@example.org").update(
        starts_on=datetime.date(2024, 5, 1)
    )
    before = everything()
    start_again()
    after = everything()
    assert set(SampleRow.objects.values_list("model", "key", "object_id")) == remembered
    for label in (before.keys() | after.keys()) - {"network.samplerow"}:
        assert after[label] == before[label], label


def test_a_focal_point_changes_the_institution_and_the_demo_starts_again() -> None:
    """As in the demo: Norway signs in, changes one word, and the portal is restarted."""
    client = Client()
    client.post(
        reverse("account_login"), {"login": "norway@example.org", "password": "demo-portal"}
    )
    page = client.get(reverse("focalpoints:own-contact"))
    form = page.context["form"]
    data = {name: form[name].value() or "" for name in form.fields}
    data |= {"institution": "Ministry of the Sea"}
    answer = client.post(
        reverse("focalpoints:own-contact"), {k: v for k, v in data.items() if v is not False}
    )
    assert answer.status_code == 302, answer.context["form"].errors
    people = Person.objects.count()
    start_again()
    assert Person.objects.count() == people
    assert Person.objects.get(email="norway@example.org").institution == "Ministry of the Sea"


def test_a_sample_whose_place_is_taken_is_passed_by() -> None:
    """A newer program brings a sample, and somebody has already entered what must be unique."""
    for model, key in ((Newsletter, "issue-2"), (User, "japan@example.org")):
        SampleRow.objects.filter(model=model._meta.label_lower, key=key).delete()
    Newsletter.objects.filter(number=2).update(is_sample=False)
    User.objects.filter(email="japan@example.org").update(is_sample=False)
    before = everything()
    load_samples()
    after = everything()
    assert after["newsletters.newsletter"] == before["newsletters.newsletter"]
    assert after["network.user"] == before["network.user"]
    assert SampleRow.objects.get(key="issue-2").object_id is None


def test_samples_load_though_what_they_hang_on_is_gone() -> None:
    """Samples that a newer program brings, of a member or an account that was renamed."""
    Member.objects.filter(slug="canada").update(slug="canada-renamed")
    User.objects.filter(email="spain@example.org").update(email="elsewhere@example.org")
    DraftingRight.objects.all().delete()
    held = Designation.objects.filter(person__email="canada@example.org")
    with pgtrigger.ignore("focalpoints.NotificationRecipient:is_kept"):
        NotificationRecipient.objects.filter(designation__in=held).delete()
    held.delete()
    ProposedChange.objects.filter(member__slug="spain").delete()
    SampleRow.objects.filter(key__in=("jane-sample", "ESP")).exclude(
        model="focalpoints.person"
    ).delete()
    load_samples()
    passed_by = SampleRow.objects.filter(object_id=None)
    assert {row.key for row in passed_by} == {"jane-sample", "ESP"}


def test_a_sample_that_cannot_be_loaded_is_reported_in_a_sentence() -> None:
    SampleRow.objects.filter(key="norway@example.org").delete()
    User.objects.filter(email="norway@example.org").delete()
    before = everything()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("focalpoints.samples.PASSWORD", None)
        patch.setattr(
            "focalpoints.samples.EmailAddress.objects.create",
            lambda **_given: (_ for _ in ()).throw(DatabaseError("the disk is read-only\nDETAIL")),
        )
        with pytest.raises(CommandError) as refusal, transaction.atomic():
            call_command("load_sample")
    sentence = str(refusal.value)
    assert (
        "network.user 'norway@example.org' could not be loaded (the disk is read-only)" in sentence
    )
    assert "make reset" in sentence
    assert everything() == before


# By these the loader remembers rows.
NAMING = {
    "focalpoints.Organisation.code",
    "focalpoints.Organisation.name_en",
    "focalpoints.Member.country",
    "focalpoints.Member.organisation",
}


def test_every_editable_field_of_the_reference_data_is_edited_and_the_demo_starts_again() -> None:
    """Web addresses among them: what they named is then taken for removed, not for new."""
    # Countries are looked up only; members and plans are named by them.
    models_of_files = {row.model for row in LoadedRow.objects.all()} - {"focalpoints.country"}
    rows = [
        row
        for label in sorted(models_of_files)
        for row in apps.get_model(label)._base_manager.order_by("pk")[:12]
    ]
    changed, _unedited = edit_every_field(rows, but=NAMING)
    assert {"meetings.Meeting.slug", "meetings.Meeting.number"} <= changed
    keep_versions()
    before = everything()
    start_again()
    after = everything()
    for label in before.keys() - {"network.loadedrow"}:
        assert after[label] == before[label], label
