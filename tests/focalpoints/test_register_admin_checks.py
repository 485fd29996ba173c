"""Checks of the register's admin that another layer hides, each by itself."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from django.contrib import admin
from django.contrib.admin.utils import flatten_fieldsets
from django.contrib.auth.models import Group, Permission
from django.test import Client
from django.urls import reverse

from focalpoints.admin.duplicates import may_merge
from focalpoints.models import OFFICE_SHARES, Category, Notification, Person
from focalpoints.notifications.asking import ask_officially
from network import clock
from network.accounts.models import SECRETARIAT, User
from network.adminsite.base import ProtectedAdmin
from tests import factories
from tests.admin_requests import request_by
from tests.focalpoints.changes import submitted
from tests.focalpoints.letters import LetterRequestFactory
from tests.focalpoints.notifications import colleague, sent
from tests.focalpoints.notifications import submitted as submitted_notification
from tests.focalpoints.test_merging_pages import LIST, MERGE
from tests.focalpoints.test_offices import OFFICE
from tests.focalpoints.test_recording import PAGE, typed

pytestmark = pytest.mark.django_db


def _client(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def _without(secretariat: User, *names: str) -> User:
    """The account without these permissions of the Secretariat's group."""
    group = Group.objects.get(name=SECRETARIAT)
    group.permissions.remove(*Permission.objects.filter(codename__in=names))
    return User.objects.get(pk=secretariat.pk)


def test_a_submission_is_assigned_by_who_sees_it_and_decides(
    secretariat: User, focal_point: User
) -> None:
    spain = factories.member("ESP")
    entry = factories.InitiativeFactory.create(owner=spain)
    change = submitted(entry, focal_point, member=spain, title_en="New")
    address = reverse("admin:focalpoints_proposedchange_assign", args=[change.pk])
    assert _client(secretariat).post(address, {"assigned": secretariat.pk}).status_code == 302
    change.refresh_from_db()
    assert change.assigned_to == secretariat
    looker = factories.LookerFactory.create()
    assert not looker.is_secretariat
    names = ("view_proposedchange", "change_proposedchange")
    for by in (looker, _without(secretariat, *names)):
        assert _client(by).post(address, {"assigned": ""}).status_code == 403
    change.refresh_from_db()
    assert change.assigned_to == secretariat


def test_a_category_goes_while_nobody_was_designated_by_it(secretariat: User) -> None:
    used = factories.DesignationFactory.create().category
    unused = Category.objects.create(code="spare", name_en="Spare", order=90)
    model_admin: Any = admin.site.get_model_admin(Category)
    assert isinstance(model_admin, ProtectedAdmin)
    request = request_by(secretariat)
    assert [model_admin.may_go(row) for row in (used, unused)] == [False, True]
    assert not model_admin.has_delete_permission(request, used)
    assert model_admin.has_delete_permission(request, unused)


def test_the_coverage_page_is_for_who_sees_members_and_lets_others_write(
    secretariat: User, looker: User
) -> None:
    factories.DesignationFactory.create(category=factories.category("mission"))
    address = reverse("admin:focalpoints_member_coverage")
    writes = reverse("admin:focalpoints_notification_add")
    assert writes in _client(secretariat).get(address).content.decode()
    shown = _client(looker).get(address)
    assert shown.status_code == 200
    assert f'href="{writes}?' not in shown.content.decode()
    stranger = factories.LookerFactory.create(
        permissions=Permission.objects.filter(codename="view_person")
    )
    assert _client(stranger).get(address).status_code == 403


def test_an_office_is_not_invited(secretariat: User) -> None:
    office = factories.PersonFactory.create(is_office=True, family_name="", **OFFICE_SHARES)
    for person, is_invited in ((office, False), (factories.PersonFactory.create(), True)):
        row = factories.DesignationFactory.create(person=person)
        model_admin = admin.site.get_model_admin(type(row))
        found = model_admin.get_actions_detail(request_by(secretariat), str(row.pk))
        names = {button.action_name for button in found}
        assert ("focalpoints_designation_invite_this" in names) is is_invited


def test_a_drafting_right_that_has_expired_is_not_revoked(secretariat: User) -> None:
    today = clock.today()
    for ends_on, is_offered in ((today, True), (today - datetime.timedelta(days=1), False)):
        row = factories.DraftingRightFactory.create(
            starts_on=today - datetime.timedelta(days=30), ends_on=ends_on
        )
        model_admin = admin.site.get_model_admin(type(row))
        found = model_admin.get_actions_detail(request_by(secretariat), str(row.pk))
        assert bool(found) is is_offered


