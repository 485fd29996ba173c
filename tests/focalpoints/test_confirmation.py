"""The yearly confirmation: who is asked and when, what the link shows, and what the answer does."""

from __future__ import annotations

import datetime
import itertools
import re

import pytest
from django.test import Client
from django.urls import reverse

from focalpoints.confirmation import (
    MOST_AT_ONCE,
    ask_to_confirm,
    ask_who_is_due,
    confirm_own_record,
    forget_old_requests,
    go_on,
)
from focalpoints.models import ConfirmationRequest, Designation, Member, Person
from focalpoints.people import correct_person
from focalpoints.tasks import sweep_register
from network import clock
from network.accounts.models import User
from network.mail.models import OutgoingMail, SendingState
from network.values.refusals import Refusal
from tests import factories

pytestmark = pytest.mark.django_db

LONG_AGO = datetime.date(2020, 1, 1)
State = ConfirmationRequest.State


def days(number: float) -> datetime.timedelta:
    return datetime.timedelta(days=number)


@pytest.fixture
def official(db: None) -> Designation:
    """Somebody whom Germany has designated for years, and who never confirmed."""
    return factories.DesignationFactory.create(
        member=factories.member("DEU"),
        starts_on=LONG_AGO,
        person__email="official@example.org",
        person__given_name="Erika",
        person__family_name="Mustermann",
        person__position="Secret position",
        person__position_visibility="secretariat",
        person__phone="+49 30 1234",
    )


def path_in(mail: OutgoingMail) -> str:
    """The address in the mail, as its reader would open it."""
    found = re.search(r"https?://[^/\s]+((?:/[a-z-]+)?/confirmation/\S+)", mail.body_text)
    assert found is not None, mail.body_text
    return found.group(1)


def newest_link() -> str:
    return path_in(OutgoingMail.objects.latest("pk"))


# --- Who is asked, and when ---


def test_who_never_confirmed_is_asked_a_year_after_the_designation_was_recorded(
    official: Designation,
) -> None:
    assert ask_who_is_due() == 1
    mail = OutgoingMail.objects.get()
    assert mail.address == "official@example.org"
    assert "Dear Erika Mustermann," in mail.body_text
    assert "Germany" in mail.body_text
    assert mail.holds_link
    assert path_in(mail) in mail.body_html
    asked = ConfirmationRequest.objects.get()
    assert (asked.person, asked.state, asked.mails) == (official.person, State.OPEN, 1)
    assert asked.asked_by is None


def test_nobody_is_asked_twice_a_year(official: Designation) -> None:
    start = clock.now()
    ask_who_is_due()
    assert ask_who_is_due() == 0
    with clock.set_to(start + days(95)):
        go_on()
        go_on()
        assert ConfirmationRequest.objects.get().state == State.UNANSWERED
        assert ask_who_is_due() == 0
    with clock.set_to(start + days(366)):
        assert ask_who_is_due() == 1


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"recorded_at": "now"}, "just imported"),
        ({"ends_on": datetime.date(2021, 1, 1)}, "no longer designated"),
        ({"starts_on": datetime.date(2099, 1, 1)}, "not designated yet"),
    ],
)
def test_who_is_not_due_is_left_alone(
    official: Designation, secretariat: User, change: dict[str, object], why: str
) -> None:
    values = {name: clock.now() if value == "now" else value for name, value in change.items()}
    Designation.objects.update(**values)
    assert ask_who_is_due() == 0, why


def test_who_has_no_address_or_whose_member_has_withdrawn_is_not_asked(
    official: Designation, secretariat: User
) -> None:
    Person.objects.update(email="")
    assert ask_who_is_due() == 0
    Person.objects.update(email="official@example.org")
    Member.objects.update(state=Member.State.WITHDRAWN)
    assert ask_who_is_due() == 0
    assert ask_to_confirm([official.person], by=secretariat) == 0


def test_a_confirmation_is_good_for_a_year(official: Designation) -> None:
    now = clock.now()
    Person.objects.update(confirmed_at=now - days(364))
    assert ask_who_is_due() == 0
    with clock.set_to(now + days(2)):
        assert ask_who_is_due() == 1


