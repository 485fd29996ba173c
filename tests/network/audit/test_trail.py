"""What the admin shows of the trail: what buttons did to a row, and one kind of row at a time."""

from __future__ import annotations

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.test import Client
from django.urls import reverse

from network.accounts.models import User
from network.audit import newest_events, trail
from network.audit.tracking import acting
from tests import factories
from tests.costs import QueryCost
from tests.proof import prove
from tests.sent import sent_by

pytestmark = pytest.mark.django_db


def test_the_history_of_an_account_tells_who_did_what_to_it(
    secretariat_client: Client, secretariat: User, focal_point: User
) -> None:
    """Also where no column of the account changes, as with its second factor."""
    prove(secretariat_client)
    TOTP.activate(focal_point, generate_totp_secret())
    for name in ("remove_second_factor", "deactivate_account"):
        url = reverse(f"admin:network_user_{name}", args=[focal_point.pk])
        secretariat_client.post(url, follow=True)
    assert not Authenticator.objects.filter(user=focal_point).exists()
    history = secretariat_client.get(
        reverse("admin:network_user_history", args=[focal_point.pk])
    ).content.decode()
    removed = history.index("The second factor is removed")
    assert history.index("The account is deactivated.") < removed, "the latest first"
    assert secretariat.name in history[:removed]


def test_nothing_refused_is_in_the_history(secretariat_client: Client, focal_point: User) -> None:
    prove(secretariat_client)
    url = reverse("admin:network_user_remove_second_factor", args=[focal_point.pk])
    content = secretariat_client.post(url, follow=True).content.decode()
    assert "This account has no second factor." in content
    history = reverse("admin:network_user_history", args=[focal_point.pk])
    assert "is removed" not in secretariat_client.get(history).content.decode()


def test_the_whole_trail_opens_on_the_newest_events_of_all_kinds(
    secretariat_client: Client, focal_point: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    """All events of all kinds at once took 4.6 s with 200,000 of them."""
    for number in range(4):
        factories.OpportunityFactory.create(title_en=f"Course {number}")
    url = reverse("admin:pghistory_middlewareevents_changelist")
    unasked = secretariat_client.get(url).content.decode()
    assert "These are the newest 100 changes of all types." in unasked
    assert "0 history events" not in unasked
    rows = unasked[unasked.index('id="result_list"') :]
    assert [f"Course {number}" in rows for number in range(4)] == [True] * 4
    removed = secretariat_client.get(f"{url}?label=delete").content.decode()
    assert "Course" not in removed
    monkeypatch.setattr(newest_events, "SHOWN", 3)
    monkeypatch.setattr(trail, "SHOWN", 3)
    few = secretariat_client.get(url).content.decode()
    assert "These are the newest 3 changes of all types." in few
    assert few[few.index('id="result_list"') :].count("<tbody") == 3
    asked = secretariat_client.get(f"{url}?event_model=network.userevent").content.decode()
    assert "These are the newest" not in asked
    assert asked.count("<tr") >= 2


def test_the_trail_speaks_of_rows_and_people_by_name(
    secretariat_client: Client, secretariat: User
) -> None:
    member = factories.member("ESP")
    address = reverse("admin:focalpoints_member_change", args=[member.pk])
    sent = sent_by(secretariat_client.get(address).content.decode(), "_save")
    secretariat_client.post(address, sent | {"source": "Note verbale"})
    gone = factories.OpportunityFactory.create(title_en="A course that was cancelled")
    gone.delete()
    url = reverse("admin:pghistory_middlewareevents_changelist")
    members = secretariat_client.get(f"{url}?event_model=focalpoints.memberevent").content.decode()
    history = reverse("admin:focalpoints_member_history", args=[member.pk])
    assert f'<a href="{history}">Spain</a>' in members
    assert secretariat.name in members
    rows = members[members.index('id="result_list"') :]
    assert "Source" in rows
    assert "focalpoints.Member" not in rows
    assert "pgh" not in rows.lower()
    kept = secretariat_client.get(f"{url}?event_model=newsletters.opportunityevent")
    assert "A course that was cancelled" in kept.content.decode()


def test_a_page_of_the_trail_costs_the_same_for_one_row_and_for_seven(
    secretariat_client: Client, secretariat: User, query_cost: QueryCost
) -> None:
    url = reverse("admin:pghistory_middlewareevents_changelist") + "?event_model="
    url += "focalpoints.memberevent"

    def join(*codes: str) -> None:
        with acting(secretariat):
            for iso3 in codes:
                factories.member(iso3)

    join("ESP")
    one = query_cost(lambda: secretariat_client.get(url))
    join("DEU", "NAM", "CAN", "URY", "JPN", "NOR")
    assert query_cost(lambda: secretariat_client.get(url)) == one
