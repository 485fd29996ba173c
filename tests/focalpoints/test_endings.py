"""Ending designations asks first, and can be undone for a time."""

from __future__ import annotations

import datetime

import pytest
from django.test import Client
from django.urls import reverse

from focalpoints.designations import end_designation
from focalpoints.drafting import Colleague
from focalpoints.endings import undo_ending
from focalpoints.models import Designation, Ending, Member
from focalpoints.rights import may_submit
from network import clock
from network.accounts.models import User
from network.values.refusals import Refusal
from tests import factories
from tests.confirming import ask, do
from tests.focalpoints.drafters import given
from tests.sent import sent_by

pytestmark = pytest.mark.django_db

UNDO = "admin:focalpoints_designation_undo_endings"


def day(days: int) -> datetime.date:
    return clock.today() + datetime.timedelta(days=days)


def pressed(client: Client, page: str) -> str:
    """What the button in the message leads to."""
    sent = sent_by(page, "endings_undo")
    return client.post(reverse(UNDO), sent, follow=True).content.decode()


def page_of(client: Client, name: str, row: Designation) -> str:
    address = reverse(f"admin:focalpoints_designation_{name}", args=[row.pk])
    return client.get(address, follow=True).content.decode()


def test_the_question_names_people_members_and_days(secretariat_client: Client) -> None:
    row = factories.DesignationFactory.create()
    over = factories.DesignationFactory.create(ends_on=day(-9))
    coming = factories.DesignationFactory.create(starts_on=day(9))
    page = ask(secretariat_client, "end_today", [row, over, coming])
    assert f"{row.person}, {row.category}, {row.member.name}" in page
    assert "Left as it is: it ended on" in page
    assert "Left as it is: it has not started." in page
    assert "can be undone for seven days" in page
    assert not Ending.objects.exists()


def test_several_ends_are_undone_by_the_button_in_the_message(
    secretariat: User, secretariat_client: Client
) -> None:
    endless = factories.DesignationFactory.create()
    until = factories.DesignationFactory.create(ends_on=day(40))
    content = do(secretariat_client, "end_today", [endless, until])
    assert "2 designations end today." in content
    assert "This can be undone until" in content
    assert set(Designation.objects.values_list("ends_on", flat=True)) == {clock.today()}
    assert "2 designations have their former end days again." in pressed(
        secretariat_client, content
    )
    endless.refresh_from_db()
    until.refresh_from_db()
    assert (endless.ends_on, until.ends_on) == (None, day(40))
    assert {row.undone_by for row in Ending.objects.all()} == {secretariat}
    assert "this was undone already" in pressed(secretariat_client, content)


def test_the_end_of_one_is_undone_from_its_page_and_from_its_history(
    secretariat_client: Client,
) -> None:
    row = factories.DesignationFactory.create(ends_on=day(40))
    address = reverse("admin:focalpoints_designation_end_this_today", args=[row.pk])
    asked = secretariat_client.get(address).content.decode()
    assert "can be undone for seven days" in asked
    content = secretariat_client.post(address, follow=True).content.decode()
    undo = reverse("admin:focalpoints_designation_undo_this_end", args=[row.pk])
    assert "1 designation ends today." in content
    assert undo in content
    history = page_of(secretariat_client, "history", row)
    assert undo in history
    assert "will be again. This can be undone until" in history
    assert "Undo the end of this designation?" in secretariat_client.get(undo).content.decode()
    secretariat_client.post(undo)
    row.refresh_from_db()
    assert row.ends_on == day(40)
    for page in (page_of(secretariat_client, name, row) for name in ("change", "history")):
        assert undo not in page
    content = secretariat_client.get(undo, follow=True).content.decode()
    assert "There is nothing to undo" in content


def test_opening_the_address_of_the_button_only_asks(secretariat_client: Client) -> None:
    row = factories.DesignationFactory.create()
    do(secretariat_client, "end_today", [row])
    ending = Ending.objects.get()
    page = secretariat_client.get(reverse(UNDO), {"endings": ending.pk}).content.decode()
    assert str(row.person) in page
    row.refresh_from_db()
    assert row.ends_on == clock.today()
    secretariat_client.post(reverse(UNDO), sent_by(page, "confirmed"))
    row.refresh_from_db()
    assert row.ends_on is None


def test_rights_come_back_with_the_designation(secretariat: User, focal_point: User) -> None:
    row = focal_point.person.designations.get()
    end_designation(row, by=secretariat)
    tomorrow = day(1)
    assert not may_submit(focal_point, row.member, tomorrow)
    undo_ending(Ending.objects.get(), by=secretariat)
    assert may_submit(focal_point, row.member, tomorrow)


