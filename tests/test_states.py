"""State machines: what is declared is what the database lets pass, pair by pair."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pgtrigger
import pytest
from django.db import DatabaseError, models, transaction
from django.utils import timezone

from focalpoints.models import ConfirmationRequest, LetterRequest, Notification, ProposedChange
from meetings.models import Communique
from network.accounts.models import User
from network.documents.models import DocumentBuild
from network.importing.models import SpreadsheetImport
from network.mail.message import new_message_id
from network.mail.models import OutgoingMail
from network.values.states import StateMachine, transitions
from newsletters.models import Delivery, Newsletter, Subscription
from tests import factories
from tests.focalpoints.changes import draft_of
from tests.focalpoints.letters import LetterRequestFactory
from tests.meetings.texts import adopted
from tests.test_architecture import own_models

# What has a state and no machine, with the reason.
FREE = {
    "focalpoints.Member": "a fact that the Secretariat records, and corrects where it was wrong",
    "initiatives.NationalActionPlan": "a fact of its member, which corrects it in any direction",
}


def machines() -> dict[str, type[models.Model]]:
    return {model._meta.label: model for model in own_models() if hasattr(model, "TRANSITIONS")}


def test_every_state_is_of_a_machine() -> None:
    """Events of the history copy the column, and never change."""
    with_state = {
        model._meta.label
        for model in own_models()
        if not hasattr(model, "pgh_tracked_model")
        and any(field.name == "state" for field in model._meta.fields)
    }
    assert with_state == machines().keys() | FREE.keys()


@pytest.mark.parametrize("label", sorted(machines()))
def test_a_machine_names_the_states_of_its_column(label: str) -> None:
    model = machines()[label]
    machine: StateMachine = model.TRANSITIONS  # type: ignore[attr-defined]
    choices = [value for value, _label in model._meta.get_field(machine.field).choices or ()]
    assert list(machine.following) == choices


def _communique(by: User) -> models.Model:
    return adopted("en", by=by)


def _build(by: User) -> models.Model:
    version = adopted("en", by=by).adopted_version
    return DocumentBuild.objects.create(
        kind="communique",
        subject=version.subject,
        language="en",
        digest=version.digest,
        file="a.pdf",
        sha256="a",
        size=1,
        requested_by=by,
    )


def _newsletter(by: User) -> models.Model:
    now = timezone.now()
    content = {"en": {"subject": "News", "body": "", "html": "", "text": ""}}
    return factories.NewsletterFactory.create(sent_content=content, started_at=now, finished_at=now)


def _subscription(by: User) -> models.Model:
    return factories.SubscriptionFactory.create(unsubscribed_at=timezone.now())


def _delivery(by: User) -> models.Model:
    return Delivery.objects.create(
        newsletter=factories.NewsletterFactory.create(),
        address="reader@example.org",
        language="en",
        message_id=new_message_id(),
    )


def _mail(by: User) -> models.Model:
    return OutgoingMail.objects.create(
        address="reader@example.org", language="en", kind="notice", message_id=new_message_id()
    )


def _change(by: User) -> models.Model:
    spain = factories.member("ESP")
    entry = factories.InitiativeFactory.create(owner=spain)
    author = factories.focal_point_of(spain)
    return draft_of(entry, author, member=spain, title_en="Other")


def _request(by: User) -> models.Model:
    person = factories.PersonFactory.create()
    return ConfirmationRequest.objects.create(person=person, answered_at=timezone.now())


def _letter(by: User) -> models.Model:
    return LetterRequestFactory.create(reason="Not signed.", decided_at=timezone.now())


def _notification(by: User) -> models.Model:
    return factories.NotificationFactory.create()


def _import(by: User) -> models.Model:
    return SpreadsheetImport.objects.create(kind="members", file_name="a.csv", language="en")


# A row whose other columns suit each of its states, so that only the machine can refuse.
ROWS: dict[str, Callable[[User], models.Model]] = {
    ConfirmationRequest._meta.label: _request,
    Communique._meta.label: _communique,
    Delivery._meta.label: _delivery,
    LetterRequest._meta.label: _letter,
    Newsletter._meta.label: _newsletter,
    Notification._meta.label: _notification,
    OutgoingMail._meta.label: _mail,
    DocumentBuild._meta.label: _build,
    ProposedChange._meta.label: _change,
    SpreadsheetImport._meta.label: _import,
    Subscription._meta.label: _subscription,
}


# What else changes with the state, where the columns of one state do not suit another.
Suits = dict[str, dict[str, Any]]


def _nothing(by: User) -> Suits:
    return {}


def _of_notification(by: User) -> Suits:
    never = dict.fromkeys(("submitted_at", "submitted_by", "approved_by", "year", "serial"))
    handed_in = {**never, "sent_at": None, "submitted_at": timezone.now(), "submitted_by": by}
    colleague = factories.SecretariatFactory.create()
    numbered = {"year": 2026, "serial": 1, "sent_at": timezone.now(), "approved_by": colleague}
    return {
        "draft": {**never, "sent_at": None},
        "submitted": handed_in,
        "sent": handed_in | numbered,
    }


SUITS: dict[str, Callable[[User], Suits]] = {Notification._meta.label: _of_notification}


@pytest.mark.django_db
@pytest.mark.parametrize("label", sorted(machines()))
def test_each_transition_passes_or_is_refused_as_declared(label: str, secretariat: User) -> None:
    model = machines()[label]
    machine: StateMachine = model.TRANSITIONS  # type: ignore[attr-defined]
    row = ROWS[label](secretariat)
    suits = SUITS.get(label, _nothing)(secretariat)
    rows: Any = model._default_manager.filter(pk=row.pk)
    passed = set()
    for state in machine.following:
        _put(row, state, suits)
        passed |= {(state, other) for other in machine.following if _passes(rows, other, suits)}
    stays = {(state, state) for state in machine.following}
    assert passed == set(machine.pairs) | stays
    assert {(one, two) for one, two in passed if machine.may_become(one, two)} == set(machine.pairs)


def _passes(rows: models.QuerySet[Any], state: str, suits: Suits) -> bool:
    """Whether the database takes the state, which is then taken back."""
    try:
        with transaction.atomic():
            rows.update(state=state, **suits.get(state, {}))
            transaction.set_rollback(True)
    except DatabaseError as error:
        # Of what was sent, another rule of the database refuses every change.
        if "Invalid transition" not in str(error) and "Cannot update" not in str(error):
            raise
        return False
    return True


def _put(row: Any, state: str, suits: Suits) -> None:
    """Let the row be in `state`, past its machine."""
    with pgtrigger.ignore(f"{row._meta.label}:state_transitions"):
        rows = type(row)._default_manager.filter(pk=row.pk)
        rows.update(state=state, **suits.get(state, {}))


def test_a_machine_with_an_unknown_state_is_refused() -> None:
    with pytest.raises(ValueError, match="draft is followed by gone"):
        transitions({"draft": ["gone"]})
    with pytest.raises(ValueError, match="draft is followed by draft"):
        transitions({"draft": ["draft"]})
    assert not transitions({"draft": ["sent"], "sent": []}).may_become("sent", "draft")