def test_an_account_is_asked_at_its_address_in_its_language(official: Designation) -> None:
    user = factories.UserFactory.create(email="account@example.org", language="fr")
    Person.objects.update(user=user)
    ask_who_is_due()
    mail = OutgoingMail.objects.get()
    assert (mail.address, mail.language) == ("account@example.org", "fr")
    assert path_in(mail).startswith("/fr/confirmation/")
    assert "/fr/desk/me/" in mail.body_text


def test_reminders_follow_after_30_and_60_days_and_silence_is_noted_after_90(
    official: Designation,
) -> None:
    start = clock.now()
    ask_who_is_due()
    links = [newest_link()]
    seen = []
    for day in range(0, 100, 5):
        with clock.set_to(start + days(day + 0.5)):
            go_on()
            asked = ConfirmationRequest.objects.get()
            seen.append((day, asked.mails, asked.state))
            if OutgoingMail.objects.count() > len(links):
                links.append(newest_link())
    pairs = itertools.pairwise(seen)
    assert [day for before, (day, mails, _state) in pairs if mails > before[1]] == [30, 60]
    assert next(day for day, _mails, state in seen if state == State.UNANSWERED) == 90
    assert len(set(links)) == 3
    assert OutgoingMail.objects.latest("pk").subject.startswith("Reminder")


def test_a_request_ends_with_the_designation(official: Designation) -> None:
    ask_who_is_due()
    Designation.objects.update(ends_on=clock.today() - days(1))
    path = newest_link()
    assert Client().get(path).status_code == 410, "at once, not with the sweep"
    go_on()
    asked = ConfirmationRequest.objects.get()
    assert (asked.state, asked.token_digest) == (State.WITHDRAWN, None)
    assert OutgoingMail.objects.get().state == SendingState.WITHDRAWN, "it has not left yet"


def test_the_sweep_asks_reminds_and_forgets(official: Designation) -> None:
    sweep_register()
    assert OutgoingMail.objects.count() == 1
    ConfirmationRequest.objects.update(state=State.UNANSWERED, token_digest=None)
    with clock.set_to(clock.now() + days(729)):
        assert forget_old_requests() == 0
    with clock.set_to(clock.now() + days(731)):
        assert forget_old_requests() == 1


def test_one_run_writes_to_a_bounded_number(official: Designation) -> None:
    for _each in range(MOST_AT_ONCE):
        factories.DesignationFactory.create(
            member=official.member, starts_on=LONG_AGO, category=factories.category("alternate")
        )
    assert ask_who_is_due() == MOST_AT_ONCE
    assert ask_who_is_due() == 1


# --- The link ---


def test_the_link_shows_what_members_see_and_nothing_more(
    official: Designation, visitor: Client
) -> None:
    ask_who_is_due()
    response = visitor.get(newest_link())
    page = response.content.decode()
    assert response.status_code == 200
    assert "Erika Mustermann" in page
    assert "Germany" in page
    for hidden in ("Secret position", "+49 30 1234", "official@example.org"):
        assert hidden not in page
    assert "no-store" in response["Cache-Control"]
    assert response["Referrer-Policy"] == "strict-origin"
    assert "noindex" in response["X-Robots-Tag"]


def test_opening_it_changes_nothing_and_its_button_confirms(
    official: Designation, visitor: Client
) -> None:
    ask_who_is_due()
    path = newest_link()
    for _scan in range(3):
        visitor.get(path)
        visitor.head(path)
    assert Person.objects.get(pk=official.person_id).confirmed_at is None
    response = visitor.post(path, follow=True)
    assert "Your record is confirmed" in response.content.decode()
    assert path not in response.request["PATH_INFO"]
    person = Person.objects.get(pk=official.person_id)
    assert person.confirmed_at is not None
    assert person.version == official.person.version, "a confirmation is no new version"
    asked = ConfirmationRequest.objects.get()
    assert (asked.state, asked.token_digest) == (State.CONFIRMED, None)
    assert "_auth_user_id" not in visitor.session


