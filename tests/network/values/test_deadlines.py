"""A deadline says its time zone wherever it shows."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from django.test import Client
from django.utils.translation import override

from focalpoints.dashboard import dashboard_cards
from network import clock
from network.accounts.invitations import invite
from network.accounts.models import User
from network.mail.models import OutgoingMail
from network.values.deadlines import deadline
from network.values.partial_dates import PartialDate
from tests import factories

NOON_IN_GENEVA = datetime.datetime(2026, 9, 24, 10, tzinfo=datetime.UTC)
WINTER = datetime.datetime(2026, 12, 3, 17, tzinfo=datetime.UTC)


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (NOON_IN_GENEVA, "24 September 2026, 06:00 EDT (UTC−04:00)"),
        (WINTER, "3 December 2026, 12:00 EST (UTC−05:00)"),
        (
            datetime.date(2026, 9, 24),
            "24 September 2026, until the end of the day, EDT (UTC−04:00)",
        ),
        # The last day of summer time ends in winter time.
        (PartialDate(2026, 11, 1), "1 November 2026, until the end of the day, EST (UTC−05:00)"),
        (PartialDate(2026, 9), "September 2026, until its last day ends, EDT (UTC−04:00)"),
        (PartialDate(2026), "2026, until its last day ends, EST (UTC−05:00)"),
        (None, ""),
    ],
)
def test_a_deadline_says_its_time_zone(value: Any, said: str) -> None:
    assert deadline(value) == said


@pytest.mark.parametrize(
    ("zone", "said"),
    [
        ("UTC", "24 September 2026, 10:00 UTC"),
        ("Asia/Kathmandu", "24 September 2026, 15:45 +0545 (UTC+05:45)"),
        ("Europe/Madrid", "24 September 2026, 12:00 CEST (UTC+02:00)"),
    ],
)
def test_it_is_that_of_the_network(settings: Any, zone: str, said: str) -> None:
    settings.NETWORK_TIME_ZONE = zone
    assert deadline(NOON_IN_GENEVA) == said


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("fr", "24 septembre 2026, 06:00 EDT (UTC−04:00)"),
        ("ar", "24 سبتمبر 2026، 06:00 EDT (UTC−04:00)"),
        ("zh-hans", "2026年9月24日 06:00 EDT (UTC−04:00)"),
    ],
)
def test_its_date_follows_the_language(language: str, said: str) -> None:
    with override(language):
        assert deadline(NOON_IN_GENEVA) == said


@pytest.mark.django_db
def test_an_invitation_says_until_when_it_works_on_its_page_and_in_its_mail(
    secretariat: User, visitor: Client
) -> None:
    with clock.set_to(NOON_IN_GENEVA):
        invitation = invite(email="new@example.org", name="Nia New", language="en", by=secretariat)
        said = "1 October 2026, 06:00 EDT (UTC−04:00)"
        assert deadline(invitation.expires_at) == said
        mail = OutgoingMail.objects.get(address="new@example.org")
        assert f"The link works once, until {said}." in mail.body_text
        assert f"The link works once, until {said}." in mail.body_html
    with clock.set_to(NOON_IN_GENEVA + datetime.timedelta(days=8)):
        cards = {card.key: card for card in dashboard_cards(secretariat)}
        assert [item.note for item in cards["expired-invitations"].items] == [said]


@pytest.mark.django_db
def test_an_opportunity_says_it_on_its_card_and_on_its_page(
    visitor: Client, secretariat_client: Client
) -> None:
    factories.OpportunityFactory.create(slug="course", deadline_on="2026-10-30")
    said = "30 October 2026, until the end of the day, EDT (UTC−04:00)"
    with clock.set_to(NOON_IN_GENEVA):
        for address in ("/opportunities/", "/opportunities/course/", "/"):
            assert said in visitor.get(address).content.decode(), address
        admin = secretariat_client.get("/admin/newsletters/opportunity/")
        assert said in admin.content.decode()
