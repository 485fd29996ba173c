"""The Secretariat's lists of subscribers and deliveries: looked at, exported, let go."""

from __future__ import annotations

import csv
import io
import re

import pytest
from django.contrib.auth.models import Permission
from django.test import Client
from openpyxl import load_workbook

from network.accounts.models import User
from network.audit.erasure import events_of
from network.mail.models import SendingState
from network.values.refusals import Refusal
from newsletters import services
from newsletters.models import Delivery, Newsletter, Subscription
from tests.confirming import do
from tests.costs import QueryCost
from tests.factories import SubscriptionFactory, UserFactory
from tests.newsletters.buttons import address_of, page, press
from tests.sent import sent_by
from tests.states import reach

pytestmark = pytest.mark.django_db


def _exported(client: Client, kind: str) -> bytes:
    response = client.post(address_of("subscription_export"), {"format": kind})
    assert response.status_code == 200
    return response.content


def test_the_export_runs_no_formula_and_holds_no_key(secretariat_client: Client) -> None:
    hostile = SubscriptionFactory.create(email="=cmd@example.org")
    SubscriptionFactory.create(email="+1@example.org", topics=["funding", "research"])
    read = list(
        csv.DictReader(io.StringIO(_exported(secretariat_client, "csv").decode("utf-8-sig")))
    )
    assert {row["Email"] for row in read} == {"'=cmd@example.org", "'+1@example.org"}
    assert all(hostile.token not in row.values() for row in read)
    assert "token" not in {heading.lower() for heading in read[0]}
    worksheet = load_workbook(io.BytesIO(_exported(secretariat_client, "xlsx"))).active
    assert worksheet is not None
    cells = [cell for row in worksheet.iter_rows() for cell in row]
    assert not [cell for cell in cells if cell.data_type == "f"]
    assert not [cell for cell in cells if str(cell.value or "").startswith(("=", "+"))]


def test_addresses_are_exported_only_by_who_has_that_right() -> None:
    looker = UserFactory.create(is_staff=True)
    looker.user_permissions.set(Permission.objects.filter(codename="view_subscription"))
    client = Client()
    client.force_login(looker)
    assert client.get(address_of("subscription_changelist")).status_code == 200
    assert client.get(address_of("subscription_export")).status_code in {403, 404}


def test_nobody_is_subscribed_by_somebody_else(secretariat_client: Client) -> None:
    assert secretariat_client.get(address_of("subscription_add")).status_code in {403, 404}


def test_an_address_and_its_state_are_not_changed_by_hand(
    secretariat_client: Client, subscriber: Subscription
) -> None:
    shown = sent_by(page(secretariat_client, "subscription_change", subscriber.pk), "_save")
    data = {"email": "other@example.org", "state": "unsubscribed", "language": "fr"}
    press(secretariat_client, "subscription_change", subscriber.pk, **shown | data)
    subscriber.refresh_from_db()
    assert (subscriber.email, subscriber.state) == ("reader@example.org", "confirmed")
    assert subscriber.language == "fr"


def test_chosen_addresses_are_unsubscribed(
    secretariat_client: Client, subscriber: Subscription
) -> None:
    assert "1 address is unsubscribed." in do(secretariat_client, "unsubscribe", [subscriber])
    subscriber.refresh_from_db()
    assert subscriber.state == Subscription.State.UNSUBSCRIBED


def test_an_unsubscription_by_staff_needs_the_right_and_is_named(
    subscriber: Subscription, secretariat: User, looker: User
) -> None:
    with pytest.raises(Refusal, match="no permission"):
        services.unsubscribe(subscriber, by=looker)
    services.unsubscribe(subscriber, by=secretariat)
    event = events_of(Subscription).filter(pgh_obj_id=subscriber.pk).latest("pgh_id")
    assert event.pgh_context.metadata["user"] == secretariat.pk


def test_deleting_a_subscriber_forgets_the_address_in_the_books(
    secretariat_client: Client, secretariat: User, issue: Newsletter, subscriber: Subscription
) -> None:
    services.start_sending(issue, by=secretariat)
    reach(Delivery.objects.all(), SendingState.SENT, due_at=None)
    press(secretariat_client, "subscription_delete", subscriber.pk, post="yes")
    assert not Subscription.objects.exists()
    assert Delivery.objects.get().address.endswith("@invalid")


def test_deliveries_are_only_looked_at(
    secretariat_client: Client, secretariat: User, issue: Newsletter, subscriber: Subscription
) -> None:
    services.start_sending(issue, by=secretariat)
    row = Delivery.objects.get()
    text = page(secretariat_client, "delivery_change", row.pk)
    assert row.message_id.strip("<>") in text
    assert row.token not in text
    for name in ("delivery_change", "delivery_delete"):
        response = secretariat_client.post(address_of(name, row.pk), {"post": "yes"})
        assert response.status_code in {403, 404}
    assert Delivery.objects.get().state == SendingState.WAITING


def test_a_delivery_is_found_by_a_whole_address_without_reading_them_all(
    secretariat_client: Client, secretariat: User, issue: Newsletter, query_cost: QueryCost
) -> None:
    for name in ("reader", "reader2"):
        SubscriptionFactory.create(email=f"{name}@example.org")
    services.start_sending(issue, by=secretariat)
    list_ = address_of("delivery_changelist")
    whole = f"{list_}?q=Reader@Example.org"
    made = query_cost(lambda: secretariat_client.get(whole))
    text = secretariat_client.get(whole).content.decode()
    assert ">reader@example.org<" in text
    assert "reader2@example.org" not in text
    assert not [sql for sql in made.sql if 'UPPER("newsletters_delivery"' in sql]
    part = secretariat_client.get(f"{list_}?q=reader").content.decode()
    assert not re.search(r"reader2?@example\.org<", part)


def test_the_list_of_subscribers_counts_no_pages(
    secretariat_client: Client, subscriber: Subscription, query_cost: QueryCost
) -> None:
    assert subscriber.email in page(secretariat_client, "subscription_changelist")
    made = query_cost(lambda: page(secretariat_client, "subscription_changelist"))
    counted = [sql for sql in made.sql if "COUNT(*)" in sql]
    assert not [sql for sql in counted if "newsletters_subscription" in sql]
