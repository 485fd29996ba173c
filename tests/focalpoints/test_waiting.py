"""What waits in the review queue: assigned between staff, reminded of, and escalated."""

from __future__ import annotations

import datetime

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from focalpoints.dashboard import submissions as submissions_card
from focalpoints.letter_requests import withdraw_letter
from focalpoints.models import LetterRequest, ProposedChange
from focalpoints.review import submissions
from focalpoints.review.changes import edition
from focalpoints.review.waiting import assign, remind_of_waiting
from focalpoints.tasks import sweep_register
from network import clock
from network.accounts.models import User
from network.mail.models import OutgoingMail
from network.values.refusals import Refusal
from tests import factories
from tests.costs import QueryCost
from tests.focalpoints.changes import INITIATIVE, submitted
from tests.focalpoints.letters import LetterRequestFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def change(focal_point: User) -> ProposedChange:
    found = submitted(None, focal_point, member=factories.member("ESP"), **INITIATIVE)
    OutgoingMail.objects.all().delete()
    return found


@pytest.fixture
def colleague(secretariat: User) -> User:
    account = factories.SecretariatFactory.create(
        email="colleague@example.org", name="Cora Colleague"
    )
    account.language = "fr"
    account.save()
    return account


def addresses() -> list[str]:
    return sorted(OutgoingMail.objects.values_list("address", flat=True))


def page_of(change: ProposedChange) -> str:
    return reverse("admin:focalpoints_proposedchange_change", args=[change.pk])


def assign_of(row: ProposedChange | LetterRequest) -> str:
    return reverse(f"admin:focalpoints_{row._meta.model_name}_assign", args=[row.pk])


def after(change: ProposedChange, days: float) -> datetime.datetime:
    assert change.submitted_at is not None
    return change.submitted_at + datetime.timedelta(days=days)


def test_a_colleague_is_asked_to_look_after_it_and_told(
    change: ProposedChange, colleague: User, secretariat_client: Client
) -> None:
    data = {"assigned": str(colleague.pk)}
    response = secretariat_client.post(assign_of(change), data, follow=True)
    assert "Assigned to Cora Colleague." in response.content.decode()
    change.refresh_from_db()
    assert change.assigned_to == colleague
    mail = OutgoingMail.objects.get()
    assert (mail.address, mail.language) == ("colleague@example.org", "fr")
    assert page_of(change) in mail.body_text
    # The same once more tells nobody, and nobody is told of nobody.
    secretariat_client.post(assign_of(change), data)
    secretariat_client.post(assign_of(change), {"assigned": ""})
    change.refresh_from_db()
    assert change.assigned_to is None
    assert OutgoingMail.objects.count() == 1


def test_only_staff_who_decide_assign_and_are_assigned(
    change: ProposedChange,
    secretariat: User,
    focal_point: User,
    secretariat_client: Client,
    focal_point_client: Client,
) -> None:
    with pytest.raises(Refusal, match="may not decide"):
        assign(change, to=focal_point, by=secretariat)
    with pytest.raises(Refusal, match="Only the Secretariat"):
        assign(change, to=None, by=focal_point)
    data = {"assigned": str(focal_point.pk)}
    page = secretariat_client.post(assign_of(change), data, follow=True).content.decode()
    assert "Choose one of the staff." in page
    assert focal_point_client.post(assign_of(change), data).status_code in {302, 403, 404}
    change.refresh_from_db()
    assert change.assigned_to is None


def test_what_is_decided_is_assigned_to_nobody_else(
    change: ProposedChange, secretariat: User, colleague: User
) -> None:
    submissions.send_back(change, reason="More.", seen=edition(change), by=secretariat)
    with pytest.raises(Refusal, match="no longer possible"):
        assign(change, to=colleague, by=secretariat)


