"""What staff may do in the admin: all that is registered, walked through by kinds of staff."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib import admin
from django.http import HttpRequest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

import meetings.dashboard
import network.mail.dashboard
import newsletters.dashboard
from meetings.services.builds import request_builds
from network import registry
from network.accounts.models import User
from network.adminsite.dashboard import first_page
from network.adminsite.sidebar import MenuGroup, navigation
from network.documents.models import DocumentBuild
from network.mail.models import SendingState
from newsletters.models import Newsletter
from tests import factories
from tests.admin_requests import request_by
from tests.confirming import answer, ask, list_of
from tests.meetings.texts import written
from tests.network.adminsite.test_buttons import rows_with_buttons
from tests.network.letters import write
from tests.states import reach

pytestmark = pytest.mark.django_db

# What nobody makes, changes or deletes by hand, whatever permissions they have.
NEVER = {
    "focalpoints.draftingright": {"add", "change", "delete"},
    "focalpoints.letterrequest": {"add", "change", "delete"},
    "focalpoints.notificationrecipient": {"add", "change", "delete"},
    "network.user": {"add", "delete"},
    "network.invitation": {"delete"},
    "network.listexport": {"add", "change", "delete"},
    "network.spreadsheetimport": {"add", "change", "delete"},
    "network.erasurerequest": {"add", "change", "delete"},
    "network.outgoingmail": {"add", "change", "delete"},
    "focalpoints.country": {"add", "change", "delete"},
    "focalpoints.proposedchange": {"add", "delete"},
    "focalpoints.revision": {"add", "change", "delete"},
    "network.documentbuild": {"add", "change", "delete"},
    "network.privatefile": {"add", "change", "delete"},
    "newsletters.delivery": {"add", "change", "delete"},
    "newsletters.subscription": {"add"},
    "pghistory.middlewareevents": {"add", "change", "delete"},
}
# Buttons on a row's page that only show something.
SHOWING = {
    "focalpoints_notification_approve",
    "focalpoints_notification_recipients",
    "focalpoints_person_file_of_this",
    "newsletters_newsletter_preview",
    "newsletters_newsletter_progress",
}


@pytest.fixture
def administrator(db: None) -> User:
    return factories.UserFactory.create(is_staff=True, is_superuser=True)


def registered() -> Iterator[tuple[str, Any]]:
    for model, model_admin in admin.site._registry.items():
        yield model._meta.label_lower, model_admin


def may(model_admin: Any, request: HttpRequest) -> set[str]:
    asked = {
        "add": model_admin.has_add_permission,
        "change": model_admin.has_change_permission,
        "delete": model_admin.has_delete_permission,
    }
    return {what for what, has in asked.items() if has(request)}


def test_what_nobody_may_do_not_even_an_administrator_may(administrator: User) -> None:
    request = request_by(administrator)
    all_of_them = {"add", "change", "delete"}
    refused = {
        label: all_of_them - may(model_admin, request) for label, model_admin in registered()
    }
    assert {label: rights for label, rights in refused.items() if rights} == NEVER


def test_who_may_only_look_may_add_change_and_delete_nothing(looker: User) -> None:
    request = request_by(looker)
    given = {label: may(model_admin, request) for label, model_admin in registered()}
    assert {label: rights for label, rights in given.items() if rights} == {}


def test_who_may_only_look_writes_no_row_on_anothers_page(looker: User) -> None:
    request = request_by(looker)
    given, asked = {}, 0
    for label, model_admin in registered():
        for inline_class in model_admin.get_inlines(request, None):
            inline = inline_class(model_admin.model, admin.site)
            rights = {
                "add": inline.has_add_permission(request, None),
                "change": inline.has_change_permission(request, None),
                "delete": inline.has_delete_permission(request, None),
            }
            given[f"{label} {inline_class.__name__}"] = {
                what for what, has in rights.items() if has
            }
            asked += 1
    assert asked > 10
    assert {name: rights for name, rights in given.items() if rights} == {}


def test_the_english_text_of_a_newsletter_is_never_deleted_alone(secretariat: User) -> None:
    model_admin = admin.site.get_model_admin(Newsletter)
    for inline_class in model_admin.get_inlines(request_by(secretariat), None):
        inline = inline_class(Newsletter, admin.site)
        may_go = inline.has_delete_permission(request_by(secretariat), None)
        assert may_go is (inline.language != "en"), inline.language


def test_staff_without_any_permission_see_no_list_and_no_work(issue_of_a_draft: Newsletter) -> None:
    request = request_by(factories.LookerFactory.create(permissions=[]))
    assert [len(group["items"]) for group in navigation(request)] == [1]
    assert first_page(request, {})["cards"] == []
    for app in (network.mail.dashboard, newsletters.dashboard):
        assert app.dashboard_cards(request.user) == []
    assert meetings.dashboard.dashboard_cards(request.user) == []


def test_who_may_only_look_sees_every_list_and_no_officials_work(looker: User) -> None:
    request = request_by(looker)
    shown = sum(len(group["items"]) for group in navigation(request))
    entries = [entry for group in registry.of(MenuGroup) for entry in group.entries]
    # Pages where something is added are for those who may.
    assert shown == 1 + len([entry for entry in entries if entry.needs == "view"])
    assert first_page(request, {})["cards"] == []


def test_who_may_only_look_is_offered_no_action_on_a_list(looker: User) -> None:
    request = request_by(looker)
    given = {label: set(model_admin.get_actions(request)) for label, model_admin in registered()}
    assert {label: names for label, names in given.items() if names} == {}


def test_no_action_on_a_list_works_for_who_may_only_look(
    looker_client: Client, secretariat_client: Client, secretariat: User, focal_point: User
) -> None:
    [build] = request_builds(written(), by=secretariat)
    reach(DocumentBuild.objects.all(), DocumentBuild.State.FAILED)
    designation = focal_point.person.designations.get()
    undelivered = write("a@example.org", state=SendingState.FAILED, due_at=None)
    for row, action in (
        (undelivered, "send_chosen_again"),
        (designation, "end_today"),
        (build, "try_again"),
        (factories.OpportunityFactory.create(), "withdraw"),
        (factories.OpportunityFactory.create(published_at=None), "publish"),
        (factories.SubscriptionFactory.create(), "unsubscribe"),
    ):
        found = type(row)._default_manager.filter(pk=row.pk).values()
        before = found.get()
        asked = ask(secretariat_client, action, [row])
        answer(looker_client, asked, list_of(type(row)))
        assert found.get() == before, action
        answer(secretariat_client, asked, list_of(type(row)))
        assert found.get() != before, action


@pytest.mark.parametrize(("name", "is_published"), [("publish_now", False), ("withdraw_now", True)])
def test_who_may_only_look_is_offered_no_way_to_save(
    name: str,
    is_published: bool,
    looker_client: Client,
    secretariat_client: Client,
) -> None:
    when = timezone.now() if is_published else None
    row = factories.OpportunityFactory.create(published_at=when)
    address = reverse("admin:newsletters_opportunity_change", args=[row.pk])
    button = f'name="newsletters_opportunity_{name}"'
    assert button in secretariat_client.get(address).content.decode()
    shown = looker_client.get(address)
    assert shown.status_code == 200
    assert button not in shown.content.decode()
    looker_client.post(address, {f"newsletters_opportunity_{name}": "on"})
    row.refresh_from_db()
    assert (row.published_at is not None) is is_published


def test_no_button_of_the_admin_works_for_who_may_only_look(
    looker_client: Client, focal_point: User, secretariat: User
) -> None:
    rows = rows_with_buttons(secretariat, focal_point)
    answers, shown = {}, set()
    for model, model_admin in registered():
        buttons = [*model_admin._get_base_actions_detail(), *model_admin._get_base_actions_row()]
        for button in buttons:
            address = reverse(f"admin:{button.action_name}", args=[rows[model].pk])
            answers[button.action_name] = looker_client.get(address).status_code
            if answers[button.action_name] in (200, 302):
                shown.add(button.action_name)
    assert len(answers) > 10
    assert shown == SHOWING


def test_staff_without_any_permission_read_no_newsletter(issue_of_a_draft: Newsletter) -> None:
    stranger = factories.LookerFactory.create(permissions=[])
    client = Client()
    client.force_login(stranger)
    for name, args in (("preview", []), ("progress", []), ("preview_html", ["en"])):
        address = reverse(f"admin:newsletters_newsletter_{name}", args=[issue_of_a_draft.pk, *args])
        assert client.get(address).status_code in (403, 404), name


@pytest.mark.parametrize("name", ["pdf", "build", "retry", "adopt", "publish", "withdraw"])
def test_no_button_of_a_communique_works_for_who_may_only_look(
    looker_client: Client, secretariat: User, name: str
) -> None:
    communique = written()
    [build] = request_builds(communique, by=secretariat)
    args = [communique.pk, build.pk] if name == "retry" else [communique.pk]
    address = reverse(f"admin:meetings_communique_{name}", args=args)
    send = looker_client.get if name == "pdf" else looker_client.post
    assert send(address).status_code == 404


def test_the_secretariat_retries_from_the_list_of_pdfs(
    secretariat_client: Client, looker_client: Client, secretariat: User
) -> None:
    name = "try_again"
    address = reverse("admin:network_documentbuild_changelist")
    [build] = request_builds(written(), by=secretariat)
    assert name in secretariat_client.get(address).content.decode()
    assert name not in looker_client.get(address).content.decode()
    assert build.state == "waiting"


@pytest.fixture
def issue_of_a_draft(db: None) -> Newsletter:
    found: Newsletter = factories.NewsletterFactory.create()
    return found
