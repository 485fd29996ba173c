"""Whatever can be undone is offered in one place, and is undone by the service of its model."""

from __future__ import annotations

import datetime
import html
from typing import Any

import pytest
from django.contrib import admin
from django.db import connection
from django.test import Client
from django.urls import reverse

from focalpoints.designations import end_designation
from focalpoints.models import Category, Designation, Ending
from focalpoints.review import registry as review
from focalpoints.review.publication import edit_directly
from focalpoints.review.versions import restore_url, versions_url
from meetings.models import Meeting, Presidency
from network import clock, registry
from network.accounts.models import User
from network.audit import undo_one_change
from network.audit.row_history import history_of
from network.audit.tracking import acting
from network.audit.undo import NotUndone, UndoneByService
from network.values.refusals import Refusal
from newsletters.models import Opportunity
from tests import factories
from tests.costs import QueryCost
from tests.network.importing.files import checked
from tests.sent import sent_by

pytestmark = pytest.mark.django_db

LIST = "admin:pghistory_middlewareevents_undo"


def newest(row: Any) -> Any:
    return row.events.order_by("-pgh_id").first()


def undo_address(row: Any, event: Any = None) -> str:
    key = f"{row._meta.label_lower}.{(event or newest(row)).pk}"
    return reverse("admin:pghistory_middlewareevents_undo_one", args=["change", key])


def history(client: Client, row: Any) -> str:
    name = f"admin:{row._meta.app_label}_{row._meta.model_name}_history"
    return html.unescape(client.get(reverse(name, args=[row.pk])).content.decode())


def page(client: Client) -> str:
    answer = client.get(reverse(LIST))
    assert answer.status_code == 200
    return html.unescape(answer.content.decode())


def shortened_term() -> Presidency:
    """A term that ends a month earlier than it did, with another from the day after."""
    term: Presidency = factories.PresidencyFactory.create()
    former = term.ends_on
    Presidency.objects.filter(pk=term.pk).update(ends_on=former - datetime.timedelta(days=30))
    term.refresh_from_db()
    factories.PresidencyFactory.create(
        slug="another-term",
        starts_on=term.ends_on + datetime.timedelta(days=1),
        ends_on=former + datetime.timedelta(days=300),
    )
    return term


@pytest.fixture
def course(secretariat: User) -> Opportunity:
    row: Opportunity = factories.OpportunityFactory.create(
        title_en="A course in mediation", provider="UNITAR"
    )
    with acting(secretariat):
        Opportunity.objects.filter(pk=row.pk).update(title_en="A cuorse")
    row.refresh_from_db()
    return row


@pytest.mark.guard
def test_every_model_of_the_admin_is_undone_by_a_service_or_has_a_reason() -> None:
    shown = {model._meta.label_lower for model in admin.site._registry}
    undone = {one.name for one in registry.of(UndoneByService)}
    reasons = {one.name for one in registry.of(NotUndone)}
    assert undone & reasons == set()
    assert undone | reasons == shown
    for one in registry.of(UndoneByService):
        assert one.name == one.model._meta.label_lower
        columns = {field.name for field in one.model._meta.concrete_fields}
        assert set(one.acts) <= columns, one.name
    assert [one.name for one in registry.of(NotUndone) if not str(one.reason).strip()] == []


def test_one_change_is_undone_from_the_history_of_its_row(
    secretariat: User, secretariat_client: Client, course: Opportunity
) -> None:
    address = undo_address(course)
    assert address in history(secretariat_client, course)
    assert address in page(secretariat_client)
    asked = secretariat_client.get(address).content.decode()
    assert "“A cuorse” becomes “A course in mediation” again." in html.unescape(asked)
    course.refresh_from_db()
    assert course.title_en == "A cuorse", "GET changes nothing"
    done = secretariat_client.post(address, sent_by(asked, ""), follow=True)
    assert "says again what it said before" in done.content.decode()
    course.refresh_from_db()
    assert course.title_en == "A course in mediation"
    assert newest(course).pgh_context.metadata["user"] == secretariat.pk
    noted = [step for step in history_of(course) if step.what.startswith("Undid the change of")]
    assert [step.by for step in noted] == [str(secretariat)]