def test_records_are_merged_by_who_changes_people_and_decides(secretariat: User) -> None:
    model_admin: Any = admin.site.get_model_admin(Person)
    changing = factories.LookerFactory.create(
        permissions=Permission.objects.filter(codename="change_person")
    )
    assert may_merge(model_admin, request_by(secretariat))
    assert model_admin.has_change_permission(request_by(changing))
    assert not may_merge(model_admin, request_by(changing))
    assert not may_merge(model_admin, request_by(_without(secretariat, "change_person")))


def test_who_may_not_invite_is_not_asked_whether_to_nor_anybody_about_an_office(
    secretariat: User,
) -> None:
    def is_asked(by: User, **values: Any) -> bool:
        shown = _client(by).post(reverse(PAGE), {**typed(**values), "check": "1"})
        return bool(shown.context["may_be_invited"])

    assert is_asked(secretariat)
    assert not is_asked(secretariat, **OFFICE)
    assert not is_asked(_without(secretariat, "add_invitation"))


def test_duplicates_are_shown_to_who_sees_people_and_compared_for_who_merges(
    secretariat: User, looker: User
) -> None:
    one, two = factories.PersonFactory.create(), factories.PersonFactory.create()
    compared = f"{reverse(MERGE)}?first={one.pk}&second={two.pk}"
    stranger = factories.LookerFactory.create(
        permissions=Permission.objects.filter(codename="view_member")
    )
    for address in (reverse(LIST), compared):
        assert _client(stranger).get(address).status_code == 403
    assert _client(looker).get(reverse(LIST)).status_code == 200
    for by, may in ((secretariat, True), (looker, False)):
        context = _client(by).get(compared).context
        assert (context["may_merge"], context["is_possible"]) == (may, may)


def test_the_record_with_an_account_in_use_stays(secretariat: User) -> None:
    closed = factories.UserFactory.create(is_active=False)
    one = factories.PersonFactory.create()
    two = factories.PersonFactory.create(user=closed)
    compared = f"{reverse(MERGE)}?first={one.pk}&second={two.pk}"

    def stays() -> list[int]:
        records = _client(secretariat).get(compared).context["records"]
        return [record.person.pk for record in records if record.is_kept]

    assert stays() == [one.pk], "the older one"
    User.objects.filter(pk=closed.pk).update(is_active=True)
    assert stays() == [two.pk]


def test_a_notification_is_sent_by_a_second_person_who_may(
    secretariat: User, looker: User, focal_point: User
) -> None:
    assert focal_point.person.designations.exists(), "somebody receives it"
    waiting = submitted_notification(secretariat)
    address = reverse("admin:focalpoints_notification_approve", args=[waiting.pk])
    for by, may in ((colleague(), True), (secretariat, False), (looker, False)):
        assert _client(by).get(address).context["may_send"] is may


def test_what_was_seen_is_asked_of_who_may_change_a_notification(
    secretariat: User, looker: User, focal_point: User
) -> None:
    draft = factories.NotificationFactory.create()
    model_admin: Any = admin.site.get_model_admin(Notification)
    for by, row, is_asked in (
        (secretariat, draft, True),
        (looker, draft, False),
        (secretariat, None, False),
    ):
        fields = flatten_fieldsets(model_admin.get_fieldsets(request_by(by), row))
        assert ("seen" in fields) is is_asked


def test_a_notification_that_was_sent_is_deleted_by_nobody(
    secretariat: User, looker: User, focal_point: User
) -> None:
    assert focal_point.person.designations.exists(), "somebody receives it"
    model_admin: Any = admin.site.get_model_admin(Notification)
    draft = factories.NotificationFactory.create()
    for by, row, may in (
        (secretariat, draft, True),
        (looker, draft, False),
        (secretariat, sent(secretariat), False),
    ):
        assert model_admin.has_delete_permission(request_by(by), row) is may


def test_no_answer_is_recorded_for_who_was_asked_to_confirm(
    secretariat: User, focal_point: User
) -> None:
    answered = sent(secretariat).recipients.first()
    asked = ask_officially([focal_point.person], by=secretariat).recipients.first()
    for row, is_offered in ((answered, True), (asked, False)):
        model_admin = admin.site.get_model_admin(type(row))
        assert (
            bool(model_admin.get_actions_detail(request_by(secretariat), str(row.pk))) is is_offered
        )


def test_a_letter_is_recorded_or_sent_back_while_it_waits(secretariat: User) -> None:
    for state, is_offered in (("waiting", True), ("withdrawn", False)):
        row = LetterRequestFactory.create()
        type(row).objects.filter(pk=row.pk).exclude(state=state).update(state=state)
        model_admin = admin.site.get_model_admin(type(row))
        found = model_admin.get_actions_detail(request_by(secretariat), str(row.pk))
        assert bool(found) is is_offered
