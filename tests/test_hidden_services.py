"""Services of staff that a page, or another service, asks before or behind: each asks itself."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from types import ModuleType
from typing import Any

import pytest
from django.contrib.auth.models import Group, Permission

from focalpoints import confirmation, designations, members, recording
from focalpoints.designations import invite_person, remove_designation
from focalpoints.erasure import erase_person_data
from focalpoints.inviting import invite_people
from focalpoints.models import Designation, Revision
from focalpoints.notifications import approval, asking, writing
from focalpoints.notifications.acknowledgement import record_answer
from focalpoints.notifications.approval import approve_notification, submit_notification
from focalpoints.notifications.reminders import remind, reminding_mark, to_remind
from focalpoints.review.publication import (
    Publication,
    import_entry,
    remove_entry,
    take_back_import,
)
from focalpoints.revisions import record
from initiatives.models import Initiative
from meetings.services import builds
from meetings.services.communique import freeze
from network import clock
from network.accounts.models import SECRETARIAT, User
from network.adminsite.translations import confirm_translation
from network.importing import trail_export
from network.importing.exports import export_list
from network.importing.trail_export import Period
from network.privacy.requests import ask_for_erasure, grant_request
from network.values.refusals import Refusal
from newsletters import services as newsletters
from newsletters.models import Newsletter, Opportunity, Subscription
from newsletters.spreadsheets import OpportunityResource
from tests import factories
from tests.focalpoints.notifications import mark_of, sent, submitted
from tests.meetings.texts import written

pytestmark = pytest.mark.django_db
ONE_DAY = datetime.timedelta(days=1)


def _remind(by: User) -> None:
    found = sent(factories.SecretariatFactory.create())
    remind(found, seen=reminding_mark(list(to_remind(found))), by=by)


def _planned() -> Designation:
    return Designation(
        member=factories.MemberFactory.create(),
        person=factories.PersonFactory.create(),
        category=factories.category("alternate"),
        starts_on=clock.today(),
    )


def _approve(by: User) -> None:
    factories.focal_point_of(factories.MemberFactory.create(), email="addressee@example.org")
    waiting = submitted(factories.SecretariatFactory.create())
    approve_notification(waiting, seen=mark_of(waiting), by=by)


def _sending() -> Newsletter:
    factories.SubscriptionFactory.create()
    by = factories.SecretariatFactory.create()
    return newsletters.start_sending(factories.NewsletterFactory.create(), by=by)


def _held() -> Newsletter:
    return newsletters.hold_sending(_sending(), by=factories.SecretariatFactory.create())


# Each with a row that nothing else refuses.
REFUSED: dict[str, Callable[[User], Any]] = {
    "notification submitted": lambda by: submit_notification(
        factories.NotificationFactory.create(), by=by
    ),
    "people invited": lambda by: invite_people(
        [factories.DesignationFactory.create().person], by=by
    ),
    "people asked to confirm": lambda by: confirmation.ask_to_confirm(
        [factories.DesignationFactory.create().person], by=by
    ),
    "subscription ended": lambda by: newsletters.unsubscribe(
        factories.SubscriptionFactory.create(), by=by
    ),
    "notification taken back": lambda by: writing.take_back_submission(
        submitted(factories.SecretariatFactory.create()), by=by
    ),
    "correction begun": lambda by: writing.begin_correction(
        sent(factories.SecretariatFactory.create()), by=by
    ),
    "recipients reminded": _remind,
    "answer recorded": lambda by: record_answer(
        sent(factories.SecretariatFactory.create()).recipients.first(), "", by=by
    ),
    "translation confirmed": lambda by: confirm_translation(
        factories.NotificationFactory.create(), "none", by=by
    ),
    "newsletter held": lambda by: newsletters.hold_sending(_sending(), by=by),
    "newsletter resumed": lambda by: newsletters.resume_sending(_held(), by=by),
    "newsletter tried again": lambda by: newsletters.try_failed_again(_held(), by=by),
    "opportunity published": lambda by: newsletters.publish_opportunity(
        factories.OpportunityFactory.create(published_at=None), by=by
    ),
    "subscriptions erased": lambda by: newsletters.erase_all(Subscription.objects.all(), by=by),
    "imported designation taken back": lambda by: designations.take_back_imported(
        [factories.DesignationFactory.create()], by=by
    ),
    "member imported": lambda by: members.import_member(factories.member("NOR"), by=by),
    "list exported": lambda by: export_list(
        Opportunity.objects.all(), OpportunityResource(), file_type="csv", filters="", by=by
    ),
    "trail exported": lambda by: trail_export.trail_as_xlsx(
        Period(clock.today(), clock.today()), by=by
    ),
}


@pytest.mark.parametrize("name", REFUSED)
def test_a_service_asks_for_the_permission(name: str, looker: User, focal_point: User) -> None:
    for account in (looker, focal_point):
        with pytest.raises(Refusal, match="no permission"):
            REFUSED[name](account)


# What asks again behind it, taken away, and the call of the service.
BEHIND: dict[str, tuple[ModuleType, str, Callable[[User], Any]]] = {
    "designation removed": (
        designations,
        "remove_by",
        lambda by: remove_designation(
            factories.DesignationFactory.create(starts_on=clock.today() + ONE_DAY), by=by
        ),
    ),
    "official invited": (
        designations,
        "invite",
        lambda by: invite_person(factories.DesignationFactory.create().person, by=by),
    ),
    "letter recorded": (
        recording,
        "designate",
        lambda by: recording.record_letter(_planned(), by=by),
    ),
    "people asked officially": (
        asking,
        "ask_in_notification",
        lambda by: asking.ask_officially([factories.DesignationFactory.create().person], by=by),
    ),
    "PDFs of a version": (
        builds,
        "order",
        lambda by: builds.request_builds_of(
            freeze(written(), by=factories.SecretariatFactory.create()), by=by
        ),
    ),
    "notification approved": (approval, "order_documents", _approve),
    "notification removed": (
        writing,
        "remove_by",
        lambda by: writing.remove_notification(factories.NotificationFactory.create(), by=by),
    ),
    "trail exported": (trail_export, "_note", REFUSED["trail exported"]),
}


@pytest.mark.parametrize("name", BEHIND)
def test_a_service_asks_before_the_one_behind_it(
    name: str, looker: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    module, behind, call = BEHIND[name]
    monkeypatch.setattr(module, behind, lambda *rows, **named: None)
    with pytest.raises(Refusal, match="no permission"):
        call(looker)


def _taken_back(by: User) -> None:
    plan = factories.PlanFactory.create()
    first = record(plan, by=None, source=Revision.Source.REFERENCE)
    publication = Publication(entry=plan, seen_version=plan.version, restored_from=first)
    take_back_import([publication], by=by)


OF_THE_SECRETARIAT: dict[str, Callable[[User], Any]] = {
    "entry imported": lambda by: import_entry(
        factories.PlanFactory.create(), seen_version=1, by=by
    ),
    "import taken back": _taken_back,
    "data erased": lambda by: erase_person_data(
        factories.PersonFactory.create(phone="+34 9"), ["phone"], by=by
    ),
}


@pytest.mark.parametrize("name", OF_THE_SECRETARIAT)
def test_the_right_of_the_secretariat_is_no_permission(name: str, focal_point: User) -> None:
    with pytest.raises(Refusal, match="Only the Secretariat"):
        OF_THE_SECRETARIAT[name](focal_point)
    colleague = factories.SecretariatFactory.create()
    OF_THE_SECRETARIAT[name](colleague)
    Group.objects.get(name=SECRETARIAT).permissions.clear()
    with pytest.raises(Refusal, match="no permission"):
        OF_THE_SECRETARIAT[name](User.objects.get(pk=colleague.pk))


def test_the_secretariat_deletes_no_entry_without_the_permission() -> None:
    entry, colleague = factories.InitiativeFactory.create(), factories.SecretariatFactory.create()
    permissions = Group.objects.get(name=SECRETARIAT).permissions
    kept = list(permissions.all())
    permissions.clear()
    with pytest.raises(Refusal, match="no permission"):
        remove_entry(entry, by=User.objects.get(pk=colleague.pk))
    permissions.set(kept)
    remove_entry(entry, by=colleague)
    assert not Initiative.objects.filter(pk=entry.pk).exists()


def test_who_changes_accounts_does_not_decide_about_erasure(secretariat: User) -> None:
    leaving = factories.UserFactory.create()
    request = ask_for_erasure(note="", by=leaving)
    staff = factories.UserFactory.create(is_staff=True)
    staff.user_permissions.set(Permission.objects.filter(codename="change_user"))
    with pytest.raises(Refusal, match="no permission"):
        grant_request(request, by=staff)
    grant_request(request, by=secretariat)