def test_an_end_is_not_undone_after_seven_days(secretariat: User) -> None:
    row = factories.DesignationFactory.create()
    end_designation(row, by=secretariat)
    ending = Ending.objects.get()
    with (
        clock.set_to(clock.now() + datetime.timedelta(days=7, minutes=1)),
        pytest.raises(Refusal, match="for seven days, which have passed"),
    ):
        undo_ending(ending, by=secretariat)
    row.refresh_from_db()
    assert row.ends_on == clock.today()


def test_a_successor_prevents_it(secretariat: User, secretariat_client: Client) -> None:
    row = factories.DesignationFactory.create()
    assert row.category.has_one_holder
    content = do(secretariat_client, "end_today", [row])
    factories.DesignationFactory.create(member=row.member, category=row.category, starts_on=day(1))
    refused = pressed(secretariat_client, content)
    assert "is designated until further notice" in refused
    row.refresh_from_db()
    assert row.ends_on == clock.today()
    assert Ending.objects.get().undone_at is None


def test_what_was_changed_since_is_not_written_over(secretariat: User) -> None:
    row = factories.DesignationFactory.create()
    end_designation(row, by=secretariat)
    ending = Ending.objects.get()
    Designation.objects.filter(pk=row.pk).update(ends_on=day(3))
    with pytest.raises(Refusal, match="the end day was changed since"):
        undo_ending(ending, by=secretariat)


def test_nobody_speaks_again_for_a_member_that_withdrew(secretariat: User) -> None:
    row = factories.DesignationFactory.create()
    end_designation(row, by=secretariat)
    Member.objects.filter(pk=row.member_id).update(state=Member.State.WITHDRAWN)
    with pytest.raises(Refusal, match="has withdrawn from the Network since"):
        undo_ending(Ending.objects.get(), by=secretariat)


def test_who_may_only_look_undoes_nothing(
    secretariat: User, looker_client: Client, focal_point: User, focal_point_client: Client
) -> None:
    row = factories.DesignationFactory.create()
    end_designation(row, by=secretariat)
    ending = Ending.objects.get()
    one = reverse("admin:focalpoints_designation_undo_this_end", args=[row.pk])
    for client, status in ((looker_client, 403), (focal_point_client, 404)):
        assert client.post(reverse(UNDO), {"endings": ending.pk}).status_code == status
        assert client.post(one).status_code == status
    assert "Undo" not in page_of(looker_client, "history", row)
    with pytest.raises(Refusal, match="Only the Secretariat"):
        undo_ending(ending, by=focal_point)
    row.refresh_from_db()
    assert row.ends_on == clock.today()


@pytest.mark.parametrize("word", ["", "word", "0", "9" * 30])
def test_what_is_no_end_is_nothing_to_undo(secretariat_client: Client, word: str) -> None:
    for send in (secretariat_client.get, secretariat_client.post):
        content = send(reverse(UNDO), {"endings": word}, follow=True).content.decode()
        assert "There is nothing to undo." in content


def test_the_question_and_the_message_name_the_drafters_whose_right_rests(
    secretariat_client: Client, spain: Member, focal_point: User
) -> None:
    given(spain, focal_point)
    given(spain, focal_point, Colleague("Olga", "Ocasional", "olga@example.org"), days=0)
    row = focal_point.person.designations.get()
    sentence = "1 drafting right is suspended with this"
    assert sentence in ask(secretariat_client, "end_today", [row])
    assert "Nuria Colega (Spain)" in ask(secretariat_client, "end_today", [row])
    one = page_of(secretariat_client, "end_this_today", row)
    assert sentence in one
    assert "Nuria Colega (Spain)" in one
    told = do(secretariat_client, "end_today", [row])
    assert (
        "With this, 1 drafting right is suspended until it is confirmed: Nuria Colega (Spain)."
        in told
    )
    # Olga's ends with this day anyway.
    assert "Olga" not in told


def test_an_end_that_suspends_no_drafter_says_nothing_of_any(
    secretariat_client: Client, spain: Member, focal_point: User
) -> None:
    given(spain, focal_point)
    row = factories.DesignationFactory.create()
    assert "drafting right" not in ask(secretariat_client, "end_today", [row])
    assert "drafting right" not in page_of(secretariat_client, "end_this_today", row)
    assert "drafting right" not in do(secretariat_client, "end_today", [row])