def test_a_change_of_many_rows_and_one_by_sql_are_in_the_history_and_undone(
    secretariat_client: Client, course: Opportunity
) -> None:
    other = factories.OpportunityFactory.create(provider="UNITAR")
    Opportunity.objects.filter(provider="UNITAR").update(provider="UN Women")
    for row in (course, other):
        text = history(secretariat_client, row)
        assert "<del>UNITAR</del> → <ins>UN Women</ins>" in text
        assert undo_address(row) in text
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE newsletters_opportunity SET provider = 'By SQL' WHERE id = %s", [other.pk]
        )
    assert "<ins>By SQL</ins>" in history(secretariat_client, other)
    secretariat_client.post(undo_address(other))
    secretariat_client.post(undo_address(course))
    assert set(Opportunity.objects.values_list("provider", flat=True)) == {"UN Women", "UNITAR"}


def test_what_was_changed_again_since_is_refused_and_other_columns_are_not(
    secretariat_client: Client, course: Opportunity
) -> None:
    first = newest(course)
    Opportunity.objects.filter(pk=course.pk).update(provider="UN Women")
    Opportunity.objects.filter(pk=course.pk).update(title_en="A course")
    Opportunity.objects.filter(pk=course.pk).update(title_en="A cuorse")
    address = undo_address(course, first)
    sentence = "this was changed again since. Undo the newer change first."
    assert sentence in history(secretariat_client, course)
    assert sentence in page(secretariat_client)
    answer = secretariat_client.post(address).content.decode()
    assert sentence in answer
    course.refresh_from_db()
    assert course.title_en == "A cuorse"
    provider = course.events.filter(provider="UN Women").order_by("pgh_id").first()
    secretariat_client.post(undo_address(course, provider))
    course.refresh_from_db()
    assert (course.title_en, course.provider) == ("A cuorse", "UNITAR")


def test_an_act_of_its_own_is_not_undone(secretariat_client: Client, course: Opportunity) -> None:
    Opportunity.objects.filter(pk=course.pk).update(published_at=None)
    answer = secretariat_client.post(undo_address(course)).content.decode()
    assert "this was an act of its own" in answer
    course.refresh_from_db()
    assert course.published_at is None


def test_the_service_may_refuse(secretariat_client: Client) -> None:
    """A term gets its former end back only while no other has begun before that day."""
    term = shortened_term()
    earlier = term.ends_on
    answer = secretariat_client.post(undo_address(term)).content.decode()
    assert "This cannot be undone." in answer
    term.refresh_from_db()
    assert term.ends_on == earlier


def test_an_end_is_offered_once_and_not_as_a_change_of_the_day(
    secretariat: User, secretariat_client: Client
) -> None:
    row = factories.DesignationFactory.create()
    end_designation(row, by=secretariat)
    assert undo_address(row) not in page(secretariat_client)
    assert "an act of its own" in secretariat_client.post(undo_address(row)).content.decode()
    row.refresh_from_db()
    assert row.ends_on == clock.today()


def test_a_related_row_that_is_gone_is_refused(secretariat_client: Client) -> None:
    first, second = (Category.objects.create(name_en=name, code=name, order=90) for name in "ab")
    row = factories.DesignationFactory.create(category=first)
    Designation.objects.filter(pk=row.pk).update(category=second)
    first.delete()
    answer = secretariat_client.post(undo_address(row)).content.decode()
    assert "no longer passes the checks" in answer
    row.refresh_from_db()
    assert row.category == second