def test_the_link_works_once(official: Designation, visitor: Client) -> None:
    ask_who_is_due()
    path = newest_link()
    visitor.post(path)
    Person.objects.update(confirmed_at=None)
    assert visitor.post(path).status_code == 410
    assert visitor.get(path).status_code == 410
    assert Person.objects.get(pk=official.person_id).confirmed_at is None


def test_a_newer_link_an_old_one_and_another_mailbox_end_it(
    official: Designation, secretariat: User, visitor: Client
) -> None:
    ask_who_is_due()
    first = newest_link()
    ask_to_confirm([official.person], by=secretariat)
    second = newest_link()
    assert visitor.get(first).status_code == 410
    assert visitor.get(second).status_code == 200
    Person.objects.update(email="other@example.org")
    assert visitor.get(second).status_code == 410, "whoever reads the former mailbox"
    Person.objects.update(email="official@example.org")
    with clock.set_to(clock.now() + days(31)):
        assert visitor.get(second).status_code == 410
        assert visitor.post(second).status_code == 410
    assert Person.objects.get(pk=official.person_id).confirmed_at is None


def test_a_dead_link_is_answered_as_one_that_never_was(
    official: Designation, visitor: Client
) -> None:
    ask_who_is_due()
    path = newest_link()
    visitor.post(path)
    dead = visitor.get(path)
    unknown = visitor.get(reverse("focalpoints:confirm-record", args=["x" * 43]))
    assert dead.status_code == unknown.status_code == 410
    key = path.rstrip("/").rpartition("/")[2]
    assert dead.content.decode().replace(key, "x" * 43) == unknown.content.decode()


def test_the_link_of_one_opens_nothing_of_another(
    official: Designation, focal_point: User, visitor: Client
) -> None:
    other = factories.DesignationFactory.create(
        member=factories.member("NOR"), starts_on=LONG_AGO, person__email="nora@example.org"
    )
    ask_who_is_due()
    mail = OutgoingMail.objects.get(address="official@example.org")
    visitor.post(path_in(mail))
    assert Person.objects.get(pk=official.person_id).confirmed_at is not None
    assert Person.objects.get(pk=other.person_id).confirmed_at is None
    # Not signed in by it: the desk still asks.
    assert visitor.get(reverse("focalpoints:own-contact")).status_code == 302
    assert ConfirmationRequest.objects.open().filter(person=other.person).exists()


# --- Without the link ---


def test_whoever_is_signed_in_confirms_on_their_own_page(
    focal_point: User, focal_point_client: Client
) -> None:
    person = focal_point.person
    Person.objects.filter(pk=person.pk).update(confirmed_at=None)
    page = focal_point_client.get(reverse("focalpoints:own-contact")).content.decode()
    assert "You have not confirmed your record yet." in page
    response = focal_point_client.post(reverse("focalpoints:own-contact-confirm"), follow=True)
    assert "Your record is confirmed" in response.content.decode()
    person.refresh_from_db()
    assert person.confirmed_at is not None


def test_saving_ones_own_details_confirms_them(
    focal_point: User, focal_point_client: Client, secretariat: User
) -> None:
    person = focal_point.person
    Person.objects.filter(pk=person.pk).update(confirmed_at=None)
    assert ask_to_confirm([person], by=secretariat) == 1
    page = reverse("focalpoints:own-contact")
    data = {"given_name": "Ana", "position": "Head"}
    assert focal_point_client.post(page, data).status_code == 302
    person.refresh_from_db()
    assert person.confirmed_at is not None
    assert ConfirmationRequest.objects.get().state == State.CONFIRMED


def test_nobody_confirms_for_another(
    official: Designation, focal_point: User, secretariat: User
) -> None:
    for stranger in (focal_point, secretariat):
        with pytest.raises(Refusal, match="themselves"):
            confirm_own_record(official.person, by=stranger)


def test_an_edit_of_the_secretariat_confirms_nothing(
    official: Designation, secretariat: User
) -> None:
    person = official.person
    person.position = "Another position"
    correct_person(person, by=secretariat)
    person.refresh_from_db()
    assert person.position == "Another position"
    assert person.confirmed_at is None
