"""Actions on several rows: every one of the admin names its rows and asks before it acts."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.contrib import admin
from django.test import Client, RequestFactory
from django.urls import reverse

from focalpoints.models import Member
from initiatives.models import PlanCount, PlanFinding
from meetings.services.builds import request_builds
from network.accounts.models import User
from network.adminsite import bulk_actions
from network.documents.models import DocumentBuild
from network.mail.models import SendingState
from network.values.partial_dates import PartialDate
from newsletters.models import Opportunity, Subscription
from newsletters.services import start_sending
from tests import factories
from tests.confirming import answer, ask, do, list_of
from tests.costs import QueryCost
from tests.meetings.texts import written
from tests.network.letters import write
from tests.states import reach

pytestmark = pytest.mark.django_db


def failed_build(by: User) -> DocumentBuild:
    [build] = request_builds(written(), by=by)
    reach(DocumentBuild.objects.filter(pk=build.pk), DocumentBuild.State.FAILED)
    build.refresh_from_db()
    return build


COUNTRIES = itertools.cycle(["NAM", "DEU", "CAN", "URY", "JPN", "NOR"])
NUMBERS = itertools.count(100)


# A row of every model whose list offers an action, and what it is called on the page.
ROWS: dict[str, Callable[[User], Any]] = {
    "focalpoints.designation": lambda by: factories.DesignationFactory.create(),
    "focalpoints.member": lambda by: factories.member(next(COUNTRIES)),
    "focalpoints.person": lambda by: factories.DesignationFactory.create().person,
    "initiatives.initiative": lambda by: factories.InitiativeFactory.create(),
    "initiatives.nationalactionplan": lambda by: factories.PlanFactory.create(),
    "initiatives.plancount": lambda by: PlanCount.objects.create(
        as_of=PartialDate(2025), states=next(NUMBERS), source=f"https://example.org/{next(NUMBERS)}"
    ),
    "initiatives.planfinding": lambda by: PlanFinding.objects.create(
        country=factories.country(next(COUNTRIES)),
        subject=PlanFinding.Subject.values[0],
        said="A plan is being written.",
        source="https://example.org/",
    ),
    "network.documentbuild": failed_build,
    "network.outgoingmail": lambda by: write(
        "a@example.org", subject="Welcome", state=SendingState.FAILED, due_at=None
    ),
    "newsletters.newsletter": lambda by: factories.NewsletterFactory.create(),
    "newsletters.opportunity": lambda by: factories.OpportunityFactory.create(),
    "newsletters.subscription": lambda by: factories.SubscriptionFactory.create(),
}


def offered(user: User) -> Iterator[tuple[str, str]]:
    """The model and the name of every action that the admin offers."""
    request = RequestFactory().get("/admin/")
    request.user = user
    for model, model_admin in admin.site._registry.items():
        for name in model_admin.get_actions(request):
            yield model._meta.label_lower, name


def test_every_action_names_its_row_and_does_nothing_until_it_is_confirmed(
    secretariat: User, secretariat_client: Client
) -> None:
    administrator = factories.UserFactory.create(is_staff=True, is_superuser=True)
    secretariat_client.force_login(administrator)
    actions = list(offered(administrator))
    assert {label for label, _name in actions} == set(ROWS)
    made = {label: make(secretariat) for label, make in ROWS.items()}
    asked_and_done = 0
    for label, name in actions:
        row = made[label]
        kept = type(row)._default_manager.filter(pk=row.pk)
        before = kept.values().get()
        # As somebody could send it who has not seen the page: with `post`, Django's own word.
        page = ask(secretariat_client, name, [row], post="yes")
        assert kept.values().get() == before, (label, name)
        model_admin: Any = admin.site.get_model_admin(type(row))
        shown = str(getattr(model_admin, "name_of_row", str)(row))
        assert shown, (label, name)
        assert f"{shown}</a>" in page, (label, name)
        assert "1 selected row" in page, (label, name)
        # One that is published is not published again, and one alone is not merged.
        is_left_out = (label, name) in {
            ("newsletters.opportunity", "publish"),
            ("focalpoints.person", "merge_these"),
        }
        assert ('name="confirmed"' in page) != is_left_out, (label, name)
        if name == "delete_selected":
            assert "This cannot be undone." in page, (label, name)
        asked_and_done += 1
    assert asked_and_done >= 12


def test_every_action_says_what_it_asks() -> None:
    for model_admin in admin.site._registry.values():
        if model_admin.actions is not None:
            for function, name, _description in model_admin._get_base_actions():
                assert callable(getattr(function, "asks", None)), (model_admin, name)


@pytest.mark.parametrize("label", sorted(ROWS))
def test_a_question_about_many_costs_as_many_queries_as_about_one(
    label: str, secretariat: User, secretariat_client: Client, query_cost: QueryCost
) -> None:
    one, many = ROWS[label](secretariat), [ROWS[label](secretariat) for _each in range(4)]
    administrator = factories.UserFactory.create(is_staff=True, is_superuser=True)
    secretariat_client.force_login(administrator)
    for _label, name in [pair for pair in offered(administrator) if pair[0] == label]:
        costs = [
            query_cost(lambda: ask(secretariat_client, name, rows))  # noqa: B023 - called at once
            for rows in ([one], many)
        ]
        assert costs[0] == costs[1], name


def test_what_is_confirmed_is_done_to_the_rows_that_were_named(secretariat_client: Client) -> None:
    drafts = factories.OpportunityFactory.create_batch(2, published_at=None)
    other = factories.OpportunityFactory.create(published_at=None)
    content = do(secretariat_client, "publish", drafts)
    assert "is published" in content
    assert Opportunity.objects.published().count() == 2
    other.refresh_from_db()
    assert other.published_at is None


def test_what_nothing_happens_to_is_said_before(secretariat_client: Client) -> None:
    draft = factories.OpportunityFactory.create(published_at=None)
    public = factories.OpportunityFactory.create()
    page = ask(secretariat_client, "publish", [draft, public])
    assert page.count("Left as it is: already published.") == 1
    assert "1 of the selected rows stays as it is." in page


def test_where_nothing_happens_to_any_row_there_is_nothing_to_confirm(
    secretariat_client: Client,
) -> None:
    page = ask(secretariat_client, "publish", factories.OpportunityFactory.create_batch(2))
    assert "Nothing would happen: each selected row stays as it is." in page
    assert page.count("Left as it is: already published.") == 2
    assert 'name="confirmed"' not in page
    assert "Back to the list" in page


def test_the_question_leads_back_to_its_list(secretariat_client: Client) -> None:
    page = ask(secretariat_client, "publish", [factories.OpportunityFactory.create()])
    crumbs = page.split('class="admin-crumbs"')[1].split("</nav>")[0]
    assert f'<a href="{list_of(Opportunity)}">Opportunities</a>' in crumbs


def test_a_row_that_changed_since_the_page_is_said_and_nothing_is_done(
    secretariat_client: Client,
) -> None:
    first, second = factories.OpportunityFactory.create_batch(2, published_at=None)
    page = ask(secretariat_client, "publish", [first, second])
    Opportunity.objects.filter(pk=first.pk).update(title_en="Another course")
    again = answer(secretariat_client, page, list_of(Opportunity))
    assert "1 row has changed since this page was shown." in again
    assert "Nothing was done yet." in again
    assert "Another course" in again
    assert not Opportunity.objects.published().exists()
    answer(secretariat_client, again, list_of(Opportunity))
    assert Opportunity.objects.published().count() == 2


def test_a_row_that_is_gone_is_said(secretariat_client: Client) -> None:
    first, second = factories.OpportunityFactory.create_batch(2, published_at=None)
    page = ask(secretariat_client, "publish", [first, second])
    first.delete()
    again = answer(secretariat_client, page, list_of(Opportunity))
    assert "1 row is no longer there" in again
    assert not Opportunity.objects.published().exists()
    Opportunity.objects.all().delete()
    assert "There is nothing left to do." in answer(secretariat_client, again, list_of(Opportunity))


def test_all_rows_of_a_filtered_list_are_chosen_across_its_pages(
    secretariat_client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bulk_actions, "MOST_NAMED", 3)
    factories.SubscriptionFactory.create_batch(5, language="fr")
    factories.SubscriptionFactory.create(language="en")
    address = f"{list_of(Subscription)}?language__exact=fr"
    ticked = Subscription.objects.filter(language="fr").first()
    assert ticked is not None
    chosen = {
        "action": "unsubscribe",
        "_selected_action": ticked.pk,
        "index": "0",
        "select_across": "1",
    }
    page = secretariat_client.post(address, chosen).content.decode()
    assert "5 selected rows" in page
    assert "And 2 more that are not listed here." in page
    joined = factories.SubscriptionFactory.create(language="fr")
    again = answer(secretariat_client, page, address)
    assert "1 row has joined the selection" in again
    assert joined.email in again
    content = answer(secretariat_client, again, address)
    assert "6 addresses are unsubscribed." in content
    left = Subscription.objects.exclude(state=Subscription.State.UNSUBSCRIBED)
    assert list(left.values_list("language", flat=True)) == ["en"]


def test_more_rows_than_can_be_looked_over_are_refused(
    secretariat_client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bulk_actions, "MOST_ROWS", 2)
    rows = factories.SubscriptionFactory.create_batch(3)
    assert "at most 2 rows" in ask(secretariat_client, "unsubscribe", rows)


def test_rows_that_others_need_are_not_deleted_and_what_needs_them_is_named(
    secretariat_client: Client, focal_point: User
) -> None:
    member = focal_point.person.designations.get().member
    page = ask(secretariat_client, "delete_selected", [member])
    assert "Others need these rows." in page
    assert str(focal_point.person) in page
    assert 'name="confirmed"' not in page
    sent = {"action": "delete_selected", "_selected_action": member.pk, "confirmed": "yes"}
    secretariat_client.post(list_of(Member), sent)
    assert Member.objects.filter(pk=member.pk).exists()


def test_a_sent_newsletter_among_the_chosen_is_named(
    secretariat: User, secretariat_client: Client, subscriber: Subscription
) -> None:
    draft, sent = factories.NewsletterFactory.create_batch(2)
    start_sending(sent, by=secretariat)
    page = ask(secretariat_client, "delete_selected", [draft, sent])
    assert page.count("This one cannot be deleted.") == 1
    assert 'name="confirmed"' not in page
    content = do(secretariat_client, "delete_selected", [draft])
    assert "1 newsletter deleted." in content
    assert list(type(sent).objects.all()) == [sent]


def test_what_goes_with_the_rows_is_named(secretariat_client: Client) -> None:
    draft = factories.NewsletterFactory.create(text__subject="News of the spring")
    page = ask(secretariat_client, "delete_selected", [draft])
    assert "What is deleted or changed with them" in page
    assert "News of the spring" in page
    alone = ask(secretariat_client, "delete_selected", [factories.OpportunityFactory.create()])
    assert "Nothing else goes with them." in alone


def test_the_button_of_a_page_does_nothing_to_a_row_that_changed_since(
    secretariat_client: Client,
) -> None:
    mail = write("a@example.org", state=SendingState.FAILED, due_at=None)
    address = reverse("admin:network_outgoingmail_send_again", args=[mail.pk])
    page = secretariat_client.get(address).content.decode()
    assert "What was sent cannot be recalled." in page
    seen = page.split('name="seen" value="')[1].split('"')[0]
    type(mail).objects.filter(pk=mail.pk).update(attempts=9)
    content = secretariat_client.post(address, {"seen": seen}, follow=True).content.decode()
    assert "this has changed since you were asked" in content
    mail.refresh_from_db()
    assert mail.state == SendingState.FAILED
