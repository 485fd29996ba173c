"""A notification is sent by two people, to exactly those whom the second one saw."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from focalpoints.models import Designation, Member, Notification, NotificationRecipient, Region
from focalpoints.notifications.approval import approve_notification, submit_notification
from focalpoints.notifications.audience import addressees
from focalpoints.notifications.writing import save_notification, take_back_submission
from network import clock
from network.accounts.models import User
from network.mail.models import OutgoingMail
from network.values.refusals import Refusal
from tests import factories
from tests.costs import QueryCost
from tests.focalpoints.notifications import colleague, mark_of, sent, submitted

pytestmark = pytest.mark.django_db


def page(name: str, notification: Notification) -> str:
    return reverse(f"admin:focalpoints_notification_{name}", args=[notification.pk])


@pytest.fixture
def office(focal_point: User) -> Designation:
    """An office of Spain with a functional mailbox, and no account."""
    return factories.DesignationFactory.create(
        member=factories.member("ESP"),
        category=factories.category("military"),
        person=factories.PersonFactory.create(
            is_office=True, given_name="Gender Unit", family_name="", email="unit@example.org"
        ),
    )


def test_whoever_submitted_it_does_not_send_it(secretariat: User, focal_point: User) -> None:
    waiting = submitted(secretariat)
    with pytest.raises(Refusal, match="A second person has to look"):
        approve_notification(waiting, seen=mark_of(waiting), by=secretariat)
    assert approve_notification(waiting, seen=mark_of(waiting), by=colleague()).is_sent


def test_the_database_refuses_one_person_for_both(secretariat: User, focal_point: User) -> None:
    waiting = submitted(secretariat)
    rows = Notification.objects.filter(pk=waiting.pk)
    number: dict[str, Any] = {"year": 2026, "serial": 1, "sent_at": clock.now()}
    with pytest.raises(IntegrityError, match="notification_second_person"), transaction.atomic():
        rows.update(state="sent", approved_by=secretariat, **number)
    with pytest.raises(DatabaseError, match="Cannot update"), transaction.atomic():
        rows.update(state="sent", approved_by=None, **number)
    with pytest.raises(DatabaseError), transaction.atomic():
        Notification.objects.filter(pk=factories.NotificationFactory.create().pk).update(
            state="sent", approved_by=colleague(), submitted_at=clock.now(), **number
        )


def test_any_edit_takes_the_submission_back(secretariat: User, focal_point: User) -> None:
    waiting = submitted(secretariat)
    waiting.subject_en = "Another subject"
    save_notification(waiting, by=colleague())
    waiting.refresh_from_db()
    assert (waiting.state, waiting.submitted_by, waiting.submitted_at) == ("draft", None, None)
    with pytest.raises(Refusal, match="is a draft"):
        approve_notification(waiting, seen=mark_of(waiting), by=colleague())


def test_recipients_are_the_preview(
    secretariat: User, focal_point: User, other_focal_point: User, office: Designation
) -> None:
    waiting = submitted(secretariat)
    shown = addressees(waiting, clock.today())
    found = approve_notification(waiting, seen=mark_of(waiting), by=colleague())
    rows = found.recipients.order_by("pk")
    assert [(one.designation.pk, one.address, one.language) for one in shown] == list(
        rows.values_list("designation", "address", "language")
    )
    assert sorted(OutgoingMail.objects.values_list("address", flat=True)) == sorted(
        [focal_point.email, other_focal_point.email, "unit@example.org"]
    )
    assert all(row.mail is not None for row in rows)


def test_what_changed_since_it_was_looked_at_is_not_sent(
    secretariat: User, focal_point: User, other_focal_point: User
) -> None:
    waiting = submitted(secretariat)
    seen = mark_of(waiting)
    held = Designation.objects.get(person__user=other_focal_point)
    Designation.objects.filter(pk=held.pk).update(ends_on=clock.today() - datetime.timedelta(1))
    with pytest.raises(Refusal, match="recipients have changed"):
        approve_notification(waiting, seen=seen, by=colleague())
    assert not OutgoingMail.objects.exists()
    approve_notification(waiting, seen=mark_of(waiting), by=colleague())
    assert OutgoingMail.objects.get().address == focal_point.email, "no former designee"


def test_numbers_have_no_gaps_and_begin_anew_each_year(
    secretariat: User, focal_point: User
) -> None:
    numbers = []
    for day in (
        datetime.date(2026, 12, 30),
        datetime.date(2026, 12, 31),
        datetime.date(2027, 1, 1),
    ):
        with clock.set_to(day):
            factories.NotificationFactory.create().delete()
            numbers.append(sent(secretariat).number)
    assert numbers == ["2026/1", "2026/2", "2027/1"]


def test_the_audience_is_by_category_region_and_member(secretariat: User) -> None:
    spain, namibia = factories.member("ESP"), factories.member("NAM")
    body = factories.OrganisationMemberFactory.create()
    gone = factories.MemberFactory.create(state=Member.State.WITHDRAWN)
    held = {
        (place, code): factories.DesignationFactory.create(
            member=place, category=factories.category(code)
        ).pk
        for place in (spain, namibia, body, gone)
        for code in ("focal_point", "military")
    }
    military = factories.category("military")

    def chosen(**values: Any) -> set[int]:
        draft = factories.NotificationFactory.create(
            regions=values.get("regions", []), members=values.get("members")
        )
        draft.categories.set(values.get("categories", []))
        return {one.designation.pk for one in addressees(draft, clock.today())}

    def of(*places: Member, codes: tuple[str, ...] = ("focal_point", "military")) -> set[int]:
        return {held[place, code] for place in places for code in codes}

    assert chosen() == of(spain, namibia, body)
    assert chosen(regions=[Region.AFRICA]) == of(namibia)
    assert chosen(regions=[Region.AFRICA], members=[body]) == of(namibia, body)
    assert chosen(members=[spain], categories=[military]) == of(spain, codes=("military",))
    assert chosen(categories=[military]) == of(spain, namibia, body, codes=("military",))


def test_who_holds_two_categories_of_a_member_is_written_to_once(
    secretariat: User, focal_point: User
) -> None:
    person = Designation.objects.get(person__user=focal_point).person
    for code in ("military", "police"):
        factories.DesignationFactory.create(
            member=factories.member("ESP"), person=person, category=factories.category(code)
        )
    row = sent(secretariat).recipients.get()
    assert row.designation.category.code == "focal_point"
    assert OutgoingMail.objects.count() == 1


def test_whoever_has_no_address_is_on_record_without_a_message(
    secretariat: User, focal_point: User
) -> None:
    factories.DesignationFactory.create(
        member=factories.member("DEU"), person=factories.PersonFactory.create(email="")
    )
    row = sent(secretariat).recipients.get(address="")
    assert row.mail is None
    assert OutgoingMail.objects.count() == 1


def test_each_gets_it_in_their_language_or_in_english_with_a_note(
    secretariat: User, focal_point: User, other_focal_point: User, office: Designation
) -> None:
    User.objects.filter(pk=focal_point.pk).update(language="fr")
    User.objects.filter(pk=other_focal_point.pk).update(language="es")
    sent(
        secretariat,
        subject_en="Call for names",
        body_en="Please send *names*.",
        subject_fr="Appel à candidatures",
        body_fr="Veuillez envoyer des noms.",
    )
    mails = {mail.address: mail for mail in OutgoingMail.objects.all()}
    french, spanish = mails[focal_point.email], mails[other_focal_point.email]
    assert "Appel à candidatures" in french.subject
    assert "Veuillez envoyer des noms." in french.body_text
    assert "/fr/notifications/" in french.body_text
    assert "Please send names." in spanish.body_text
    assert "English" in spanish.body_text
    assert 'lang="en"' in spanish.body_html
    unit = mails["unit@example.org"]
    assert "Please send names." in unit.body_text
    assert "/notifications/" not in unit.body_text, "an office cannot sign in"
    assert not any(mail.holds_link for mail in mails.values())


def test_what_cannot_be_sent_is_not_submitted(secretariat: User, focal_point: User) -> None:
    yesterday = clock.today() - datetime.timedelta(days=1)
    cases = (
        ({"subject_fr": "Appel"}, "In French there is"),
        ({"action_en": "Answer.", "act_by": yesterday}, "has passed"),
        ({"regions": [Region.OCEANIA]}, "Nobody would receive"),
        ({"body_en": ""}, "Write the English text first"),
    )
    for values, sentence in cases:
        with pytest.raises(Refusal, match=sentence):
            submit_notification(factories.NotificationFactory.create(**values), by=secretariat)
    outdated = factories.NotificationFactory.create(subject_fr="Ancien", body_fr="Texte")
    Notification.objects.filter(pk=outdated.pk).update(body_en="Another text.")
    outdated.refresh_from_db()
    with pytest.raises(Refusal, match="outdated: Français"):
        submit_notification(outdated, by=secretariat)


def test_what_was_sent_never_changes(secretariat: User, focal_point: User) -> None:
    found = sent(secretariat)
    rows = Notification.objects.filter(pk=found.pk)
    changes = ({"subject_en": "x"}, {"body_fr": "x"}, {"serial": 9}, {"visibility": "public"})
    for change in (*changes, {"state": "draft"}):
        with pytest.raises(DatabaseError), transaction.atomic():
            rows.update(**change)
    for doomed in (rows, NotificationRecipient.objects.filter(notification=found)):
        with pytest.raises(DatabaseError), transaction.atomic():
            doomed.delete()
    with pytest.raises(Refusal, match="never changes"):
        save_notification(found, by=secretariat)
    with pytest.raises(Refusal, match="never changes"):
        take_back_submission(found, by=secretariat)


def test_who_may_only_look_neither_submits_nor_sends(
    secretariat: User, focal_point: User, looker: User
) -> None:
    with pytest.raises(Refusal, match="permission"):
        submit_notification(factories.NotificationFactory.create(), by=looker)
    waiting = submitted(secretariat)
    with pytest.raises(Refusal, match="permission"):
        approve_notification(waiting, seen=mark_of(waiting), by=looker)


def test_two_people_send_it_on_the_pages_of_the_admin(
    secretariat_client: Client, secretariat: User, focal_point: User
) -> None:
    values = {
        "subject_en": "By hand",
        "body_en": "- one\n- two",
        "visibility": "members",
        "kind": "notice",
    }
    inline = {"annexes-TOTAL_FORMS": "0", "annexes-INITIAL_FORMS": "0"}
    button = {"focalpoints_notification_save_and_submit": "on"}
    answer = secretariat_client.post(
        reverse("admin:focalpoints_notification_add"), {**values, **inline, **button}
    )
    assert answer.status_code == 302, answer.context["errors"]
    draft = Notification.objects.get(subject_en="By hand")
    # Saved, and not submitted before the recipients have been seen.
    assert (answer.url, draft.is_draft) == (page("submit", draft), True)
    asked = secretariat_client.get(page("submit", draft)).content.decode()
    assert "1 recipient, of 1 member<" in asked
    assert focal_point.email in asked
    secretariat_client.post(page("submit", draft))
    own = secretariat_client.get(page("approve", draft)).content.decode()
    assert "You submitted this notification yourself" in own
    assert 'name="seen"' not in own
    secretariat_client.post(page("approve", draft), {"seen": mark_of(draft)})
    assert not Notification.objects.sent().exists()

    second = Client()
    second.force_login(colleague())
    shown = second.get(page("approve", draft))
    text = shown.content.decode()
    assert "<li>one</li>" in text
    assert focal_point.email in text
    second.post(page("approve", draft), {"seen": shown.context["seen"]})
    draft.refresh_from_db()
    assert draft.is_sent
    assert OutgoingMail.objects.get().address == focal_point.email
    listed = second.get(page("recipients", draft), follow=True).content.decode()
    assert "waiting to be sent" in listed
    # Read only from now on, and no button sends it again.
    assert 'name="_save"' not in second.get(page("change", draft)).content.decode()
    assert second.get(page("approve", draft)).status_code == 302


def test_what_changed_since_it_was_shown_is_not_submitted(
    secretariat_client: Client, focal_point: User
) -> None:
    draft = factories.NotificationFactory.create()
    seen = secretariat_client.get(page("submit", draft)).context["seen"]
    Notification.objects.filter(pk=draft.pk).update(subject_en="Another subject")
    answer = secretariat_client.post(page("submit", draft), {"seen": seen}, follow=True)
    assert "Nothing was done: this has changed" in answer.content.decode()
    draft.refresh_from_db()
    assert draft.is_draft


def test_the_first_page_leads_the_second_person_to_the_sending(
    secretariat_client: Client, secretariat: User, focal_point: User
) -> None:
    waiting = submitted(secretariat)
    second = Client()
    second.force_login(colleague())
    assert page("approve", waiting) in second.get("/admin/").content.decode()
    own = secretariat_client.get("/admin/").content.decode()
    assert page("approve", waiting) not in own
    assert page("change", waiting) in own


def test_the_second_person_returns_it_with_a_reason(secretariat: User, focal_point: User) -> None:
    waiting = submitted(secretariat)
    second = Client()
    second.force_login(colleague())
    second.post(page("take_back", waiting), {"reason": "Name the day."})
    waiting.refresh_from_db()
    assert waiting.is_draft
    assert "Name the day." in second.get(page("history", waiting)).content.decode()


def test_looking_costs_as_much_for_many(
    secretariat: User, secretariat_client: Client, focal_point: User, query_cost: QueryCost
) -> None:
    waiting = submitted(secretariat)
    one = query_cost(lambda: secretariat_client.get(page("approve", waiting)))
    factories.DesignationFactory.create_batch(12)
    assert query_cost(lambda: secretariat_client.get(page("approve", waiting))) == one


def test_the_coverage_page_leads_to_whom_it_lists(
    secretariat: User, secretariat_client: Client, focal_point: User
) -> None:
    """To those whose record is not confirmed, in one region, and those without a focal point."""
    namibia, japan = factories.member("NAM"), factories.member("JPN")
    lacking = factories.DesignationFactory.create(
        member=namibia, category=factories.category("military")
    )
    fresh = factories.DesignationFactory.create(
        member=namibia, person__confirmed_at=clock.now(), category=factories.category("police")
    )
    elsewhere = factories.DesignationFactory.create(member=japan)
    region = {"region": Region.AFRICA}
    coverage = secretariat_client.get(reverse("admin:focalpoints_member_coverage"), region)
    add = reverse("admin:focalpoints_notification_add")
    address = f"{add}?kind=unconfirmed&amp;regions=002"
    assert address in coverage.content.decode()
    form = secretariat_client.get(address.replace("&amp;", "&")).context["adminform"].form
    assert (form["kind"].value(), form["regions"].value()) == ("unconfirmed", ["002"])

    def chosen(kind: str, **values: Any) -> set[int]:
        draft = factories.NotificationFactory.create(kind=kind, **values)
        return {one.designation.pk for one in addressees(draft, clock.today())}

    spain = Designation.objects.get(person__user=focal_point)
    assert chosen("unconfirmed", regions=[Region.AFRICA]) == {lacking.pk}
    assert chosen("unconfirmed") == {lacking.pk, elsewhere.pk, spain.pk}
    assert chosen("without-focal-point") == {lacking.pk, fresh.pk}
