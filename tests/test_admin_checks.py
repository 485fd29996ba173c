"""Checks of the admin that another layer hides, each called by itself."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from django.contrib import admin
from django.contrib.admin.utils import flatten_fieldsets
from django.contrib.contenttypes.models import ContentType
from django.http import Http404
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils import timezone

from focalpoints.designations import invite_person, link_account
from focalpoints.models import Designation, Organisation, Person
from meetings.admin.paragraphs import ParagraphInline
from meetings.models import Communique, Presidency
from network.accounts.invitations import invite, revoke
from network.accounts.models import Invitation, User
from network.adminsite.base import ProtectedAdmin
from network.mail.models import OutgoingMail
from network.values.primary_keys import find_at_key
from network.values.refusals import Refusal
from newsletters.models import Newsletter
from newsletters.services import start_sending
from tests import factories
from tests.admin_requests import request_by
from tests.focalpoints.changes import draft_of
from tests.meetings.texts import adopted, written

pytestmark = pytest.mark.django_db

APPS = ("network.", "focalpoints.", "meetings.", "initiatives.", "newsletters.")
DAY = datetime.timedelta(days=1)


def _of(model: Any) -> Any:
    return admin.site.get_model_admin(model)


def _buttons(row: Any, by: User) -> set[str]:
    model_admin = _of(type(row))
    prefix = f"{row._meta.app_label}_{row._meta.model_name}_"
    found = model_admin.get_actions_detail(request_by(by), str(row.pk))
    return {button.action_name.removeprefix(prefix) for button in found}


def test_rights_that_an_admin_names_itself_are_not_of_who_may_only_look(
    looker: User, secretariat: User
) -> None:
    usual = {f"has_{what}_permission" for what in ("add", "change", "delete", "view", "module")}
    given: dict[str, tuple[bool, bool]] = {}
    for model_admin in admin.site._registry.values():
        for owner in type(model_admin).__mro__:
            for name in vars(owner) if owner.__module__.startswith(APPS) else ():
                if name.startswith("has_") and name.endswith("_permission") and name not in usual:
                    asked = getattr(model_admin, name)
                    label = f"{model_admin.opts.label} {name}"
                    given[label] = asked(request_by(looker)), asked(request_by(secretariat))
    assert len(given) >= 6
    assert {label: answer for label, answer in given.items() if answer != (False, True)} == {}


def test_what_others_lean_on_does_not_go(secretariat: User) -> None:
    today = timezone.localdate()
    begun = factories.DesignationFactory.create()
    coming = factories.DesignationFactory.create(starts_on=today + DAY)
    with_member = factories.OrganisationMemberFactory.create().organisation
    now = factories.PresidencyFactory.create()
    later = factories.PresidencyFactory.create(year=today.year + 3)
    frozen = adopted(by=secretariat)
    rows: list[tuple[Any, bool]] = [
        (begun, False),
        (coming, True),
        (begun.person, False),
        (factories.PersonFactory.create(), True),
        (with_member, False),
        (factories.OrganisationFactory.create(), True),
        (now, False),
        (later, True),
        (frozen, False),
        (written(), True),
    ]
    asked = {type(row) for row, _goes in rows}
    assert {Designation, Person, Organisation, Presidency, Communique} == asked
    looker = factories.LookerFactory.create()
    for row, goes in rows:
        assert isinstance(_of(type(row)), ProtectedAdmin)
        assert _of(type(row)).has_delete_permission(request_by(secretariat), row) is goes, row
        assert not _of(type(row)).has_delete_permission(request_by(looker), row), row
        assert "delete_selected" not in _of(type(row)).get_actions(request_by(secretariat))


def test_a_designation_is_ended_once_and_who_has_an_account_is_not_invited(
    secretariat: User, focal_point: User
) -> None:
    today = timezone.localdate()
    make = factories.DesignationFactory.create
    for designation, fitting in (
        (make(), {"end_this_today", "invite_this"}),
        (make(ends_on=today), {"invite_this"}),
        (make(ends_on=today - DAY), {"invite_this"}),
        (make(starts_on=today + DAY), {"invite_this"}),
        (focal_point.person.designations.get(), {"end_this_today"}),
    ):
        assert _buttons(designation, secretariat) == fitting, designation
    assert _of(Designation).get_actions_detail(request_by(secretariat), "0") == []


def test_buttons_are_offered_while_there_is_something_to_do(
    secretariat: User, focal_point: User
) -> None:
    always = {"erase_this", "file_of_this", "merge_this"}
    # Whoever is designated can be asked to confirm, and whoever has no account be invited.
    assert _buttons(focal_point.person, secretariat) == {"ask_this", *always}
    assert _buttons(factories.PersonFactory.create(), secretariat) == {"invite_this", *always}
    invitation = invite(email="newcomer@example.org", by=secretariat)
    assert len(_buttons(invitation, secretariat)) == 2
    assert _buttons(OutgoingMail.objects.get(), secretariat) == set()
    revoke(invitation, by=secretariat)
    assert _buttons(invitation, secretariat) == set()
    draft = factories.NewsletterFactory.create()
    assert _buttons(draft, secretariat) == {"preview", "send"}
    factories.SubscriptionFactory.create()
    start_sending(draft, by=secretariat)
    assert _buttons(draft, secretariat) == {"preview", "progress"}


def test_an_invitation_is_changed_by_its_buttons_alone(secretariat: User) -> None:
    invitation = invite(email="newcomer@example.org", by=secretariat)
    model_admin, request = _of(Invitation), request_by(secretariat)
    assert not model_admin.has_change_permission(request, invitation)
    assert not model_admin.has_change_permission(request, str(invitation.pk))
    assert model_admin.has_change_permission(request)
    assert not model_admin.has_change_permission(request_by(factories.LookerFactory.create()))
    assert not model_admin.has_delete_permission(request, invitation)


def test_a_newsletter_that_is_being_sent_is_no_longer_changed(secretariat: User) -> None:
    draft = factories.NewsletterFactory.create()
    begun = factories.NewsletterFactory.create()
    begun.state = Newsletter.State.SENDING
    looker = factories.LookerFactory.create()
    model_admin = _of(Newsletter)
    for asked in (model_admin.has_change_permission, model_admin.has_delete_permission):
        assert asked(request_by(secretariat), draft)
        assert asked(request_by(secretariat))
        assert not asked(request_by(secretariat), begun)
        for row in (draft, begun, None):
            assert not asked(request_by(looker), row)


def test_a_sending_is_watched_by_who_may_look_and_held_by_who_may_act(
    secretariat: User, secretariat_client: Client, looker_client: Client
) -> None:
    draft = factories.NewsletterFactory.create()
    factories.SubscriptionFactory.create()
    start_sending(draft, by=secretariat)
    address = reverse("admin:newsletters_newsletter_progress", args=[draft.pk])
    assert secretariat_client.get(address).context["may_act"] is True
    assert looker_client.get(address).context["may_act"] is False


def test_paragraphs_of_an_adopted_text_stay_as_they_are(secretariat: User) -> None:
    draft, fixed = written("en", "fr"), adopted("en", "fr", by=secretariat)
    fixed.refresh_from_db()
    request = request_by(secretariat)
    for communique, is_open in ((draft, True), (fixed, False)):
        seen = 0
        for language in ("en", "fr"):
            asked = RequestFactory().get("/admin/", {"language": language})
            asked.user = secretariat
            for inline_class in _of(Communique).get_inlines(asked, communique):
                if not issubclass(inline_class, ParagraphInline):
                    continue
                inline = inline_class(Communique, admin.site)
                assert inline.has_change_permission(request, communique) is is_open
                is_english = inline.language == "en"
                assert inline.has_add_permission(request, communique) is (is_open and is_english)
                if is_english:
                    assert inline.has_delete_permission(request, communique) is is_open
                seen += 1
        assert seen


def test_staff_without_any_permission_open_no_page_of_the_review(focal_point: User) -> None:
    change = draft_of(None, focal_point, member=factories.member("ESP"), title_en="A title")
    client = Client()
    client.force_login(factories.LookerFactory.create(permissions=[]))
    address = reverse("admin:focalpoints_proposedchange_change", args=[change.pk])
    assert client.get(address).status_code in (403, 404)


def test_the_public_page_of_a_row_is_found_by_who_may_see_the_row(
    secretariat_client: Client,
) -> None:
    plan = factories.PlanFactory.create()
    kind = ContentType.objects.get_for_model(plan).pk
    address = f"{reverse('admin:index')}r/{kind}/{plan.pk}/"
    stranger = Client()
    stranger.force_login(factories.LookerFactory.create(permissions=[]))
    assert stranger.get(address).status_code == 404
    assert secretariat_client.get(address)["Location"] == plan.get_absolute_url()
    for model, key in ((User, "1"), (ContentType, str(kind)), (type(plan), "0")):
        hidden = f"{reverse('admin:index')}r/{ContentType.objects.get_for_model(model).pk}/{key}/"
        assert secretariat_client.get(hidden).status_code == 404, model


def test_the_admin_does_not_exist_for_who_has_no_right_to_it(
    focal_point_client: Client, visitor: Client
) -> None:
    for name in ("admin:index", "admin:network_user_changelist", "admin:autocomplete"):
        assert focal_point_client.get(reverse(name)).status_code == 404
        assert visitor.get(reverse(name)).status_code == 302


def test_a_key_of_no_row_finds_none(secretariat: User) -> None:
    assert find_at_key(User.objects.all(), str(secretariat.pk)) == secretariat
    for key in ("0", "word", "9" * 30, ""):
        with pytest.raises(Http404):
            find_at_key(User.objects.all(), key)


@pytest.mark.parametrize(
    ("asked", "is_found"),
    [
        ({"event_model": "network.nothing"}, False),
        ({"event_model": "network.userevent"}, True),
        ({"model": "network.nothing"}, False),
        ({"model": "network.user"}, True),
        ({"method": "word"}, False),
        ({"method": "word", "obj": "of the reader"}, False),
        ({"method": "tracks", "obj": "of the reader"}, True),
        ({"method": "references", "obj": "of the reader"}, True),
        ({"obj": "of the reader"}, True),
        ({"obj": "auth.permission:1"}, False),
        ({"obj": "network.user:0"}, False),
        ({"obj": "word"}, False),
    ],
)
def test_the_trail_of_what_there_is_not_does_not_exist(
    asked: dict[str, str], is_found: bool, secretariat: User, secretariat_client: Client
) -> None:
    address = reverse("admin:pghistory_middlewareevents_changelist")
    own = {"of the reader": f"network.user:{secretariat.pk}"}
    query = {name: own.get(value, value) for name, value in asked.items()}
    answer = secretariat_client.get(address, query)
    assert answer.status_code == (200 if is_found else 404)


def test_an_account_becomes_that_of_one_person_alone(secretariat: User, focal_point: User) -> None:
    other = factories.DesignationFactory.create().person
    invitation = invite_person(other, by=secretariat)
    with pytest.raises(Refusal, match="belongs to another person"):
        link_account(invitation, focal_point)
    with pytest.raises(Refusal, match="already has an account"):
        invite_person(focal_point.person, by=secretariat)
    other.refresh_from_db()
    assert other.user is None


def test_who_has_an_account_is_not_offered_another_at_their_designation(
    secretariat_client: Client, focal_point: User
) -> None:
    for person, is_offered in (
        (focal_point.person, False),
        (factories.PersonFactory.create(), True),
        (factories.PersonFactory.create(email=""), False),
    ):
        answer = secretariat_client.post(
            reverse("admin:focalpoints_designation_add"),
            {
                "member": factories.member("NAM").pk,
                "person": person.pk,
                "category": factories.category("alternate").pk,
                "starts_on": "2025-01-01",
                "ends_on": "",
                "letter_reference": "",
                "letter_dated_on": "",
            },
            follow=True,
        )
        assert person.designations.filter(member=factories.member("NAM")).exists()
        assert ("has no account yet" in answer.content.decode()) is is_offered


def test_the_mark_of_what_was_seen_is_for_who_may_save(secretariat: User, looker: User) -> None:
    for row in (
        factories.OpportunityFactory.create(),
        factories.MeetingFactory.create(),
        factories.PersonFactory.create(),
    ):
        model_admin = _of(type(row))
        for user, asked, is_marked in (
            (secretariat, row, True),
            (looker, row, False),
            (secretariat, None, False),
        ):
            fields = flatten_fieldsets(model_admin.get_fieldsets(request_by(user), asked))
            assert ("seen" in fields) is is_marked, (row, user)
