"""What a row said at some moment is brought back by the mechanism that undoes one change."""

from __future__ import annotations

import html
from typing import Any

import pytest
from django.contrib import admin
from django.test import Client
from django.urls import NoReverseMatch, reverse

from focalpoints.models import Designation
from network import clock, registry
from network.accounts.models import User
from network.audit import undo_to_moment
from network.audit.row_history import history_of
from network.audit.undo import NotUndone
from network.values.refusals import Refusal
from newsletters.models import Opportunity
from tests import factories
from tests.costs import QueryCost
from tests.network.audit.test_undo import shortened_term
from tests.sent import sent_by

pytestmark = pytest.mark.django_db


def events_of(row: Any) -> list[Any]:
    return list(row.events.order_by("pgh_id"))


def address(row: Any) -> str:
    """The question whether what `row` said first is brought back."""
    events = events_of(row)
    key = f"{row._meta.label_lower}.{events[0].pk}.{events[-1].pk}"
    return reverse("admin:pghistory_middlewareevents_undo_one", args=["moment", key])


def history(client: Client, row: Any) -> str:
    name = f"admin:{row._meta.app_label}_{row._meta.model_name}_history"
    return client.get(reverse(name, args=[row.pk])).content.decode()


@pytest.fixture
def course() -> Opportunity:
    row: Opportunity = factories.OpportunityFactory.create(
        title_en="A course in mediation", summary_en="Two weeks in Windhoek."
    )
    Opportunity.objects.filter(pk=row.pk).update(title_en="A cuorse")
    Opportunity.objects.filter(pk=row.pk).update(title_en="A crouse", summary_en="")
    row.refresh_from_db()
    return row


def test_earlier_values_are_shown_asked_for_and_restored_as_a_new_change(
    secretariat: User, secretariat_client: Client, course: Opportunity
) -> None:
    restore = address(course)
    assert restore in history(secretariat_client, course)
    page = html.unescape(secretariat_client.get(restore).content.decode())
    assert "“A crouse” becomes “A course in mediation” again." in page
    assert "Restore these values?" in page
    course.refresh_from_db()
    assert course.title_en == "A crouse", "GET changes nothing"
    answer = secretariat_client.post(restore, sent_by(page, ""), follow=True)
    assert "are restored." in answer.content.decode()
    course.refresh_from_db()
    assert course.title_en == "A course in mediation"
    assert course.summary_en == "Two weeks in Windhoek."
    assert course.published_at is not None
    assert course.events.count() == 4
    noted = [step for step in history_of(course) if step.what.startswith("Restored the values of")]
    assert [step.by for step in noted] == [str(secretariat)]
    assert address(course) not in history(secretariat_client, course), "it says the same"
    again = secretariat_client.post(address(course)).content.decode()
    assert "There is nothing to restore" in again


def test_what_changed_since_the_history_was_shown_is_not_written_over(
    secretariat_client: Client, course: Opportunity
) -> None:
    restore = address(course)
    Opportunity.objects.filter(pk=course.pk).update(title_en="As a colleague wrote it")
    for answer in (secretariat_client.get(restore), secretariat_client.post(restore)):
        assert "This has changed since its history was shown." in answer.content.decode()
    course.refresh_from_db()
    assert course.title_en == "As a colleague wrote it"


def test_what_the_checks_of_today_refuse_is_said(secretariat_client: Client) -> None:
    """A term gets its former days back only while no other lies in them."""
    term = shortened_term()
    earlier = term.ends_on
    refused = secretariat_client.post(address(term)).content.decode()
    assert "This cannot be undone." in refused
    term.refresh_from_db()
    assert term.ends_on == earlier


