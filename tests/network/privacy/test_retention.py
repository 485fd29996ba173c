"""The page on how long data are kept says every rule that is declared, and says it truly."""

from __future__ import annotations

import datetime
import html
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from network import registry
from network.accounts.invitations import VALID_FOR
from network.accounts.page_limits import ACCOUNT_RATE_LIMITS
from network.accounts.rate_limits import COUNTED_FOR, Limit, within
from network.documents.private import PrivateFileKind
from network.mail.models import KEPT
from network.privacy.retention import RetentionRule, retention_rules, span

pytestmark = pytest.mark.django_db


def page_of(client: Client, prefix: str = "") -> str:
    return html.unescape(client.get(f"{prefix}/privacy/retention/").content.decode())


def test_the_page_says_each_declared_rule(visitor: Client) -> None:
    page = page_of(visitor)
    declared = registry.of(RetentionRule)
    assert len(declared) > 15
    for rule in declared:
        assert str(rule.what) in page
        assert rule.words in page
    for kind in registry.of(PrivateFileKind):
        assert f"Private files: {kind.label}" in page


def test_the_times_are_those_by_which_the_data_go(visitor: Client, settings: Any) -> None:
    page = page_of(visitor)
    assert f"status for {KEPT.days} days" in page
    assert f"The link works for {VALID_FOR.days} days." in page
    assert f"For {settings.SESSION_COOKIE_AGE // 3600} hours at most" in page
    assert "{time}" not in page


def test_a_kind_of_files_with_a_date_says_its_days() -> None:
    letter = registry.of(PrivateFileKind)[0]
    passport = PrivateFileKind(
        name="passport",
        label="Passport",
        rule=letter.rule,
        may_read=letter.may_read,
        may_keep=letter.may_keep,
        days_kept=30,
    )
    with registry.replaced(PrivateFileKind, passport):
        rule = retention_rules()[-1]
    assert (rule.what, rule.words) == (
        "Private files: Passport",
        "For 30 days after it was uploaded.",
    )


def test_nothing_is_counted_for_longer_than_the_page_says() -> None:
    periods = {"s": 1, "m": 60, "h": 3600, "d": 86400}
    for limits in ACCOUNT_RATE_LIMITS.values():
        for limit in (limits or "").split(",") if limits else []:
            seconds = periods[limit.split("/")[1]]
            assert datetime.timedelta(seconds=seconds) <= COUNTED_FOR
    longer = round(COUNTED_FOR.total_seconds()) + 1
    with pytest.raises(ValueError, match="Nothing is counted for"):
        within(action="test", whose="somebody", times=1, seconds=longer)
    with pytest.raises(ValueError, match="Nothing is counted for"):
        Limit("test", "somebody", 1, longer)


def test_a_length_is_in_days_or_hours() -> None:
    assert span(datetime.timedelta(days=1)) == "1 day"
    assert span(datetime.timedelta(hours=12)) == "12 hours"


def test_the_page_on_privacy_leads_to_it(visitor: Client) -> None:
    page = visitor.get(reverse("privacy")).content.decode()
    assert reverse("retention") in page
    assert reverse("my-data") in page