def test_a_reminder_after_a_week_and_everybody_after_two(
    change: ProposedChange, secretariat: User, colleague: User
) -> None:
    told = []
    for day in range(20):
        with clock.set_to(after(change, day + 0.1)):
            if remind_of_waiting():
                told.append((day, addresses()))
                OutgoingMail.objects.all().delete()
    everybody = sorted({settings.SECRETARIAT_EMAIL, secretariat.email, colleague.email})
    assert told == [(7, [settings.SECRETARIAT_EMAIL]), (14, everybody)]


def test_who_looks_after_it_is_reminded_alone(
    change: ProposedChange, secretariat: User, colleague: User
) -> None:
    assign(change, to=colleague, by=colleague)
    with clock.set_to(after(change, 8)):
        sweep_register()
    mail = OutgoingMail.objects.get(address=colleague.email)
    assert "7" not in mail.subject
    assert page_of(change) in mail.body_text
    assert settings.SECRETARIAT_EMAIL not in addresses()


def test_one_message_names_all_that_wait(
    change: ProposedChange, focal_point: User, secretariat: User
) -> None:
    submitted(
        None,
        focal_point,
        member=factories.member("ESP"),
        **(INITIATIVE | {"title_en": "Another one"}),
    )
    OutgoingMail.objects.all().delete()
    with clock.set_to(after(change, 8)):
        assert remind_of_waiting() == 2
        assert remind_of_waiting() == 0
    mail = OutgoingMail.objects.get()
    assert "2 submissions" in mail.subject
    assert "Another one" in mail.body_text


def test_what_is_submitted_again_is_reminded_of_again(
    change: ProposedChange, focal_point: User, secretariat: User
) -> None:
    with clock.set_to(after(change, 8)):
        remind_of_waiting()
        submissions.send_back(change, reason="More.", seen=edition(change), by=secretariat)
        assert remind_of_waiting() == 0
        change.refresh_from_db()
        submissions.submit(change, seen=edition(change), by=focal_point)
    with clock.set_to(after(change, 14.5)):
        assert remind_of_waiting() == 0
    with clock.set_to(after(change, 15.5)):
        assert remind_of_waiting() == 1


def test_a_colleague_who_left_is_passed_by(
    change: ProposedChange, secretariat: User, colleague: User
) -> None:
    assign(change, to=colleague, by=colleague)
    User.objects.filter(pk=colleague.pk).update(is_active=False)
    with clock.set_to(after(change, 8)):
        remind_of_waiting()
    assert addresses() == [settings.SECRETARIAT_EMAIL]


def test_the_queue_shows_age_and_who_looks_after_it(
    change: ProposedChange, secretariat: User, colleague: User, secretariat_client: Client
) -> None:
    queue = reverse("admin:focalpoints_proposedchange_queue")
    assign(change, to=colleague, by=secretariat)
    with clock.set_to(after(change, 16)):
        page = secretariat_client.get(queue).content.decode()
    assert "16 days" in page
    assert "Cora Colleague" in page
    for value, is_shown in (("me", False), ("nobody", False), ("others", True)):
        page = secretariat_client.get(f"{queue}?assigned={value}").content.decode()
        assert (page_of(change) in page) is is_shown


def test_reminding_of_many_costs_what_reminding_of_one_does(
    change: ProposedChange, focal_point: User, secretariat: User, query_cost: QueryCost
) -> None:
    with clock.set_to(after(change, 8)):
        of_one = query_cost(remind_of_waiting, once=True)
        for number in range(4):
            submitted(
                None,
                focal_point,
                member=factories.member("ESP"),
                **(INITIATIVE | {"title_en": f"Number {number}"}),
            )
    with clock.set_to(after(change, 16)):
        ProposedChange.objects.update(escalated_at=clock.now())
        of_four = query_cost(remind_of_waiting, once=True)
    assert of_four <= of_one + 2


@pytest.fixture
def letter(focal_point: User) -> LetterRequest:
    return LetterRequestFactory.create(
        sent_by=focal_point, sent_at=clock.now() - datetime.timedelta(days=1)
    )


