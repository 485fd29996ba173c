"""Readers come, choose and go, by links that only act when a button is pressed."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from network.mail.models import OutgoingMail
from newsletters import services
from newsletters.models import CONFIRM_WITHIN, Subscription
from tests.factories import SubscriptionFactory
from tests.mailserver import MailServer
from tests.newsletters.conftest import link_in

pytestmark = pytest.mark.django_db
State = Subscription.State
ADDRESS = "reader@example.org"


def ask(client: Client, email: str = ADDRESS, **data: Any) -> Any:
    return client.post(reverse("newsletters:subscribe"), {"email": email, **data})


def the_one() -> Subscription:
    return Subscription.objects.get()


def url(name: str, subscription: Subscription) -> str:
    return reverse(f"newsletters:{name}", args=[subscription.token])


def later(subscription: Subscription, **ago: Any) -> None:
    """Let what happened to the subscription lie `ago`."""
    past = timezone.now() - datetime.timedelta(**ago)
    Subscription.objects.filter(pk=subscription.pk).update(asked_at=past, mailed_at=past)


def test_a_visitor_subscribes_confirms_and_unsubscribes(
    visitor: Client, mail_server: MailServer, send_outbox: Callable[[], None]
) -> None:
    response = ask(visitor, language="es", topics=["funding"])
    assert response.status_code == 302
    send_outbox()
    message = mail_server.to(ADDRESS)[0].message
    part = message.get_body(("plain",))
    assert part is not None
    link = link_in(part.get_content(), "confirm")
    assert link.startswith("/es/")

    assert visitor.get(link).status_code == 200
    assert the_one().state == State.UNCONFIRMED
    visitor.post(link)
    confirmed = the_one()
    assert (confirmed.state, confirmed.language, confirmed.topics) == (
        State.CONFIRMED,
        "es",
        ["funding"],
    )
    visitor.post(url("unsubscribe", confirmed))
    assert the_one().state == State.UNSUBSCRIBED


def test_the_small_box_takes_the_language_of_its_page(visitor: Client) -> None:
    visitor.post("/fr/subscription/", {"email": ADDRESS})
    assert the_one().language == "fr"
    assert the_one().topics == []


def test_all_topics_are_the_same_as_none_so_that_new_ones_count(visitor: Client) -> None:
    ask(visitor, topics=["research", "practice", "funding", "capacity", "network"])
    assert the_one().topics == []


@pytest.mark.parametrize("state", [None, *State.values])
def test_the_answer_tells_nothing_about_the_address(visitor: Client, state: str | None) -> None:
    if state:
        now = timezone.now()
        SubscriptionFactory.create(
            email=ADDRESS, state=state, unsubscribed_at=now if state == "unsubscribed" else None
        )
    response = ask(visitor)
    assert response.status_code == 302
    assert response["Location"].startswith(reverse("newsletters:subscribe-asked"))
    assert OutgoingMail.objects.filter(address=ADDRESS).count() == 1


def test_a_confirmed_address_is_informed_and_keeps_its_choices(
    visitor: Client, subscriber: Subscription
) -> None:
    ask(visitor, subscriber.email, language="ru", topics=["funding"])
    subscriber.refresh_from_db()
    assert (subscriber.language, subscriber.topics, subscriber.state) == ("en", [], State.CONFIRMED)
    mail = OutgoingMail.objects.get()
    assert "already" in mail.subject
    assert url("preferences", subscriber) in mail.body_text


def test_an_address_is_one_whatever_its_case(visitor: Client) -> None:
    ask(visitor, "Reader@Example.org")
    ask(visitor, "reader@example.org")
    assert Subscription.objects.count() == 1


def test_a_mailbox_cannot_be_flooded_with_confirmations(visitor: Client) -> None:
    for _time in range(3):
        assert ask(visitor).status_code == 302
    assert OutgoingMail.objects.count() == 1


def test_a_mailbox_cannot_be_flooded_by_who_is_patient_either(visitor: Client) -> None:
    for number in range(12):
        client = Client(REMOTE_ADDR=f"192.0.2.{number}")
        assert ask(client, ADDRESS.upper() if number % 2 else ADDRESS).status_code == 302
        later(the_one(), minutes=11)
    assert OutgoingMail.objects.count() == 3
    ask(visitor, "another@example.org")
    assert OutgoingMail.objects.filter(address="another@example.org").exists()


def test_a_customer_with_many_addresses_of_ipv6_is_one_client() -> None:
    def code(number: int, network: str = "2001:db8:1:2") -> int:
        client = Client(REMOTE_ADDR=f"{network}::{number:x}")
        return ask(client, f"reader{network[-1]}{number}@example.org").status_code

    assert [code(number) for number in range(11)] == [302] * 10 + [429]
    assert code(1, "2001:db8:1:3") == 302


def test_a_client_that_asks_without_end_is_asked_to_wait(visitor: Client) -> None:
    cache.clear()
    answers = [ask(visitor, f"reader{number}@example.org").status_code for number in range(11)]
    assert answers == [302] * 10 + [429]
    assert Subscription.objects.count() == 10


def test_a_program_that_fills_in_the_hidden_field_subscribes_nobody(visitor: Client) -> None:
    assert ask(visitor, website="https://example.org").status_code == 302
    assert not Subscription.objects.exists()


def test_a_mistyped_address_is_reported_beside_the_field(visitor: Client) -> None:
    response = ask(visitor, "reader at example")
    assert response.status_code == 200
    assert "such as name@example.org" in response.content.decode()
    assert 'value="reader at example"' in response.content.decode()


@pytest.mark.parametrize("name", ["confirm", "unsubscribe", "preferences"])
@pytest.mark.parametrize("state", ["unconfirmed", "confirmed"])
def test_opening_a_link_changes_nothing(visitor: Client, name: str, state: str) -> None:
    found = SubscriptionFactory.create(state=state)
    before = Subscription.objects.values().get()
    for open_ in (visitor.get, visitor.head):
        assert open_(url(name, found)).status_code in {200, 302}
    assert Subscription.objects.values().get() == before


def test_a_button_needs_the_pages_own_form(subscriber: Subscription) -> None:
    stranger = Client(enforce_csrf_checks=True)
    assert stranger.post(url("unsubscribe", subscriber)).status_code == 403
    assert stranger.post(url("unsubscribe", subscriber), {"a": "b"}).status_code == 403
    subscriber.refresh_from_db()
    assert subscriber.state == State.CONFIRMED


def test_one_click_needs_no_cookie_and_does_not_redirect(subscriber: Subscription) -> None:
    program = Client(enforce_csrf_checks=True)
    answer = program.post(url("unsubscribe", subscriber), {"List-Unsubscribe": "One-Click"})
    assert answer.status_code == 200
    assert not answer.cookies
    subscriber.refresh_from_db()
    assert subscriber.state == State.UNSUBSCRIBED


def test_one_click_twice_is_no_error(subscriber: Subscription, visitor: Client) -> None:
    for _time in range(2):
        answer = visitor.post(url("unsubscribe", subscriber), {"List-Unsubscribe": "One-Click"})
        assert answer.status_code == 200


def test_an_unknown_key_is_not_found(visitor: Client) -> None:
    for name in ("confirm", "unsubscribe", "preferences"):
        answer = visitor.get(reverse(f"newsletters:{name}", args=["0" * 43]))
        assert answer.status_code == 404
        assert "This link is not known" in answer.content.decode()
    program = visitor.post(
        reverse("newsletters:unsubscribe", args=["0" * 43]), {"List-Unsubscribe": "One-Click"}
    )
    assert (program.status_code, program["Content-Type"]) == (404, "text/plain; charset=utf-8")


def test_pages_behind_a_link_are_kept_by_nobody(visitor: Client, subscriber: Subscription) -> None:
    answer = visitor.get(url("preferences", subscriber))
    assert "noindex" in answer["X-Robots-Tag"]
    assert "no-store" in answer["Cache-Control"]
    assert answer["Referrer-Policy"] == "same-origin"


def test_a_forwarded_link_does_not_tell_the_address(
    visitor: Client, subscriber: Subscription
) -> None:
    for name in ("preferences", "unsubscribe"):
        assert subscriber.email not in visitor.get(url(name, subscriber)).content.decode()


def test_preferences_are_saved(visitor: Client, subscriber: Subscription) -> None:
    visitor.post(url("preferences", subscriber), {"language": "ar", "topics": ["research"]})
    subscriber.refresh_from_db()
    assert (subscriber.language, subscriber.topics) == ("ar", ["research"])


def test_an_unsubscription_is_taken_back_with_one_button(
    visitor: Client, subscriber: Subscription
) -> None:
    page = visitor.post(url("unsubscribe", subscriber), follow=True).content.decode()
    assert url("subscribe-again", subscriber) in page
    visitor.post(url("subscribe-again", subscriber))
    subscriber.refresh_from_db()
    assert subscriber.state == State.CONFIRMED


def test_who_never_confirmed_cannot_be_subscribed_by_the_way_back(visitor: Client) -> None:
    found = SubscriptionFactory.create(state=State.UNCONFIRMED, confirmed_at=None)
    visitor.post(url("unsubscribe", found))
    visitor.post(url("subscribe-again", found))
    found.refresh_from_db()
    assert found.state == State.UNSUBSCRIBED


def test_who_left_may_come_back_with_a_new_confirmation(
    visitor: Client, subscriber: Subscription
) -> None:
    services.unsubscribe(subscriber, by=None)
    ask(visitor, subscriber.email)
    subscriber.refresh_from_db()
    assert subscriber.state == State.UNCONFIRMED
    visitor.post(url("confirm", subscriber))
    subscriber.refresh_from_db()
    assert subscriber.state == State.CONFIRMED


def test_a_stranger_changes_no_choice_of_who_left(
    visitor: Client, subscriber: Subscription
) -> None:
    services.set_preferences(subscriber, language="fr", topics=["funding"])
    services.unsubscribe(subscriber, by=None)
    ask(visitor, subscriber.email, language="ar", topics=["research"])
    assert OutgoingMail.objects.get().language == "fr"
    visitor.post(url("subscribe-again", subscriber))
    subscriber.refresh_from_db()
    assert (subscriber.language, subscriber.topics) == ("fr", ["funding"])


def test_an_old_confirmation_does_not_undo_an_unsubscription(
    visitor: Client, subscriber: Subscription
) -> None:
    services.unsubscribe(subscriber, by=None)
    answer = visitor.post(url("confirm", subscriber))
    assert "no longer valid" in answer.content.decode()
    subscriber.refresh_from_db()
    assert subscriber.state == State.UNSUBSCRIBED


def test_a_confirmation_is_valid_for_a_week(visitor: Client) -> None:
    ask(visitor)
    later(the_one(), days=CONFIRM_WITHIN.days, minutes=1)
    answer = visitor.post(url("confirm", the_one()))
    assert "no longer valid" in answer.content.decode()
    assert the_one().state == State.UNCONFIRMED


def test_addresses_that_nobody_confirmed_are_forgotten(visitor: Client) -> None:
    ask(visitor, "fresh@example.org")
    ask(visitor, "stale@example.org")
    ask(visitor, "returning@example.org")
    for email in ("stale@example.org", "returning@example.org"):
        later(Subscription.objects.get(email=email), days=8)
    Subscription.objects.filter(email="returning@example.org").update(
        unsubscribed_at=timezone.now()
    )
    services.expire_unconfirmed()
    assert dict(Subscription.objects.values_list("email", "state")) == {
        "fresh@example.org": State.UNCONFIRMED,
        "returning@example.org": State.UNSUBSCRIBED,
    }


def test_the_next_page_shows_the_address_in_part(visitor: Client) -> None:
    answer = ask(visitor, "reader@example.org")
    content = visitor.get(answer["Location"]).content.decode()
    assert "r•••@example.org" in content
    assert "reader@example.org" not in content
    # Nobody can put words of their own there.
    forged = visitor.get(reverse("newsletters:subscribe-asked") + "?to=evil").content.decode()
    assert "The message goes to" not in forged
    assert "evil" not in forged.split("<main")[1].split("</main")[0]
