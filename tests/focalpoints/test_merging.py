"""Merging two records of a person: what is chosen, what moves, what is refused."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db import IntegrityError, transaction

from focalpoints.confirmation import ask_to_confirm
from focalpoints.designations import end_designation, invite_person
from focalpoints.duplicates import likely_duplicates, take_back_told_apart, tell_apart
from focalpoints.endings import undo_ending
from focalpoints.merging import BOTH, GENERIC, KEPT, OTHER, RELATIONS, merge_people, undo_merge
from focalpoints.models import (
    CONSENTS,
    ConfirmationRequest,
    Designation,
    DraftingRight,
    Ending,
    Person,
    Revision,
)
from network import clock
from network.accounts.changes import deactivate
from network.accounts.models import User
from network.mail.models import OutgoingMail
from network.values.refusals import Refusal
from tests import factories
from tests.focalpoints.changes import draft_of
from tests.focalpoints.doubles import AGAIN, DAY, held, merged, twice
from tests.focalpoints.letters import with_letter
from tests.focalpoints.registers import said_by_every_row
from tests.test_architecture import own_models

pytestmark = pytest.mark.django_db


@pytest.fixture
def two(db: None) -> tuple[Person, Person]:
    return twice()


# --- What is chosen, and what moves ---


def test_the_record_that_stays_says_what_was_chosen(
    two: tuple[Person, Person], secretariat: User
) -> None:
    kept, other = two
    merged(two, secretariat, email=OTHER, position=OTHER, title=KEPT, languages=BOTH)
    assert kept.full_name == "Dr. Erika Mustermann"
    assert (kept.email, kept.position) == (AGAIN["email"], "Director")
    assert kept.languages == ["de", "en", "fr"]
    assert kept.version == 2
    latest = Revision.objects.of(kept)[0]
    assert (latest.source, latest.by) == ("merge", secretariat)
    assert f"Record {other.pk} " in latest.reason
    assert latest.values["email"] == AGAIN["email"]


def test_nobody_sees_more_than_before(two: tuple[Person, Person], secretariat: User) -> None:
    merged(two, secretariat, email=OTHER, position=OTHER)
    assert two[0].email_visibility == "secretariat"
    assert two[0].position_visibility == "members"
    order = ["secretariat", "members", "public"]
    for name in CONSENTS:
        levels = [getattr(person, name) for person in two]
        assert order.index(levels[0]) <= order.index(levels[1])


def test_all_that_points_at_the_other_moves(two: tuple[Person, Person], secretariat: User) -> None:
    kept, other = two
    right = factories.DraftingRightFactory.create(person=other)
    ask_to_confirm([other], by=secretariat)
    merged(two, secretariat)
    assert set(kept.designations.values_list("category__code", flat=True)) == {
        "military",
        "police",
    }
    right.refresh_from_db()
    assert right.person == kept
    assert ConfirmationRequest.objects.get().person == kept
    assert not Person.objects.filter(pk=other.pk).exists()
    assert Person.everyone.get(pk=other.pk).merged_into == kept
    assert likely_duplicates(kept) == []


def test_an_account_moves_with_its_designations(
    focal_point: User, two: tuple[Person, Person], secretariat: User
) -> None:
    theirs = focal_point.person
    other = two[1]
    merged((other, theirs), secretariat)
    focal_point.refresh_from_db()
    assert User.objects.get(pk=focal_point.pk).person == other
    [mail] = OutgoingMail.objects.filter(address=focal_point.email)
    assert AGAIN["position"] not in mail.body_text
    assert "position" in mail.body_text.lower()


def test_every_relation_to_a_person_says_how_it_is_merged() -> None:
    """A new relation, and a new model that names rows by type and key, must say so here."""
    found = set()
    for one in Person._meta.get_fields(include_hidden=True):
        if not (one.auto_created and not one.concrete and (one.one_to_many or one.one_to_one)):
            continue
        model = one.related_model
        # The trail says what was, and its rows belong to the row that they tell of.
        if not hasattr(model, "pgh_tracked_model"):
            found.add(f"{model._meta.label}.{one.field.name}")
    assert found == set(RELATIONS)
    generic = {
        model._meta.label
        for model in own_models()
        if not hasattr(model, "pgh_tracked_model")
        for field in model._meta.fields
        if field.related_model is ContentType
    }
    assert generic == set(GENERIC) - {"network.SearchEntry"}
    assert apps.get_model("network.SearchEntry")


# --- Designations of both ---


def test_the_same_designation_of_both_is_joined_into_the_one_with_a_letter(
    two: tuple[Person, Person], secretariat: User
) -> None:
    kept, other = two
    mine, theirs = held(kept, "alternate"), held(other, "alternate")
    with_letter(theirs)
    right = factories.DraftingRightFactory.create(member=mine.member, rests_on=mine)
    before = said_by_every_row()
    merge = merged(two, secretariat)
    assert list(kept.designations.filter(category__code="alternate")) == [theirs]
    right.refresh_from_db()
    assert right.rests_on == theirs
    undo_merge(merge, by=secretariat)
    assert said_by_every_row() == before


def test_periods_that_overlap_are_refused_with_what_to_do(
    two: tuple[Person, Person], secretariat: User
) -> None:
    mine = held(two[0], "alternate", starts_on=datetime.date(2024, 1, 1))
    held(two[1], "alternate", starts_on=datetime.date(2025, 1, 1))
    with pytest.raises(Refusal, match="Germany designates both as Alternate focal point at once"):
        merge_people(*two, chosen={}, by=secretariat)
    Designation.objects.filter(pk=mine.pk).update(ends_on=datetime.date(2024, 12, 31))
    merged(two, secretariat)


def test_the_end_of_a_joined_designation_is_not_undone(
    two: tuple[Person, Person], secretariat: User
) -> None:
    rows = [held(person, "alternate", ends_on=clock.today() + 9 * DAY) for person in two]
    for row in rows:
        end_designation(row, by=secretariat)
    merge = merged(two, secretariat)
    ending = Ending.objects.get(designation=rows[1])
    with pytest.raises(Refusal, match="Undo the merge first"):
        undo_ending(ending, by=secretariat)
    undo_merge(merge, by=secretariat)
    undo_ending(ending, by=secretariat)


def test_a_record_set_aside_is_never_designated_again(
    two: tuple[Person, Person], secretariat: User
) -> None:
    """Whoever recorded a letter for it at that moment is refused by the database."""
    merged(two, secretariat)
    for make in (
        lambda: held(two[1], "alternate"),
        lambda: factories.DraftingRightFactory.create(person=two[1]),
    ):
        with pytest.raises(IntegrityError, match="merged into another"), transaction.atomic():
            make()


# --- What is refused ---


def test_two_accounts_are_refused_until_one_is_deactivated(
    focal_point: User, other_focal_point: User, secretariat: User
) -> None:
    pair = (focal_point.person, other_focal_point.person)
    with pytest.raises(Refusal, match="deactivate the other one first"):
        merge_people(*pair, chosen={}, by=secretariat)
    deactivate(focal_point, by=secretariat)
    before = said_by_every_row()
    kept, other = (Person.objects.get(pk=person.pk) for person in pair)
    merge = merged((kept, other), secretariat)
    assert kept.user == other_focal_point
    undo_merge(merge, by=secretariat)
    assert said_by_every_row() == before


def test_an_invitation_that_waits_is_revoked_first(
    two: tuple[Person, Person], focal_point: User, secretariat: User
) -> None:
    invite_person(two[1], by=secretariat)
    with pytest.raises(Refusal, match="would lead to a second account"):
        merge_people(focal_point.person, two[1], chosen={}, by=secretariat)
    with pytest.raises(Refusal, match="Choose that address"):
        merge_people(*two, chosen={}, by=secretariat)
    before = said_by_every_row()
    undo_merge(merged(two, secretariat, email=OTHER), by=secretariat)
    assert said_by_every_row() == before


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"is_office": True, "title": "", "family_name": ""}, "an office and the other a person"),
        ({"is_sample": True}, "sample data"),
    ],
)
def test_what_cannot_be_one_is_refused(
    values: dict[str, Any], sentence: str, two: tuple[Person, Person], secretariat: User
) -> None:
    Person.objects.filter(pk=two[1].pk).update(**values)
    with pytest.raises(Refusal, match=sentence):
        merge_people(*two, chosen={}, by=secretariat)


def test_who_was_said_to_be_two_people_is_not_merged(
    two: tuple[Person, Person], secretariat: User
) -> None:
    decided = tell_apart(*reversed(two), by=secretariat)
    with pytest.raises(Refusal, match="two different people"):
        merge_people(*two, chosen={}, by=secretariat)
    take_back_told_apart(decided, by=secretariat)
    merged(two, secretariat)


def test_an_open_change_keeps_its_record_from_being_set_aside(
    two: tuple[Person, Person], secretariat: User
) -> None:
    author = factories.focal_point_of(factories.member("DEU"))
    draft_of(two[1], author, member=factories.member("DEU"), key="person", position="Adviser")
    with pytest.raises(Refusal, match="Keep that record instead"):
        merge_people(*two, chosen={}, by=secretariat)
    merged((two[1], two[0]), secretariat)


def test_two_drafting_rights_at_once_are_refused_and_old_ones_stay_aside(
    two: tuple[Person, Person], secretariat: User
) -> None:
    rights = [factories.DraftingRightFactory.create(person=person) for person in two]
    with pytest.raises(Refusal, match="Revoke one of the two rights"):
        merge_people(*two, chosen={}, by=secretariat)
    over = {"starts_on": clock.today() - 9 * DAY, "ends_on": clock.today() - DAY}
    DraftingRight.objects.filter(pk__in=[right.pk for right in rights]).update(**over)
    before = said_by_every_row()
    merge = merge_people(*two, chosen={}, by=secretariat)
    rights[1].refresh_from_db()
    assert rights[1].person == two[1]
    undo_merge(merge, by=secretariat)
    assert said_by_every_row() == before


def test_one_and_the_same_is_not_merged(two: tuple[Person, Person], secretariat: User) -> None:
    with pytest.raises(Refusal, match="Choose two people"):
        merge_people(two[0], two[0], chosen={}, by=secretariat)
