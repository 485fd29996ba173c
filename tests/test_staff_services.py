"""Services of staff: refused without the permission, named in the history, refused for a reason."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import Any

import pytest
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse

from focalpoints.categories import save_category
from focalpoints.designations import (
    change_designation,
    designate,
    end_designation,
    invite_person,
    remove_designation,
)
from focalpoints.drafting import revoke_drafting_right
from focalpoints.duplicates import take_back_told_apart, tell_apart
from focalpoints.endings import undo_ending
from focalpoints.members import remove_member, save_member
from focalpoints.merging import merge_people, undo_merge
from focalpoints.models import (
    Designation,
    DifferentPeople,
    Ending,
    Member,
    Merge,
    Organisation,
    Person,
    Revision,
)
from focalpoints.organisations import remove_organisation, save_organisation
from focalpoints.people import choose_own_contact, correct_person, remove_person
from focalpoints.review.publication import edit_directly, remove_entry
from focalpoints.review.restoration import restore
from focalpoints.revisions import record
from initiatives.models import PlanCount
from initiatives.services.evidence import save_count
from meetings.admin.meeting import MeetingAdmin
from meetings.models import Communique, CommuniqueVersion, Meeting, Presidency
from meetings.services.builds import request_builds, request_builds_of
from meetings.services.communique import (
    adopt,
    freeze,
    number_paragraphs,
    publish,
    remove_communique,
    withdraw_from_public,
)
from meetings.services.meetings import remove_meeting, save_meeting
from meetings.services.presidencies import remove_presidency, save_presidency
from meetings.services.texts import (
    confirm_translation,
    create_communique,
    note_edit,
    save_communique,
    write_paragraph,
)
from meetings.translations import completeness_of
from network import clock
from network.accounts.changes import (
    activate,
    change,
    deactivate,
    end_staff_access,
    forget_second_factor,
)
from network.accounts.invitations import invite, resend, revoke, send_invitation
from network.accounts.models import SECRETARIAT, Invitation, User
from network.documents.models import DocumentBuild
from network.documents.queue import retry
from network.mail.models import OutgoingMail
from network.mail.undelivered import try_again, try_all_again
from network.values.partial_dates import PartialDate
from network.values.refusals import Refusal
from newsletters import services as newsletters
from tests import factories
from tests.meetings.texts import ADOPTED_ON, write_over, written
from tests.network.letters import write
from tests.sent import sent_by

pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)

# Each with a row of its own making, so that the permission alone can refuse.
WRITES: dict[str, Callable[[User], Any]] = {
    "member": lambda by: save_member(factories.member("ESP"), by=by),
    "member removed": lambda by: remove_member(factories.member("ESP"), by=by),
    "organisation": lambda by: save_organisation(Organisation(slug="au", name_en="AU"), by=by),
    "person": lambda by: correct_person(Person(family_name="New"), by=by),
    "person corrected": lambda by: correct_person(factories.PersonFactory.create(), by=by),
    "person removed": lambda by: remove_person(factories.PersonFactory.create(), by=by),
    "category": lambda by: save_category(
        factories.category("alternate"), has_one_holder=False, by=by
    ),
    "designation": lambda by: designate(planned(), by=by),
    "designation corrected": lambda by: change_designation(
        factories.DesignationFactory.create(), by=by
    ),
    "designation removed": lambda by: remove_designation(
        factories.DesignationFactory.create(starts_on=clock.today() + DAY), by=by
    ),
    "designation ended": lambda by: end_designation(factories.DesignationFactory.create(), by=by),
    "official invited": lambda by: invite_person(
        factories.DesignationFactory.create().person, by=by
    ),
    "meeting": lambda by: save_meeting(factories.MeetingFactory.create(), by=by),
    "meeting removed": lambda by: remove_meeting(
        factories.MeetingFactory.create(is_announced=False), by=by
    ),
    "presidency": lambda by: save_presidency(
        factories.PresidencyFactory.create(year=2040 + Presidency.objects.count()), by=by
    ),
    "communiqué": lambda by: create_communique(
        factories.CommuniqueFactory.build(meeting=factories.MeetingFactory.create()), [], by=by
    ),
    "communiqué's title": lambda by: save_communique(written(), by=by),
    "communiqué edited": lambda by: note_edit(written(), by=by),
    "paragraph": lambda by: write_paragraph(
        written().paragraphs.get(number=1), "fr", "Mot.", by=by
    ),
    "paragraphs numbered": lambda by: number_paragraphs(written(), by=by),
    "communiqué still right": lambda by: _still_right(written("en", "fr"), by=by),
    "communiqué frozen": lambda by: freeze(written(), by=by),
    "communiqué adopted": lambda by: adopt(written(), on=ADOPTED_ON, by=by),
    "communiqué published": lambda by: publish(_adopted(), by=by),
    "communiqué withdrawn": lambda by: withdraw_from_public(_adopted(), by=by),
    "communiqué removed": lambda by: remove_communique(written(), by=by),
    "PDFs": lambda by: request_builds(written(), by=by),
    "PDFs of a version": lambda by: request_builds_of(_frozen(), by=by),
    "PDF again": lambda by: retry(_failed(), by=by),
    "count": lambda by: save_count(PlanCount(as_of="2025", states=108, source="A page"), by=by),
    "newsletter": lambda by: newsletters.save_newsletter(
        factories.NewsletterFactory.create(), by=by
    ),
    "newsletter sent": lambda by: newsletters.start_sending(
        factories.NewsletterFactory.create(), by=by
    ),
    "newsletter written": lambda by: newsletters.write_text(
        factories.NewsletterFactory.create(), "fr", subject="Nouvelles", body=None, by=by
    ),
    "newsletter in one language less": lambda by: newsletters.remove_text(
        factories.NewsletterFactory.create(), "en", by=by
    ),
    "newsletter tested": lambda by: newsletters.send_test(
        factories.NewsletterFactory.create(), by=by
    ),
    "translation of a newsletter confirmed": lambda by: newsletters.confirm_translation(
        *_outdated_issue(), by=by
    ),
    "opportunity": lambda by: newsletters.save_opportunity(
        factories.OpportunityFactory.create(), by=by
    ),
    "opportunity withdrawn": lambda by: newsletters.withdraw_opportunity(
        factories.OpportunityFactory.create(), by=by
    ),
    "subscription": lambda by: newsletters.correct_subscription(
        factories.SubscriptionFactory.create(), by=by
    ),
    "subscription erased": lambda by: newsletters.erase(
        factories.SubscriptionFactory.create(), by=by
    ),
    "invitation": lambda by: invite(email="new@example.org", by=by),
    "invitation sent again": lambda by: resend(_invited(), by=by),
    "invitation revoked": lambda by: revoke(_invited(), by=by),
    "account": lambda by: change(factories.UserFactory.create(), name="N", language="fr", by=by),
    "account closed": lambda by: deactivate(factories.UserFactory.create(), by=by),
    "account opened": lambda by: activate(factories.UserFactory.create(is_active=False), by=by),
    "staff access ended": lambda by: end_staff_access(factories.SecretariatFactory.create(), by=by),
    "second factor removed": lambda by: forget_second_factor(_with_second_factor(), by=by),
    "mail again": lambda by: try_again(write(state="failed"), by=by),
    "mails again": lambda by: try_all_again(OutgoingMail.objects.all(), by=by),
}
# What the Secretariat alone may do, by the rights module, and then by its permission.
OF_THE_SECRETARIAT: dict[str, Callable[[User], Any]] = {
    "entry": lambda by: edit_directly(factories.PlanFactory.create(), seen_version=1, by=by),
    "entry removed": lambda by: remove_entry(factories.InitiativeFactory.create(), by=by),
    "entry restored": lambda by: _restore_a_plan(by),
    "end undone": lambda by: undo_ending(_ended(), by=by),
    "people merged": lambda by: _merged(by=by),
    "merge undone": lambda by: undo_merge(_merged(by=factories.SecretariatFactory.create()), by=by),
    "people told apart": lambda by: tell_apart(*factories.PersonFactory.create_batch(2), by=by),
    "people no longer told apart": lambda by: take_back_told_apart(_told_apart(), by=by),
    "drafting right revoked": lambda by: revoke_drafting_right(
        factories.DraftingRightFactory.create(), by=by
    ),
    "contact data": lambda by: choose_own_contact(
        factories.PersonFactory.create(), {"phone": "+34 9"}, by=by
    ),
}


def planned() -> Designation:
    return Designation(
        member=factories.MemberFactory.create(),
        person=factories.PersonFactory.create(),
        category=factories.category("alternate"),
        starts_on=clock.today(),
    )


def _frozen() -> CommuniqueVersion:
    return freeze(written(), by=factories.SecretariatFactory.create())


def _adopted() -> Communique:
    communique = written()
    adopt(communique, on=ADOPTED_ON, by=factories.SecretariatFactory.create())
    return communique


def _still_right(communique: Communique, *, by: User) -> None:
    write_over(communique, "Other words.")
    [french] = [row for row in completeness_of(communique) if row.language == "fr"]
    confirm_translation(communique, "fr", french.outdated[0].key, by=by)


def _failed() -> DocumentBuild:
    [build] = request_builds_of(_frozen(), by=factories.SecretariatFactory.create())
    DocumentBuild.objects.filter(pk=build.pk).update(state="building")
    DocumentBuild.objects.filter(pk=build.pk).update(state="failed", finished_at=clock.now())
    return build


def _outdated_issue() -> tuple[Any, str]:
    issue = factories.NewsletterFactory.create()
    newsletters.write_text(issue, "fr", subject="Nouvelles", body=None, by=None)
    newsletters.write_text(issue, "en", subject="Other news", body=None, by=None)
    return issue, newsletters.outdated_texts(issue)[0].key


def _invited() -> Invitation:
    return send_invitation(email="new@example.org", by=None)


def _with_second_factor() -> User:
    account = factories.UserFactory.create()
    TOTP.activate(account, generate_totp_secret())
    return account


def _merged(*, by: User) -> Merge:
    return merge_people(*factories.PersonFactory.create_batch(2), chosen={}, by=by)


def _told_apart() -> DifferentPeople:
    by = factories.SecretariatFactory.create()
    return tell_apart(*factories.PersonFactory.create_batch(2), by=by)


def _ended() -> Ending:
    row = factories.DesignationFactory.create()
    # By somebody who may it also while the Secretariat has no permission.
    end_designation(row, by=factories.UserFactory.create(is_superuser=True))
    return Ending.objects.get(designation=row)


def _restore_a_plan(by: User) -> None:
    plan = factories.PlanFactory.create()
    first = record(plan, by=None, source=Revision.Source.REFERENCE)
    type(plan).objects.filter(pk=plan.pk).update(lead_institution="Another")
    restore(plan, first, seen_version=1, by=by)


@pytest.mark.parametrize("name", WRITES)
def test_a_write_of_staff_is_refused_without_the_permission(
    name: str, secretariat: User, looker: User, focal_point: User
) -> None:
    factories.SubscriptionFactory.create()  # somebody whom a newsletter reaches
    for account in (looker, focal_point):
        with pytest.raises(Refusal, match="no permission"):
            WRITES[name](account)
    if name != "member removed":  # Spain has a focal point here
        WRITES[name](secretariat)


@pytest.mark.parametrize("name", OF_THE_SECRETARIAT)
def test_a_write_of_the_secretariat_asks_for_the_right_and_then_for_the_permission(
    name: str, secretariat: User, other_focal_point: User
) -> None:
    with pytest.raises(Refusal, match=r"Only (the|those)"):
        OF_THE_SECRETARIAT[name](other_focal_point)
    OF_THE_SECRETARIAT[name](secretariat)
    Group.objects.get(name=SECRETARIAT).permissions.clear()
    colleague = factories.SecretariatFactory.create()
    Group.objects.get(name=SECRETARIAT).permissions.clear()
    assert colleague.is_secretariat
    with pytest.raises(Refusal, match="no permission"):
        OF_THE_SECRETARIAT[name](User.objects.get(pk=colleague.pk))


def test_the_history_names_who_wrote(secretariat: User) -> None:
    meeting = save_meeting(factories.MeetingFactory.build(slug="new"), by=secretariat)
    [event] = Meeting.pgh_event_model.objects.filter(pgh_obj=meeting)  # type: ignore[attr-defined]
    assert event.pgh_context.metadata["user"] == secretariat.pk


def _refused(row: Any, by: User) -> Callable[[], None]:
    remove: dict[type, Callable[..., None]] = {
        Meeting: remove_meeting,
        Presidency: remove_presidency,
        Organisation: remove_organisation,
        Person: remove_person,
        Member: remove_member,
    }
    return lambda: remove[type(row)](row, by=by)


def test_what_others_lean_on_is_not_removed(secretariat: User, focal_point: User) -> None:
    organisation = factories.OrganisationMemberFactory.create().organisation
    for row, why in (
        (factories.MeetingFactory.create(), "has been announced"),
        (factories.PresidencyFactory.create(), "has begun"),
        (organisation, "is a member of the Network"),
        (focal_point.person, "is or was designated"),
        (factories.member("ESP"), "what was recorded stays"),
    ):
        with pytest.raises(Refusal, match=why):
            _refused(row, secretariat)()
        row.refresh_from_db()


def test_what_nothing_refers_to_is_removed(secretariat: User) -> None:
    year = factories.clock.today().year + 2
    for row in (
        factories.MeetingFactory.create(is_announced=False),
        factories.PresidencyFactory.create(year=year),
        factories.PersonFactory.create(),
        factories.member("NAM"),
    ):
        _refused(row, secretariat)()
        assert not type(row).objects.filter(pk=row.pk).exists()


def test_a_deletion_that_is_refused_leads_back_to_the_row_and_says_why(
    secretariat_client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As where a colleague announces the meeting between the page's question and the service's."""
    meeting = factories.MeetingFactory.create()
    address = reverse("admin:meetings_meeting_delete", args=[meeting.pk])
    assert secretariat_client.post(address, {"post": "yes"}).status_code == 403
    monkeypatch.setattr(MeetingAdmin, "may_go", lambda self, row: True)
    answer = secretariat_client.post(address, {"post": "yes"}, follow=True)
    change = reverse("admin:meetings_meeting_change", args=[meeting.pk])
    assert answer.redirect_chain == [(change, 302)]
    assert "has been announced or has a communiqué" in answer.content.decode()
    assert Meeting.objects.filter(pk=meeting.pk).exists()