def test_what_an_act_of_its_own_has_written_stays(
    secretariat_client: Client, course: Opportunity
) -> None:
    """A publication that was taken back stays so, and the end of a designation is an end."""
    Opportunity.objects.filter(pk=course.pk).update(published_at=None)
    secretariat_client.post(address(course))
    course.refresh_from_db()
    assert (course.title_en, course.published_at) == ("A course in mediation", None)
    row = factories.DesignationFactory.create()
    Designation.objects.filter(pk=row.pk).update(ends_on=clock.today())
    assert address(row) not in history(secretariat_client, row)
    assert "There is nothing to restore" in secretariat_client.post(address(row)).content.decode()
    row.refresh_from_db()
    assert row.ends_on == clock.today()


def changed_rows() -> list[Any]:
    """Rows of models whose changes are not undone, each changed by SQL alone."""
    person = factories.PersonFactory.create(email_visibility="members", phone="+34915550100")
    reader = factories.SubscriptionFactory.create(language="fr")
    account = factories.UserFactory.create(name="Ana Pérez")
    communique = factories.CommuniqueFactory.create(title_en="Joint communiqué")
    issue = factories.NewsletterFactory.create(slug="the-first")
    plan = factories.PlanFactory.create(title_en="Second plan")
    for row, values in (
        (person, {"email_visibility": "secretariat", "phone": ""}),
        (reader, {"language": "en"}),
        (account, {"name": "Anna"}),
        (communique, {"title_en": "Another"}),
        (issue, {"slug": "another"}),
        (plan, {"title_en": "Scond plan"}),
    ):
        type(row)._base_manager.filter(pk=row.pk).update(**values)
        row.refresh_from_db()
    return [person, reader, account, communique, issue, plan]


def test_nothing_comes_back_of_what_is_not_undone(secretariat_client: Client) -> None:
    """Consents, choices of readers, names of accounts, negotiated texts, published versions."""
    reasons = {one.name for one in registry.of(NotUndone)}
    for row in changed_rows():
        assert row._meta.label_lower in reasons
        said = {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}
        assert "Restore these values" not in history(secretariat_client, row)
        assert secretariat_client.post(address(row)).status_code == 404
        row.refresh_from_db()
        assert said == {name: getattr(row, name) for name in said}


@pytest.mark.guard
def test_no_admin_restores_from_its_history_in_a_way_of_its_own() -> None:
    for model in admin.site._registry:
        with pytest.raises(NoReverseMatch):
            reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_restore", args=[1, 1])


def test_who_may_not_change_a_row_is_told_nothing_of_it_by_the_service(
    secretariat: User, looker: User, course: Opportunity
) -> None:
    events = events_of(course)
    key = f"{course._meta.label_lower}.{events[0].pk}.{events[-1].pk}"
    course.delete()
    for by, said in ((secretariat, "no longer exists"), (looker, "has no permission for this")):
        with pytest.raises(Refusal, match=said):
            undo_to_moment.undo(key, by=by)


def test_who_may_only_look_restores_nothing(
    looker_client: Client, focal_point_client: Client, client: Client, course: Opportunity
) -> None:
    assert address(course) not in history(looker_client, course)
    assert looker_client.post(address(course)).status_code == 404
    assert focal_point_client.post(address(course)).status_code == 404
    assert client.post(address(course)).status_code == 302
    course.refresh_from_db()
    assert course.title_en == "A crouse"


@pytest.mark.parametrize("key", ["1.word", "word.1", "1", "99999999999999999999.1", "1.1.1"])
def test_a_key_that_names_nothing_is_not_found(secretariat_client: Client, key: str) -> None:
    name = "admin:pghistory_middlewareevents_undo_one"
    url = reverse(name, args=["moment", f"newsletters.opportunity.{key}"])
    assert secretariat_client.get(url).status_code == 404
    assert secretariat_client.post(url).status_code == 404


def test_a_long_history_costs_as_many_queries_as_a_short_one(
    secretariat_client: Client, course: Opportunity, query_cost: QueryCost
) -> None:
    short = query_cost(lambda: history(secretariat_client, course))
    for number in range(10):
        Opportunity.objects.filter(pk=course.pk).update(title_en=f"Course {number}")
    assert query_cost(lambda: history(secretariat_client, course)) == short