def test_a_letter_waits_in_the_same_queue_the_oldest_first(
    change: ProposedChange, letter: LetterRequest, secretariat_client: Client
) -> None:
    queue = reverse("admin:focalpoints_proposedchange_queue")
    page = secretariat_client.get(queue).content.decode()
    pages = [page_of(change), reverse("admin:focalpoints_letterrequest_change", args=[letter.pk])]
    assert page.index(pages[1]) < page.index(pages[0])
    assert "Letter of designation" in page
    assert letter.full_name in page
    assert "1 day" in page
    for value, shown in (("letter", [False, True]), ("initiative", [True, False])):
        page = secretariat_client.get(f"{queue}?kind={value}").content.decode()
        assert [one in page for one in pages] == shown
    page = secretariat_client.get(f"{queue}?q=nowhere").content.decode()
    assert "Nothing of this is waiting for review." in page
    assert pages[1] in secretariat_client.get(f"{queue}?q=spain&page=9").content.decode()


def test_one_count_for_all_that_waits(
    change: ProposedChange, letter: LetterRequest, focal_point: User
) -> None:
    card = submissions_card()
    assert card.count == 2
    assert str(letter.full_name) in card.items[0].label
    withdraw_letter(letter, by=focal_point)
    assert submissions_card().count == 1


def test_a_letter_is_assigned_as_a_change_is(
    letter: LetterRequest, colleague: User, secretariat: User, secretariat_client: Client
) -> None:
    page = reverse("admin:focalpoints_letterrequest_change", args=[letter.pk])
    assert assign_of(letter) in secretariat_client.get(page).content.decode()
    OutgoingMail.objects.all().delete()
    data = {"assigned": str(colleague.pk)}
    answer = secretariat_client.post(assign_of(letter), data, follow=True).content.decode()
    assert "Assigned to Cora Colleague." in answer
    mail = OutgoingMail.objects.get()
    assert (mail.address, mail.language) == (colleague.email, "fr")
    assert page in mail.body_text
    assert letter.family_name not in mail.subject + mail.body_text, "who is named is not in it"
    assert "Cora Colleague" in secretariat_client.get(page).content.decode()
    letter.refresh_from_db()
    withdraw_letter(letter, by=letter.sent_by)  # type: ignore[arg-type]
    with pytest.raises(Refusal, match="no longer possible"):
        assign(letter, to=None, by=secretariat)
    assert assign_of(letter) not in secretariat_client.get(page).content.decode()


def test_one_message_reminds_of_letters_and_changes(
    change: ProposedChange, letter: LetterRequest, secretariat: User, colleague: User
) -> None:
    assert change.submitted_at is not None
    LetterRequest.objects.update(sent_at=change.submitted_at)
    told = []
    for day in range(20):
        with clock.set_to(after(change, day + 0.1)):
            if remind_of_waiting():
                told.append((day, addresses()))
                own = OutgoingMail.objects.get(address=settings.SECRETARIAT_EMAIL)
                assert own.subject.startswith("2 submissions")
                assert "Letter of designation:" in own.body_text
                OutgoingMail.objects.all().delete()
    everybody = sorted({settings.SECRETARIAT_EMAIL, secretariat.email, colleague.email})
    assert told == [(7, [settings.SECRETARIAT_EMAIL]), (14, everybody)]


def test_the_queue_costs_the_same_for_many(
    change: ProposedChange,
    letter: LetterRequest,
    focal_point: User,
    secretariat_client: Client,
    query_cost: QueryCost,
) -> None:
    queue = reverse("admin:focalpoints_proposedchange_queue")
    one = query_cost(lambda: secretariat_client.get(queue))
    for number in range(4):
        LetterRequestFactory.create(sent_by=focal_point)
        more = INITIATIVE | {"title_en": f"Number {number}"}
        submitted(None, focal_point, member=factories.member("ESP"), **more)
    assert query_cost(lambda: secretariat_client.get(queue)) == one
