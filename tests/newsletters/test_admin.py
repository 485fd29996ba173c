"""The Secretariat's desk: previewing, testing, sending, and watching an issue."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Permission
from django.test import Client

from network.accounts.models import User
from network.mail.models import OutgoingMail, SendingState
from newsletters import services
from newsletters.dashboard import dashboard_cards
from newsletters.models import Delivery, Newsletter, Subscription
from tests.confirming import answer
from tests.costs import QueryCost
from tests.factories import (
    NewsletterFactory,
    OpportunityFactory,
    SubscriptionFactory,
    UserFactory,
)
from tests.mailserver import MailServer
from tests.newsletters.buttons import address_of, page, press
from tests.newsletters.post import empty_outbox, links, part, work_off

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("model", ["newsletter", "subscription", "delivery", "opportunity"])
@pytest.mark.parametrize("key", ["import", "999", "²", "9" * 30])
def test_an_address_of_nothing_leads_somewhere(
    secretariat_client: Client, model: str, key: str
) -> None:
    response = secretariat_client.get(f"/admin/newsletters/{model}/{key}/change/")
    assert response.status_code in {302, 404}


@pytest.mark.parametrize("key", ["import", "999", "²"])
@pytest.mark.parametrize("name", ["preview", "send", "progress"])
def test_a_page_of_no_issue_is_not_found(secretariat_client: Client, name: str, key: str) -> None:
    assert secretariat_client.get(address_of(f"newsletter_{name}", key)).status_code == 404


# --- Preview and test ---


def test_the_preview_is_what_is_sent(
    secretariat_client: Client,
    secretariat: User,
    issue: Newsletter,
    subscriber: Subscription,
    mail_server: MailServer,
) -> None:
    frame = address_of("newsletter_preview_html", issue.pk, "en")
    shown = secretariat_client.get(frame).content.decode()
    services.start_sending(issue, by=secretariat)
    work_off(issue)
    html = part(mail_server.arrived[0], "html").replace("\r\n", "\n")
    assert html.replace(subscriber.token, services.TEST_KEY).strip() == shown.strip()


def test_the_preview_shows_each_language_in_a_frame_that_may_do_nothing(
    secretariat_client: Client, issue: Newsletter
) -> None:
    address = address_of("newsletter_preview", issue.pk)
    text = secretariat_client.get(f"{address}?language=ar").content.decode()
    assert "أخبار الشبكة" in text
    frame = address_of("newsletter_preview_html", issue.pk, "ar")
    assert f'src="{frame}"' in text
    policy = secretariat_client.get(frame)["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'")
    assert "sandbox" in policy
    assert "script" not in policy
    assert secretariat_client.get(frame.replace("/ar/", "/ru/")).status_code == 404


def test_a_draft_without_text_has_a_preview_that_says_so(secretariat_client: Client) -> None:
    empty = NewsletterFactory.create(text=False)
    assert "There is no text yet" in page(secretariat_client, "newsletter_preview", empty.pk)


def test_a_draft_without_text_cannot_be_tested(secretariat_client: Client) -> None:
    empty = NewsletterFactory.create(text=False)
    content = press(secretariat_client, "newsletter_test", empty.pk)
    assert "Write and save a text first." in content
    assert not OutgoingMail.objects.exists()


def test_a_test_comes_to_whoever_asks_and_its_links_do_nothing(
    secretariat_client: Client,
    visitor: Client,
    issue: Newsletter,
    subscriber: Subscription,
    mail_server: MailServer,
) -> None:
    text = press(secretariat_client, "newsletter_test", issue.pk, language="fr")
    assert "A test is being sent to staff@example.org." in text
    empty_outbox()
    [arrived] = mail_server.arrived
    assert arrived.recipient == "staff@example.org"
    assert arrived.message["Subject"] == "[Test] Nouvelles du Réseau"
    assert "zqslot" not in arrived.content.decode()
    [link] = links(arrived, "unsubscribe")
    assert visitor.post(link).status_code == 200
    issue.refresh_from_db()
    assert issue.is_draft


def test_all_languages_are_tested_at_once(
    secretariat_client: Client, issue: Newsletter, mail_server: MailServer
) -> None:
    press(secretariat_client, "newsletter_test", issue.pk)
    empty_outbox()
    assert len(mail_server.to("staff@example.org")) == 3


@pytest.mark.parametrize("language", ["xx", "fr\r\nSet-Cookie: a=b", "fr&x=1"])
def test_a_language_that_is_none_tests_nothing(
    secretariat_client: Client, issue: Newsletter, language: str
) -> None:
    address = address_of("newsletter_test", issue.pk)
    assert secretariat_client.post(address, {"language": language}).status_code == 404
    assert not OutgoingMail.objects.exists()


@pytest.mark.parametrize(
    "text", [{"text__subject": "a\x07b"}, {"text__body": "<p>zqslotfooqz</p>"}]
)
def test_a_text_that_no_mail_can_carry_is_refused_in_a_test_as_in_the_sending(
    secretariat_client: Client, subscriber: Subscription, text: dict[str, str]
) -> None:
    draft = NewsletterFactory.create(number=7, **text)
    for name, data in (("test", {}), ("send", {"number": "7"})):
        content = press(secretariat_client, f"newsletter_{name}", draft.pk, **data)
        assert "The English text cannot be made into an email." in content
    assert not OutgoingMail.objects.exists()
    assert not Delivery.objects.exists()


# --- Sending ---


def test_the_page_before_sending_tells_how_many_in_which_language(
    secretariat_client: Client, issue: Newsletter
) -> None:
    for language in ("en", "ru", "fr"):
        SubscriptionFactory.create(language=language)
    text = page(secretariat_client, "newsletter_send", issue.pk)
    assert "3 confirmed subscribers will receive this newsletter." in text
    assert "This cannot be undone." in text
    assert not Delivery.objects.exists()


def test_sending_wants_the_number_typed(
    secretariat_client: Client, issue: Newsletter, subscriber: Subscription
) -> None:
    for typed in ("", "8", "yes"):
        text = press(secretariat_client, "newsletter_send", issue.pk, number=typed)
        assert "Type the number of this newsletter, 7, to confirm" in text
    issue.refresh_from_db()
    assert issue.is_draft
    text = press(secretariat_client, "newsletter_send", issue.pk, number=" 7 ")
    assert "Sending has started." in text
    assert Delivery.objects.count() == 1


def test_a_second_press_leads_to_the_progress(
    secretariat_client: Client, issue: Newsletter, subscriber: Subscription
) -> None:
    press(secretariat_client, "newsletter_send", issue.pk, number="7")
    response = secretariat_client.post(address_of("newsletter_send", issue.pk), {"number": "7"})
    assert response["Location"] == address_of("newsletter_progress", issue.pk)
    assert Delivery.objects.count() == 1


def test_buttons_do_nothing_when_opened_as_a_link(
    secretariat_client: Client, secretariat: User, issue: Newsletter, subscriber: Subscription
) -> None:
    services.start_sending(issue, by=secretariat)
    for name in ("test", "hold", "resume", "again"):
        response = secretariat_client.get(address_of(f"newsletter_{name}", issue.pk))
        assert response.status_code in {404, 405}
    issue.refresh_from_db()
    assert not issue.is_held
    assert not OutgoingMail.objects.exists()


def test_who_may_only_look_cannot_send_test_or_hold(
    secretariat: User, issue: Newsletter, subscriber: Subscription
) -> None:
    looker = UserFactory.create(is_staff=True)
    looker.user_permissions.set(
        Permission.objects.filter(codename__in=["view_newsletter", "view_newslettertext"])
    )
    client = Client()
    client.force_login(looker)
    for name, data in (("send", {"number": "7"}), ("test", {}), ("hold", {})):
        response = client.post(address_of(f"newsletter_{name}", issue.pk), data)
        assert response.status_code in {403, 404}
    issue.refresh_from_db()
    assert issue.is_draft
    assert not OutgoingMail.objects.exists()


# --- Progress ---


def test_the_progress_counts_lists_what_failed_and_stops_asking_when_finished(
    secretariat_client: Client, secretariat: User, issue: Newsletter, mail_server: MailServer
) -> None:
    SubscriptionFactory.create_batch(3)
    SubscriptionFactory.create(email="unknown@example.org")
    services.start_sending(issue, by=secretariat)
    fragment = {"HX-Request": "true"}
    address = address_of("newsletter_progress", issue.pk)
    running = secretariat_client.get(address, headers=fragment).content.decode()
    assert "<html" not in running
    assert "0 of 4 messages were accepted." in running
    assert f'hx-get="{address}"' in running

    work_off(issue)
    finished = secretariat_client.get(address, headers=fragment).content.decode()
    assert "3 of 4 messages were accepted." in finished
    assert "hx-get" not in finished
    assert 'value="100"' in finished
    assert "550 5.1.1 No such mailbox here" in finished
    assert "Try 1 failed message again" in finished
    asked = press(secretariat_client, "newsletter_again", issue.pk)
    assert "unknown@example.org" in asked
    assert Delivery.objects.get(address="unknown@example.org").state == SendingState.FAILED
    content = answer(secretariat_client, asked, address_of("newsletter_again", issue.pk))
    assert "1 message is tried again." in content
    assert Delivery.objects.get(address="unknown@example.org").state == SendingState.RETRY


def test_an_issue_that_ended_with_doubts_has_come_to_its_end(
    secretariat_client: Client, secretariat: User, issue: Newsletter, mail_server: MailServer
) -> None:
    SubscriptionFactory.create_batch(3)
    SubscriptionFactory.create(email="always-dropped@example.org")
    services.start_sending(issue, by=secretariat)
    for _time in range(2):
        work_off(issue)
        Delivery.objects.unfinished().update(due_at="2020-01-01T00:00Z")
    work_off(issue)
    assert issue.state == Newsletter.State.SENT
    assert Delivery.objects.counts() == {SendingState.SENT: 3, SendingState.UNCERTAIN: 1}
    assert 'value="100"' in page(secretariat_client, "newsletter_progress", issue.pk)


def test_the_sending_is_held_and_let_go_on_from_the_progress(
    secretariat_client: Client, secretariat: User, issue: Newsletter, subscriber: Subscription
) -> None:
    services.start_sending(issue, by=secretariat)
    held = press(secretariat_client, "newsletter_hold", issue.pk)
    assert "Resume sending" in held
    asks_again = f'hx-get="{address_of("newsletter_progress", issue.pk)}"'
    assert asks_again not in held
    assert "already on hold" in press(secretariat_client, "newsletter_hold", issue.pk)
    assert asks_again in press(secretariat_client, "newsletter_resume", issue.pk)


def test_the_progress_of_fifty_messages_costs_as_many_queries_as_of_one(
    secretariat_client: Client, secretariat: User, query_cost: QueryCost
) -> None:
    def cost(readers: int) -> int:
        Subscription.objects.update(state="unsubscribed", unsubscribed_at="2020-01-01T00:00Z")
        SubscriptionFactory.create_batch(readers)
        draft = NewsletterFactory.create()
        services.start_sending(draft, by=secretariat)
        draft.deliveries.update(state=SendingState.FAILED, due_at=None, attempts=1)
        return query_cost(lambda: page(secretariat_client, "newsletter_progress", draft.pk))

    assert cost(1) == cost(50)


@pytest.mark.parametrize("name", ["newsletter", "subscription", "delivery", "opportunity"])
def test_a_list_of_one_row_costs_as_many_queries_as_of_twenty(
    secretariat_client: Client, secretariat: User, name: str, query_cost: QueryCost
) -> None:
    def cost(rows: int) -> int:
        SubscriptionFactory.create_batch(rows)
        for _row in range(rows):
            OpportunityFactory.create()
            services.start_sending(NewsletterFactory.create(), by=secretariat)
        return query_cost(lambda: page(secretariat_client, f"{name}_changelist"))

    assert cost(1) == cost(19)


# --- What waits on the first page ---


def test_the_first_page_names_drafts_what_is_on_its_way_and_what_did_not_arrive(
    secretariat: User, issue: Newsletter, mail_server: MailServer
) -> None:
    def counts() -> dict[str, int]:
        return {card.key: card.count for card in dashboard_cards(secretariat)}

    keys = ("newsletters-in-progress", "deliveries-failed", "newsletter-drafts")
    assert counts() == dict(zip(keys, (0, 0, 1), strict=True))
    SubscriptionFactory.create(email="unknown@example.org")
    services.start_sending(issue, by=secretariat)
    assert counts() == dict(zip(keys, (1, 0, 0), strict=True))
    work_off(issue)
    assert counts() == dict(zip(keys, (0, 1, 0), strict=True))
