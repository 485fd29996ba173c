"""Values of the history are restored as a new change, and never more than a form could change."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from focalpoints.models import Designation, Person
from network import clock
from network.accounts.models import User
from network.audit.row_history import history_of
from newsletters.models import Opportunity, Subscription
from tests import factories
from tests.focalpoints.letters import with_letter
from tests.proof import prove
from tests.sent import sent_by

pytestmark = pytest.mark.django_db


def address(row: Any, page: str, *more: Any) -> str:
    name = f"admin:{row._meta.app_label}_{row._meta.model_name}_{page}"
    return reverse(name, args=[row.pk, *more])


def first_of(row: Any) -> Any:
    return row.events.order_by("pgh_id").first()


def history(client: Client, row: Any) -> str:
    return client.get(address(row, "history")).content.decode()


@pytest.fixture
def course() -> Opportunity:
    row: Opportunity = factories.OpportunityFactory.create(
        title_en="A course in mediation", summary_en="Two weeks in Windhoek."
    )
    Opportunity.objects.filter(pk=row.pk).update(title_en="A cuorse", summary_en="")
    row.refresh_from_db()
    return row


def test_earlier_values_are_shown_asked_for_and_restored_as_a_new_change(
    secretariat: User, secretariat_client: Client, course: Opportunity
) -> None:
    restore = address(course, "restore", first_of(course).pk)
    assert restore in history(secretariat_client, course)
    page = secretariat_client.get(restore).content.decode()
    assert "<del>A cuorse</del> → <ins>A course in mediation</ins>" in page
    course.refresh_from_db()
    assert course.title_en == "A cuorse"
    answer = secretariat_client.post(restore, sent_by(page, "confirmed"), follow=True)
    assert "are restored." in answer.content.decode()
    course.refresh_from_db()
    assert course.title_en == "A course in mediation"
    assert course.summary_en == "Two weeks in Windhoek."
    assert course.published_at is not None
    assert course.events.count() == 3
    steps = history_of(course)
    noted = [step for step in steps if step.what.startswith("Restored the values of")]
    assert [step.by for step in noted] == [str(secretariat)]
    assert restore not in history(secretariat_client, course)
    answer = secretariat_client.get(restore, follow=True).content.decode()
    assert "There is nothing to restore" in answer


def test_what_changed_since_the_question_is_not_written_over(
    secretariat_client: Client, course: Opportunity
) -> None:
    restore = address(course, "restore", first_of(course).pk)
    page = secretariat_client.get(restore).content.decode()
    Opportunity.objects.filter(pk=course.pk).update(title_en="As a colleague wrote it")
    refused = secretariat_client.post(restore, sent_by(page, "confirmed")).content.decode()
    assert "this has changed since you were asked" in refused
    assert "As a colleague wrote it" in refused
    course.refresh_from_db()
    assert course.title_en == "As a colleague wrote it"


def test_what_the_form_refuses_is_said(secretariat: User, secretariat_client: Client) -> None:
    """A designation until further notice is not restored over the successor's."""
    row = factories.DesignationFactory.create()
    today = clock.today()
    Designation.objects.filter(pk=row.pk).update(ends_on=today)
    factories.DesignationFactory.create(
        member=row.member, category=row.category, starts_on=today + datetime.timedelta(days=1)
    )
    restore = address(row, "restore", first_of(row).pk)
    refused = secretariat_client.post(restore).content.decode()
    assert "Nothing was restored." in refused
    assert "is designated until further notice" in refused
    row.refresh_from_db()
    assert row.ends_on == today


def test_consents_and_contacts_of_a_person_are_not_restored(secretariat_client: Client) -> None:
    person = factories.PersonFactory.create(email_visibility="members", phone="+34915550100")
    Person.objects.filter(pk=person.pk).update(email_visibility="secretariat", phone="")
    restore = address(person, "restore", first_of(person).pk)
    assert restore not in history(secretariat_client, person)
    secretariat_client.post(restore)
    person.refresh_from_db()
    assert (person.email_visibility, person.phone) == ("secretariat", "")


def test_what_a_reader_chose_is_not_restored(secretariat_client: Client) -> None:
    reader = factories.SubscriptionFactory.create(language="fr")
    Subscription.objects.filter(pk=reader.pk).update(language="en")
    restore = address(reader, "restore", first_of(reader).pk)
    assert restore not in history(secretariat_client, reader)
    secretariat_client.post(restore)
    reader.refresh_from_db()
    assert reader.language == "en"


def test_an_account_gets_its_name_back_after_a_proof_and_nothing_else(
    secretariat_client: Client,
) -> None:
    account = factories.UserFactory.create(name="Ana Pérez")
    User.objects.filter(pk=account.pk).update(name="Anna", is_active=False, password="changed")
    restore = address(account, "restore", first_of(account).pk)
    secretariat_client.post(restore)
    account.refresh_from_db()
    assert account.name == "Anna"
    prove(secretariat_client)
    secretariat_client.post(restore)
    account.refresh_from_db()
    assert account.name == "Ana Pérez"
    assert not account.is_active
    assert account.password == "changed"


def test_entries_with_versions_are_restored_on_the_page_of_these(
    secretariat_client: Client,
) -> None:
    plan = factories.PlanFactory.create(title_en="Second plan")
    type(plan).objects.filter(pk=plan.pk).update(title_en="Scond plan")
    restore = address(plan, "restore", first_of(plan).pk)
    page = history(secretariat_client, plan)
    assert reverse("initiatives:plan-versions", args=[plan.slug]) in page
    assert restore not in page
    secretariat_client.post(restore)
    plan.refresh_from_db()
    assert plan.title_en == "Scond plan"


def test_who_may_only_look_restores_nothing(
    looker_client: Client, focal_point_client: Client, course: Opportunity
) -> None:
    restore = address(course, "restore", first_of(course).pk)
    assert restore not in history(looker_client, course)
    assert looker_client.post(restore).status_code == 403
    assert focal_point_client.post(restore).status_code == 404
    course.refresh_from_db()
    assert course.title_en == "A cuorse"


def test_only_events_of_the_row_itself_are_restored(
    secretariat_client: Client, course: Opportunity
) -> None:
    other = factories.OpportunityFactory.create()
    for key in (first_of(other).pk, "0", "word", "9" * 30):
        assert secretariat_client.get(address(course, "restore", key)).status_code == 404


def test_the_file_of_a_letter_does_not_come_back(secretariat_client: Client) -> None:
    row = with_letter(factories.DesignationFactory.create())
    Designation.objects.filter(pk=row.pk).update(letter=None, letter_reference="NV 2")
    older = row.events.order_by("pgh_id")[1]
    secretariat_client.post(address(row, "restore", older.pk))
    row.refresh_from_db()
    assert (row.letter, row.letter_reference) == (None, older.letter_reference)