def test_a_member_that_has_left_is_withdrawn_too(secretariat_client: Client) -> None:
    spain = factories.member("ESP")
    address = reverse("admin:focalpoints_member_change", args=[spain.pk])
    opened = secretariat_client.get(address).content.decode()
    sent = {**sent_by(opened, "_save"), "state": ["confirmed"], "left_on_year": ["2020"]}
    page = secretariat_client.post(address, sent)
    assert "Also set the status to “withdrawn”" in page.content.decode()
    assert Member.objects.get(pk=spain.pk).left_on is None
    secretariat_client.post(address, sent | {"state": ["withdrawn"]})
    assert Member.objects.get(pk=spain.pk).left_on == PartialDate(2020)


def test_a_term_over_the_days_of_another_is_refused_by_name(secretariat: User) -> None:
    other = factories.PresidencyFactory.create(year=2030)
    with pytest.raises(Refusal, match=r"The term of Namibia \(1 January 2030"):
        save_presidency(
            Presidency(
                slug="new",
                starts_on=datetime.date(2030, 6, 1),
                ends_on=datetime.date(2031, 6, 1),
            ),
            by=secretariat,
        )
    other.ends_on = datetime.date(2029, 1, 1)
    with pytest.raises(Refusal, match="cannot end before it starts"):
        save_presidency(other, by=secretariat)