def test_a_translation_that_comes_back_follows_the_english_of_its_time(
    secretariat_client: Client,
) -> None:
    row = factories.OpportunityFactory.create(title_en="A course", title_fr="Un cours")
    Opportunity.objects.filter(pk=row.pk).update(title_fr="Une formation")
    changed = newest(row)
    Opportunity.objects.filter(pk=row.pk).update(title_en="A seminar")
    secretariat_client.post(undo_address(row, changed))
    row = Opportunity.objects.get(pk=row.pk)
    assert row.title_fr == "Un cours"
    assert [item.column for item in row.outdated_texts()] == ["title_fr"]


def test_only_changes_of_such_rows_have_an_address(secretariat_client: Client) -> None:
    course = factories.OpportunityFactory.create()
    person = factories.PersonFactory.create()
    type(person).objects.filter(pk=person.pk).update(phone="+34915550100")
    keys = [
        f"newsletters.opportunity.{newest(course).pk}",  # it was created
        f"focalpoints.person.{newest(person).pk}",
        "newsletters.opportunity.word",
        "newsletters.opportunity." + "9" * 30,
        "nothing.here.1",
        "word",
    ]
    for key in keys:
        for kind in ("change", "ending", "nothing"):
            address = reverse("admin:pghistory_middlewareevents_undo_one", args=[kind, key])
            assert secretariat_client.get(address).status_code == 404, (kind, key)
            assert secretariat_client.post(address).status_code == 404, (kind, key)


def test_a_consent_and_what_was_erased_are_never_offered(
    secretariat: User, secretariat_client: Client
) -> None:
    person = factories.PersonFactory.create(email_visibility="members", phone="+34915550100")
    type(person).objects.filter(pk=person.pk).update(email_visibility="secretariat", phone="")
    reader = factories.SubscriptionFactory.create(language="fr")
    type(reader).objects.filter(pk=reader.pk).update(language="en")
    shown = page(secretariat_client)
    assert "email_visibility" not in shown
    assert "+34915550100" not in shown
    assert str(reader) not in shown
    assert "Undo this change" not in history(secretariat_client, person)
    assert "theirs alone to change" in history(secretariat_client, reader)


def test_an_end_is_offered_until_it_is_too_late(
    secretariat: User, secretariat_client: Client
) -> None:
    row = factories.DesignationFactory.create()
    end_designation(row, by=secretariat)
    address = reverse("admin:focalpoints_designation_undo_this_end", args=[row.pk])
    shown = page(secretariat_client)
    assert address in shown
    assert str(row.person) in shown
    assert secretariat.name in shown
    assert address in history(secretariat_client, row)
    Ending.objects.update(ended_at=clock.now() - datetime.timedelta(days=8))
    late = page(secretariat_client)
    assert address not in late
    assert "seven days, which have passed" in late
    Ending.objects.update(ended_at=clock.now() - datetime.timedelta(days=31))
    assert "seven days" not in page(secretariat_client)


def test_a_direct_edit_is_offered_as_the_version_before(
    secretariat: User, secretariat_client: Client
) -> None:
    plan = factories.PlanFactory.create(title_en="Second plan")
    for title in ("Scond plan", "Second planned"):
        plan.title_en = title
        edit_directly(plan, seen_version=plan.version, by=secretariat)
        address = restore_url(review.kind_of_entry(plan), plan, plan.version - 1)
        shown = page(secretariat_client)
        assert address in shown
        assert address in history(secretariat_client, plan)
    first = restore_url(review.kind_of_entry(plan), plan, 1)
    assert first not in shown
    assert f"Version {plan.version} was published since." in shown
    assert versions_url(review.kind_of_entry(plan), plan) in shown


def test_an_import_is_offered_once_it_is_written(
    secretariat: User, secretariat_client: Client
) -> None:
    spreadsheet = checked([["country"], ["ESP"]], by=secretariat)
    assert spreadsheet.file_name not in page(secretariat_client)
    kept = type(spreadsheet).objects.filter(pk=spreadsheet.pk)
    kept.update(state="confirmed")
    kept.update(state="written", written_at=clock.now())
    address = reverse("admin:network_spreadsheetimport_undo", args=[spreadsheet.pk])
    assert address in page(secretariat_client)
    assert address in history(secretariat_client, spreadsheet)
    kept.update(state="undoing")
    shown = page(secretariat_client)
    assert address not in shown
    assert "This was undone already." in shown


