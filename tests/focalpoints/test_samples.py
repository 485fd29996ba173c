"""The demonstration's accounts and officials."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import transaction
from django.test import Client
from django.urls import reverse
from pytest_django.fixtures import Settings

from focalpoints import samples
from focalpoints.models import Designation, DraftingRight, Member, Person
from focalpoints.rights import may_draft, may_submit, members_of
from focalpoints.sources import load as load_register
from network.accounts.models import User
from network.importing.loading import LoadReport, load_samples
from tests import factories
from tests.filled import copy_of, filled

pytestmark = pytest.mark.django_db

ACCOUNTS = {
    "spain": "Spain",
    "germany": "Germany",
    "namibia": "Namibia",
    "canada": "Canada",
    "uruguay": "Uruguay",
    "japan": "Japan",
    "norway": "Norway",
    "finland": "Finland",
}


def load_all() -> None:
    load_register(LoadReport())
    samples.load()


@pytest.fixture(scope="module")
def loaded(
    django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Path]:
    with filled(django_db_blocker, tmp_path_factory.mktemp("media"), load_all) as media:
        yield media


@pytest.fixture(autouse=True)
def _loaded(loaded: Path, settings: Any, tmp_path: Path, db: None) -> None:
    settings.MEDIA_ROOT = copy_of(loaded, tmp_path / "media")


def test_each_sample_account_signs_in_and_speaks_for_its_member() -> None:
    for local, name in ACCOUNTS.items():
        client = Client()
        data = {"login": f"{local}@example.org", "password": "demo-portal"}
        assert client.post(reverse("account_login"), data).status_code == 302
        user = User.objects.get(pk=client.session["_auth_user_id"])
        assert [str(member) for member in members_of(user)] == [name]


def test_finland_was_handed_over_last_month() -> None:
    client = Client()
    client.force_login(User.objects.get(email="finland@example.org"))
    desk = client.get(reverse("focalpoints:desk"), follow=True).content.decode()
    taken_over = Designation.objects.get(person__user__email="finland@example.org")
    handover = reverse("focalpoints:handover", args=[taken_over.pk])
    assert handover in desk
    page = client.get(handover).content.decode()
    assert "Matti Meikäläinen" in page
    assert "held this until" in page


def test_a_sample_colleague_of_spain_drafts_and_does_not_submit() -> None:
    colleague = User.objects.get(email="colleague.spain@example.org")
    spain = Member.objects.get(slug="spain")
    assert may_draft(colleague, spain)
    assert not may_submit(colleague, spain)
    assert DraftingRight.objects.get().is_sample


def test_the_secretariats_sample_accounts_open_the_admin() -> None:
    for local in ("secretariat", "editor"):
        client = Client()
        data = {"login": f"{local}@example.org", "password": "demo-portal"}
        client.post(reverse("account_login"), data)
        assert client.get(reverse("admin:index")).status_code == 200


def test_all_sample_people_are_marked_and_reachable_nowhere() -> None:
    assert not Person.objects.filter(is_sample=False).exists()
    assert not User.objects.filter(is_sample=False).exists()
    assert not Person.objects.exclude(email__endswith="@example.org").exists()
    page = Client().get(reverse("focalpoints:member", args=["germany"])).content.decode()
    assert "badge--sample" in page


def test_a_second_load_adds_nothing_and_keeps_what_was_changed() -> None:
    def traces() -> list[int]:
        models = (Person, Designation, DraftingRight, User)
        return [model.events.rel.related_model.objects.count() for model in models]

    account = User.objects.get(email="spain@example.org")
    account.set_password("chosen-by-a-visitor")
    account.save()
    Person.objects.filter(user=account).update(phone_visibility="secretariat")
    before = traces()
    samples.load()
    assert traces() == before
    account.refresh_from_db()
    assert account.check_password("chosen-by-a-visitor")


def test_production_refuses_them(settings: Settings) -> None:
    settings.PORTAL_MODE = "production"
    with pytest.raises(ImproperlyConfigured, match="refused in production"), transaction.atomic():
        load_samples()


def test_a_database_of_real_people_refuses_them() -> None:
    User.objects.filter(is_sample=True).delete()
    factories.UserFactory.create()
    with pytest.raises(ImproperlyConfigured, match="not a demo's"), transaction.atomic():
        load_samples()


def test_a_sample_letter_is_a_pdf() -> None:
    designation = Designation.objects.exclude(letter=None).first()
    assert designation is not None
    with designation.letter.file.open("rb") as letter:
        content = letter.read()
    assert content.startswith(b"%PDF-1.4")
    assert b"SAMPLE LETTER" in content
