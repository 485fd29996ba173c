"""Private files: who may keep and read them, how they are given out, and when they go."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from network import clock, registry
from network.accounts.models import User
from network.documents.models import PrivateFile
from network.documents.private import (
    PrivateFileKind,
    discard_file,
    discard_past_their_date,
    keep_file,
    keeping,
    may_read,
)
from network.documents.uploads import PDF, PNG, UploadRule
from network.tasks import pulse
from network.values.refusals import Refusal
from tests.costs import QueryCost

pytestmark = pytest.mark.django_db
TODAY = datetime.date(2026, 3, 2)
PASSPORT = b"%PDF-1.7 a passport"


@pytest.fixture(autouse=True)
def place(settings: Any, tmp_path: Path, focal_point: User, secretariat: User) -> Iterator[Path]:
    """A kind of files that an app could add, kept for 30 days; owners are accounts."""
    settings.MEDIA_ROOT = tmp_path
    rule = UploadRule((PDF, PNG), 100, "A passport is a PDF or PNG file.", "It is too large.")
    kind = PrivateFileKind(
        name="passport",
        label="Passport",
        rule=rule,
        may_read=lambda user, owner: str(user.pk) == owner or user == secretariat,
        may_keep=lambda user, owner: str(user.pk) == owner,
        owner_names=lambda owners: {owner: f"Account {owner}" for owner in owners},
        days_kept=30,
    )
    with registry.replaced(PrivateFileKind, kind), clock.set_to(TODAY):
        yield tmp_path


def upload(content: bytes = PASSPORT, name: str = "passport.pdf") -> ContentFile[bytes]:
    return ContentFile(content, name=name)


def kept(owner: User, **more: Any) -> PrivateFile:
    return keep_file(upload(**more), kind="passport", owner=str(owner.pk), by=owner)


def files_in(place: Path) -> list[Path]:
    return [path for path in place.rglob("*") if path.is_file()]


def address(file: PrivateFile) -> str:
    return reverse("private-file", args=[file.pk])


def test_it_is_stored_under_a_name_that_tells_nothing_and_given_back_as_it_came(
    place: Path, focal_point: User, focal_point_client: Client
) -> None:
    file = kept(focal_point, name="C:\\Scans\\Ñandú\u202e Ould.pdf")
    [stored] = files_in(place)
    assert len(stored.name) == 32
    assert int(stored.name, 16)
    answer = focal_point_client.get(address(file))
    assert b"".join(answer.streaming_content) == PASSPORT
    assert answer["Content-Type"] == PDF
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Cache-Control"] == "private, no-store"
    disposition = answer["Content-Disposition"]
    assert disposition.startswith(f'attachment; filename="passport-{file.pk}.pdf"')
    assert disposition.endswith("filename*=UTF-8''%C3%91and%C3%BA%20Ould.pdf")


def test_a_name_may_be_of_any_length(focal_point: User) -> None:
    file = kept(focal_point, name="n" * 5000 + ".pdf")
    assert (len(file.original_name), file.original_name[-5:]) == (255, "n.pdf")


@pytest.mark.parametrize(
    ("content", "name", "said"),
    [
        (b"%PDF-1.7" + b"x" * 100, "passport.pdf", "too large"),
        (b"\xff\xd8\xff\xe0 a photograph", "passport.jpg", "PDF or PNG"),
        (b"<html>", "passport.pdf", "PDF or PNG"),
        (b"", "passport.pdf", "PDF or PNG"),
    ],
)
def test_what_the_kind_does_not_take_is_refused(
    place: Path, focal_point: User, content: bytes, name: str, said: str
) -> None:
    with pytest.raises(Refusal, match=said):
        kept(focal_point, content=content, name=name)
    assert files_in(place) == []
    assert not PrivateFile.objects.exists()


def test_only_whom_the_kind_lets_keeps_and_reads(
    focal_point: User,
    other_focal_point: User,
    other_focal_point_client: Client,
    secretariat: User,
    secretariat_client: Client,
    visitor: Client,
) -> None:
    file = kept(focal_point)
    for stranger in (other_focal_point, secretariat):
        with pytest.raises(Refusal, match="no permission"):
            keep_file(upload(), kind="passport", owner=str(focal_point.pk), by=stranger)
        with pytest.raises(Refusal, match="no permission"):
            discard_file(file, by=stranger)
    assert b"".join(secretariat_client.get(address(file)).streaming_content) == PASSPORT
    assert other_focal_point_client.get(address(file)).status_code == 404
    assert "/login/" in visitor.get(address(file))["Location"]
    with registry.replaced(PrivateFileKind):
        assert secretariat_client.get(address(file)).status_code == 404


def test_a_discarded_file_is_gone_and_its_row_says_so(
    place: Path,
    focal_point: User,
    focal_point_client: Client,
    django_capture_on_commit_callbacks: Any,
) -> None:
    file = kept(focal_point)
    with django_capture_on_commit_callbacks(execute=True):
        discard_file(file, by=focal_point)
        assert len(files_in(place)) == 1, "until it is committed"
    assert files_in(place) == []
    file.refresh_from_db()
    assert (file.file.name, file.original_name, file.discarded_at) == ("", "", clock.now())
    assert focal_point_client.get(address(file)).status_code == 404
    with pytest.raises(IntegrityError), transaction.atomic():
        PrivateFile.objects.update(original_name="passport of Ms Ould.pdf")


def test_a_discarded_file_is_read_by_nobody(focal_point: User) -> None:
    file = kept(focal_point)
    assert may_read(focal_point, file)
    discard_file(file, by=focal_point)
    file.refresh_from_db()
    assert not may_read(focal_point, file)


def test_what_is_past_its_date_is_discarded_by_the_sweep(
    place: Path, focal_point: User, django_capture_on_commit_callbacks: Any
) -> None:
    file = kept(focal_point)
    assert file.keep_until == TODAY + datetime.timedelta(days=30)
    for_ever = kept(focal_point, name="other.pdf")
    PrivateFile.objects.filter(pk=for_ever.pk).update(keep_until=None)
    with clock.set_to(file.keep_until):
        assert discard_past_their_date() == 0
    with (
        clock.set_to(file.keep_until + datetime.timedelta(days=1)),
        django_capture_on_commit_callbacks(execute=True),
    ):
        pulse()
    assert list(PrivateFile.objects.kept()) == [for_ever]
    assert [path.name for path in files_in(place)] == [Path(for_ever.file.name).name]


def test_a_file_whose_use_fails_does_not_stay_behind(place: Path, focal_point: User) -> None:
    owner = str(focal_point.pk)

    def use_it() -> None:
        with transaction.atomic(), keeping(upload(), kind="passport", owner=owner, by=focal_point):
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        use_it()
    assert files_in(place) == []
    assert not PrivateFile.objects.exists()


def test_the_admin_shows_what_is_kept_of_whom_and_the_file_to_whom_its_kind_lets(
    focal_point: User, secretariat_client: Client, looker_client: Client
) -> None:
    file = kept(focal_point, name="passport of Ana.pdf")
    listing = reverse("admin:network_privatefile_changelist")
    page = reverse("admin:network_privatefile_change", args=[file.pk])
    for client in (secretariat_client, looker_client):
        listed = client.get(listing).content.decode()
        assert "Passport" in listed
        assert f"Account {focal_point.pk}" in listed
        assert "Ana" not in listed, "the name of a file may tell what it holds"
        shown = client.get(page)
        assert shown.status_code == 200
        assert "April 1, 2026" in shown.content.decode() or "1 April 2026" in shown.content.decode()
    download = reverse("private-file", args=[file.pk])
    assert f'<a href="{download}">passport of Ana.pdf</a>' in (
        secretariat_client.get(page).content.decode()
    )
    hidden = looker_client.get(page).content.decode()
    assert "Your account may not read this file." in hidden
    assert download not in hidden
    assert "Ana" not in hidden
    discard_file(file, by=focal_point)
    assert "The file was discarded." in secretariat_client.get(page).content.decode()


def test_the_list_of_private_files_costs_the_same_for_one_as_for_many(
    focal_point: User, secretariat_client: Client, query_cost: QueryCost
) -> None:
    listing = reverse("admin:network_privatefile_changelist")
    kept(focal_point)
    one = query_cost(lambda: secretariat_client.get(listing))
    for _each in range(3):
        kept(focal_point)
    assert query_cost(lambda: secretariat_client.get(listing)) == one