def test_the_message_after_a_change_offers_to_undo_it(secretariat_client: Client) -> None:
    meeting = factories.MeetingFactory.create(venue="Hall 1")
    address = reverse("admin:meetings_meeting_change", args=[meeting.pk])
    form = secretariat_client.get(address).content.decode()
    sent = sent_by(form, "_save")
    unchanged = secretariat_client.post(address, sent, follow=True).content.decode()
    assert "Undo this change" not in unchanged
    form = secretariat_client.get(address).content.decode()
    sent = sent_by(form, "_save") | {"venue": "Hall 2"}
    changed = secretariat_client.post(address, sent, follow=True).content.decode()
    assert undo_address(meeting) in changed
    secretariat_client.post(undo_address(meeting))
    assert Meeting.objects.get(pk=meeting.pk).venue == "Hall 1"


def test_the_message_after_a_direct_edit_leads_to_the_version_before(
    secretariat_client: Client,
) -> None:
    plan = factories.PlanFactory.create(title_en="Second plan")
    address = reverse("admin:initiatives_nationalactionplan_change", args=[plan.pk])
    sent = sent_by(secretariat_client.get(address).content.decode(), "_save")
    changed = secretariat_client.post(address, sent | {"title_en": "Scond plan"}, follow=True)
    plan.refresh_from_db()
    assert plan.version == 2
    assert restore_url(review.kind_of_entry(plan), plan, 1) in changed.content.decode()


def test_who_may_only_look_undoes_nothing_and_others_find_nothing(
    looker_client: Client, focal_point_client: Client, client: Client, course: Opportunity
) -> None:
    address = undo_address(course)
    assert address not in history(looker_client, course)
    assert looker_client.post(address).status_code == 404
    assert focal_point_client.get(reverse(LIST)).status_code == 404
    assert focal_point_client.post(address).status_code == 404
    assert client.post(address).status_code == 302
    course.refresh_from_db()
    assert course.title_en == "A cuorse"


def test_who_may_not_change_a_row_is_told_nothing_of_it_by_the_service(
    secretariat: User, looker: User, course: Opportunity
) -> None:
    key = f"{course._meta.label_lower}.{newest(course).pk}"
    with acting(secretariat):
        Opportunity.objects.filter(pk=course.pk).update(title_en="Written over")
    with pytest.raises(Refusal, match=r"written over|changed"):
        undo_one_change.undo(key, by=secretariat)
    with pytest.raises(Refusal, match="Your account has no permission for this"):
        undo_one_change.undo(key, by=looker)
    course.delete()
    for by, said in ((secretariat, "nothing to undo|no longer exists"), (looker, "no permission")):
        with pytest.raises(Refusal, match=said):
            undo_one_change.undo(key, by=by)


def test_the_page_costs_the_same_for_one_change_of_a_kind_and_for_many(
    secretariat: User, secretariat_client: Client, query_cost: QueryCost
) -> None:
    def change(number: int) -> None:
        course = factories.OpportunityFactory.create()
        with acting(secretariat):
            Opportunity.objects.filter(pk=course.pk).update(provider=f"Provider {number}")
        end_designation(factories.DesignationFactory.create(), by=secretariat)
        plan = factories.PlanFactory.create()
        plan.title_en = f"Plan {number}"
        edit_directly(plan, seen_version=plan.version, by=secretariat)

    change(0)
    one = query_cost(lambda: page(secretariat_client))
    for number in range(1, 6):
        change(number)
    assert query_cost(lambda: page(secretariat_client)) == one


def test_the_list_is_for_those_who_may_see_the_trail() -> None:
    staff = factories.UserFactory.create(is_staff=True)
    client = Client()
    client.force_login(staff)
    assert client.get(reverse(LIST)).status_code == 403
