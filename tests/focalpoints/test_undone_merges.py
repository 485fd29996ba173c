"""Undoing a merge restores every row, or is refused; and what erasing does to merged records."""

from __future__ import annotations

import datetime

import pytest

from focalpoints.account_erasure import erase
from focalpoints.confirmation import ask_to_confirm, find_request, go_on
from focalpoints.designations import end_designation
from focalpoints.erasure import ERASABLE, erase_person_data
from focalpoints.merging import BOTH, OTHER, forget_what_merges_hold, merge_people, undo_merge
from focalpoints.models import (
    ConfirmationRequest,
    Merge,
    Person,
    Revision,
)
from focalpoints.people import choose_own_contact, correct_person, remove_person
from focalpoints.personal_data import designations as held_designations
from focalpoints.personal_data import person as held_record
from focalpoints.personal_data import versions as held_versions
from network import clock
from network.accounts.models import User
from network.documents.models import PrivateFile
from network.mail.models import OutgoingMail
from network.values.refusals import Refusal
from tests import factories
from tests.focalpoints.doubles import AGAIN, DAY, ERIKA, held, merged, twice
from tests.focalpoints.letters import with_letter
from tests.focalpoints.registers import assert_whole, said_by_every_row

pytestmark = pytest.mark.django_db


@pytest.fixture
def two(db: None) -> tuple[Person, Person]:
    return twice()


# --- Undoing ---


def test_undoing_restores_every_row(two: tuple[Person, Person], secretariat: User) -> None:
    kept, other = two
    factories.DraftingRightFactory.create(person=other)
    held(kept, "alternate")
    held(other, "alternate")
    ask_to_confirm([kept, other], by=secretariat)
    before = said_by_every_row()
    merge = merged(two, secretariat, email=OTHER, given_name=OTHER, languages=BOTH)
    assert said_by_every_row() != before
    undo_merge(merge, by=secretariat)
    assert said_by_every_row() == before
    assert_whole()
    kept.refresh_from_db()
    assert kept.version == 3
    assert Merge.objects.get().before == {}
    with pytest.raises(Refusal, match="undone already"):
        undo_merge(merge, by=secretariat)


def test_a_link_to_confirm_rests_and_works_again(
    two: tuple[Person, Person], secretariat: User
) -> None:
    ask_to_confirm(two, by=secretariat)
    texts = OutgoingMail.objects.filter(address=AGAIN["email"]).values_list("body_text", flat=True)
    token = texts[0].split("/confirmation/")[1].split("/")[0]
    merge = merged(two, secretariat)
    go_on()
    assert find_request(token) is None
    undo_merge(merge, by=secretariat)
    assert find_request(token) is not None
    merge = merged(two, secretariat)
    with clock.set_to(clock.now() + 8 * DAY):
        go_on()
    assert ConfirmationRequest.objects.get(person=two[1]).state == "withdrawn"


def test_undoing_is_refused_after_seven_days(two: tuple[Person, Person], secretariat: User) -> None:
    merge = merged(two, secretariat)
    with (
        clock.set_to(clock.now() + 7 * DAY + datetime.timedelta(minutes=1)),
        pytest.raises(Refusal, match="for seven days, which have passed"),
    ):
        undo_merge(merge, by=secretariat)


def test_what_a_merge_keeps_for_an_undo_goes_with_the_time_for_it(
    two: tuple[Person, Person], secretariat: User
) -> None:
    merged(two, secretariat)
    assert forget_what_merges_hold() == 0
    with clock.set_to(clock.now() + 8 * DAY):
        assert forget_what_merges_hold() == 1
        assert forget_what_merges_hold() == 0
    merge = Merge.objects.get()
    assert (merge.before, merge.after) == ({}, {})
    assert merge.moved != {}


def test_undoing_does_not_lose_what_was_changed_since(
    two: tuple[Person, Person], focal_point: User, secretariat: User
) -> None:
    merge = merged(two, secretariat)
    two[0].position = "Minister"
    correct_person(two[0], by=secretariat)
    with pytest.raises(Refusal, match=r"changed since \(position\)"):
        undo_merge(merge, by=secretariat)
    pair = (focal_point.person, factories.PersonFactory.create())
    merge = merge_people(*pair, chosen={}, by=secretariat)
    choose_own_contact(merge.kept, {"email_visibility": "members"}, by=focal_point)
    with pytest.raises(Refusal, match="last confirmed"):
        undo_merge(merge, by=secretariat)


def test_merges_are_undone_in_the_order_in_which_they_were_made(
    two: tuple[Person, Person], secretariat: User
) -> None:
    third = factories.PersonFactory.create()
    before = said_by_every_row()
    first = merged(two, secretariat)
    second = merged((third, two[0]), secretariat)
    assert set(Person.everyone.filter(merged_into=third)) == set(two)
    assert third.designations.count() == 2
    with pytest.raises(Refusal, match="Undo that merge first"):
        undo_merge(first, by=secretariat)
    undo_merge(second, by=secretariat)
    undo_merge(first, by=secretariat)
    assert said_by_every_row() == before


def test_what_was_added_since_stays_with_the_record_that_stayed(
    two: tuple[Person, Person], secretariat: User
) -> None:
    merge = merged(two, secretariat)
    added = held(two[0], "mission")
    undo_merge(merge, by=secretariat)
    added.refresh_from_db()
    assert added.person == two[0]


# --- Erasing ---


def test_erasing_empties_the_records_that_were_merged_too(
    two: tuple[Person, Person], secretariat: User
) -> None:
    kept, other = two
    held(kept, "alternate")
    with_letter(held(other, "alternate"))
    merge = merged(two, secretariat)
    for row in kept.designations.all():
        end_designation(row, by=secretariat)
    with clock.set_to(clock.now() + DAY):
        erase_person_data(kept, ERASABLE, by=secretariat)
        other.refresh_from_db()
        assert [getattr(other, name) for name in ERASABLE[:7]] == [""] * 7
        for version in Revision.objects.of(other):
            assert version.values["email"] == ""
        merge.refresh_from_db()
        assert (merge.before, merge.after) == ({}, {})
        with pytest.raises(Refusal, match="erased since"):
            undo_merge(merge, by=secretariat)


def test_erasing_an_account_discards_the_letters_of_joined_designations(
    two: tuple[Person, Person], secretariat: User
) -> None:
    account = factories.UserFactory.create()
    Person.objects.filter(pk=two[1].pk).update(user=account)
    for person in two:
        with_letter(held(person, "alternate"))
    merged(two, secretariat)
    for row in two[0].designations.all():
        end_designation(row, by=secretariat)
    assert PrivateFile.objects.kept().count() == 2
    with clock.set_to(clock.now() + DAY):
        erase(account, by=secretariat)
    assert PrivateFile.objects.kept().count() == 0


def test_a_person_sees_what_is_held_in_a_record_that_was_merged(
    two: tuple[Person, Person], secretariat: User
) -> None:
    account = factories.UserFactory.create()
    Person.objects.filter(pk=two[1].pk).update(user=account)
    merged(two, secretariat)
    said = str([list(part(account)) for part in (held_record, held_versions)])
    assert AGAIN["email"] in said
    assert ERIKA["email"] in said
    assert len(list(held_designations(account))) == 2


def test_who_was_added_by_mistake_is_deleted_with_what_was_merged(secretariat: User) -> None:
    kept, other = factories.PersonFactory.create_batch(2)
    merge_people(kept, other, chosen={}, by=secretariat)
    remove_person(kept, by=secretariat)
    assert not Person.everyone.exists()
