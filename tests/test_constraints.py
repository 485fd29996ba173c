"""What the database refuses, for every write: values without a name, steps back, empty terms."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import nullcontext
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.db.models import CheckConstraint, Field, Model
from django.utils import timezone

from meetings.models import Communique, Presidency, PresidencySeat
from network.accounts.models import User
from network.values.partial_dates import PartialDateField
from newsletters.models import Newsletter
from tests import factories
from tests.meetings.texts import adopted
from tests.test_architecture import own_models

LANGUAGES = {code for code, _name in settings.LANGUAGES}


def choices_of(field: Field[Any, Any]) -> set[Any]:
    """The values a field may hold by its choices; none for the languages of the settings."""
    base = field.base_field if isinstance(field, ArrayField) else field
    values = {value for value, _label in base.flatchoices}
    if values == LANGUAGES:
        return set()
    blank = field.blank and not isinstance(field, ArrayField)
    return values | {""} if values and blank else values


def fields_with_choices() -> list[tuple[type[Model], Any]]:
    return [
        (model, field)
        for model in own_models()
        # The trail keeps what was, also under names that are no longer given.
        if not model.__name__.endswith("Event")
        for field in model._meta.local_fields
        if choices_of(field)
    ]


@pytest.mark.guard
def test_the_database_knows_the_choices_of_every_field() -> None:
    loose = []
    for model, field in fields_with_choices():
        held: set[Any] = set()
        for constraint in model._meta.constraints:
            if isinstance(constraint, CheckConstraint):
                for child in constraint.condition.children:
                    if isinstance(child, tuple) and child[0] in (
                        f"{field.name}__in",
                        f"{field.name}__contained_by",
                    ):
                        held = set(child[1])
        if held != choices_of(field):
            loose.append(f"{model._meta.label}.{field.name}: {choices_of(field)}")
    assert loose == [], "name the choices in the constraints (network/values/constraints.py)"


@pytest.mark.guard
def test_the_database_knows_what_a_date_is() -> None:
    loose = [
        f"{model._meta.label}.{field.name}"
        for model in own_models()
        if not model.__name__.endswith("Event")
        for field in model._meta.local_fields
        if isinstance(field, PartialDateField)
        and f"'{field.name}__regex'" not in str(model._meta.constraints)
    ]
    assert loose == [], "name them in partial_dates_valid(...) among the constraints"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("label", "field", "value"),
    [
        ("meetings.Meeting", "format", "by post"),
        ("initiatives.Initiative", "themes", ["mediation", "weather"]),
        ("focalpoints.Member", "state", "suspended"),
    ],
)
def test_a_value_without_a_name_is_refused(label: str, field: str, value: Any) -> None:
    row = {
        "meetings.Meeting": factories.MeetingFactory,
        "initiatives.Initiative": factories.InitiativeFactory,
        "focalpoints.Member": factories.MemberFactory,
    }[label].create()
    rows = apps.get_model(label)._default_manager.filter(pk=row.pk)
    with pytest.raises(IntegrityError, match=f"{field}_known"), transaction.atomic():
        rows.update(**{field: value})


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("text", "exists"),
    [
        ("2024-02-29", True),
        ("2000-02-29", True),
        ("2023-02-29", False),
        ("1900-02-29", False),
        ("2024-06-31", False),
        ("2024-13", False),
        ("0999", False),
        ("2024-06", True),
    ],
)
def test_a_day_that_does_not_exist_is_refused(text: str, exists: bool) -> None:
    row = factories.MeetingFactory.create(starts_on=None, ends_on=None)
    change = "UPDATE meetings_meeting SET starts_on = %s WHERE id = %s"
    with (
        nullcontext() if exists else pytest.raises(IntegrityError, match="dates_valid"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(change, [text, row.pk])


@pytest.mark.django_db
def test_a_newsletter_never_goes_back_to_draft() -> None:
    issue = factories.NewsletterFactory.create(
        state="sent",
        sent_content={"en": {"subject": "News", "body": "", "html": "", "text": ""}},
        started_at=timezone.now(),
        finished_at=timezone.now(),
    )
    with pytest.raises(DatabaseError, match="Invalid transition"), transaction.atomic():
        Newsletter.objects.filter(pk=issue.pk).update(state="draft", finished_at=None)


@pytest.mark.django_db
def test_nothing_takes_an_adoption_back(secretariat: User) -> None:
    communique = adopted("en", by=secretariat)
    with pytest.raises(DatabaseError, match="Invalid transition"), transaction.atomic():
        Communique.objects.filter(pk=communique.pk).update(state="draft", is_public=False)


def ends_with(statement: Callable[[], object]) -> None:
    """Run `statement` and whatever waits for the end of its transaction."""
    with transaction.atomic():
        statement()
        connection.check_constraints()


@pytest.mark.django_db
def test_a_term_has_a_holder_when_its_transaction_ends() -> None:
    term = factories.PresidencyFactory.create()
    seats = PresidencySeat.objects.filter(presidency=term)
    with pytest.raises(IntegrityError, match="one to four holders"):
        ends_with(seats.delete)
    empty = Presidency(slug="empty", starts_on="2090-01-01", ends_on="2090-12-31")
    with pytest.raises(IntegrityError, match="one to four holders"):
        ends_with(empty.save)
    assert seats.count() == 1
    ends_with(term.delete)
    assert not PresidencySeat.objects.exists()
