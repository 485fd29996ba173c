"""After a restore a number is given again: whoever has it now is not whom the journal means."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.db.models import Model

from network import clock, registry
from network.accounts.invitations import invite
from network.accounts.models import Invitation
from network.journal.kinds import JournalKind
from network.journal.lines import Line, hash_of, names_of_keys
from network.journal.rows import YOUNGER
from network.mail.models import OutgoingMail
from tests import factories

pytestmark = pytest.mark.django_db

ADDRESS = "somebody.else@example.org"
# Who has the number of a line by now, for each kind.
ROWS: dict[str, Callable[[], Any]] = {
    "person": lambda: factories.PersonFactory.create(given_name="Somebody", phone="+99 1"),
    "account": lambda: factories.UserFactory.create(email=ADDRESS, name="Somebody Else"),
    "subscription": lambda: factories.SubscriptionFactory.create(email=ADDRESS),
    "unsubscription": lambda: factories.SubscriptionFactory.create(email=ADDRESS),
}


@pytest.fixture(autouse=True)
def _journal(settings: Any, tmp_path: Path) -> None:
    settings.ERASURE_JOURNAL = tmp_path / "erasures.jsonl"


def line_about(row: Model, kind: str, *, ago: datetime.timedelta, address: str = ADDRESS) -> Line:
    said = {
        "addresses": [hash_of(address)],
        "hashed_by": names_of_keys()[0],
        "fields": ["given_name", "phone"],
    }
    return Line(uuid.uuid4(), kind, str(row.pk), said, clock.now() - ago)


def values(row: Model) -> dict[str, Any]:
    found = type(row)._default_manager.filter(pk=row.pk).values().get()
    return dict(found)


def test_every_kind_is_walked() -> None:
    assert set(ROWS) == {kind.name for kind in registry.of(JournalKind)}


@pytest.mark.parametrize("name", ROWS)
def test_a_row_that_is_younger_than_the_line_stays_and_it_is_said(name: str) -> None:
    kind = registry.named(JournalKind, name)
    assert kind is not None
    row = ROWS[name]()
    before = values(row)
    assert kind.replay(line_about(row, name, ago=datetime.timedelta(hours=1))) == YOUNGER
    assert values(row) == before
    older = line_about(row, name, ago=datetime.timedelta(hours=-1))
    assert kind.replay(older) in ("erased", "unsubscribed")


@pytest.mark.parametrize("name", ["person", "account"])
def test_what_was_sent_to_the_address_since_stays(name: str) -> None:
    kind = registry.named(JournalKind, name)
    assert kind is not None
    row = ROWS[name]()
    invite(email="again@example.org", by=None)
    since = line_about(row, name, ago=datetime.timedelta(hours=1), address="again@example.org")
    kind.replay(since)
    assert Invitation.objects.count() == OutgoingMail.objects.count() == 1
    before = line_about(row, name, ago=datetime.timedelta(hours=-1), address="again@example.org")
    kind.replay(before)
    assert Invitation.objects.count() == OutgoingMail.objects.count() == 0
