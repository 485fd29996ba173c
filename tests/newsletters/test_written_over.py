"""Two members of staff at one form: the second to save is warned, and overwrites nothing unseen."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from network.accounts.models import User
from newsletters.models import NewsletterText
from newsletters.services import publish_opportunity, write_text
from tests import factories
from tests.costs import QueryCost
from tests.proof import prove
from tests.sent import sent_by

pytestmark = pytest.mark.django_db


def page_of(row: Any) -> str:
    return reverse(f"admin:newsletters_{row._meta.model_name}_change", args=[row.pk])


def opened(client: Client, row: Any) -> dict[str, list[str]]:
    return sent_by(client.get(page_of(row)).content.decode(), "_save")


def test_a_colleagues_text_is_not_written_over_unseen(secretariat_client: Client) -> None:
    issue = factories.NewsletterFactory.create()
    write_text(issue, "en", subject="Old subject", body="<p>Old text.</p>", by=None)
    mine, theirs = opened(secretariat_client, issue), opened(secretariat_client, issue)
    theirs["texts-0-body"] = ["<p>A colleague's text.</p>"]
    assert secretariat_client.post(page_of(issue), theirs).status_code == 302

    mine["texts-0-subject"] = ["My subject"]
    answer = secretariat_client.post(page_of(issue), mine)
    assert answer.status_code == 200
    page = answer.content.decode()
    assert "A colleague has changed this text" in page
    assert "My subject" in page
    text = NewsletterText.objects.get(newsletter=issue)
    assert text.subject == "Old subject"
    assert "colleague" in text.body

    # Having seen it, the same person saves again.
    assert secretariat_client.post(page_of(issue), sent_by(page, "_save")).status_code == 302
    text.refresh_from_db()
    assert text.subject == "My subject"


def test_a_colleagues_opportunity_is_not_written_over_unseen(
    secretariat: User, secretariat_client: Client
) -> None:
    row = factories.OpportunityFactory.create(published_at=None)
    mine = opened(secretariat_client, row)
    theirs = {**opened(secretariat_client, row), "provider": ["Sample Academy"]}
    assert secretariat_client.post(page_of(row), theirs).status_code == 302
    publish_opportunity(row, by=secretariat)

    mine["title_en"] = ["My title"]
    answer = secretariat_client.post(page_of(row), mine)
    assert answer.status_code == 200
    assert "Sample Academy" in answer.content.decode()
    row.refresh_from_db()
    assert (row.provider, row.published_at is None) == ("Sample Academy", False)


@pytest.mark.parametrize("kind", ["subscription", "user"])
def test_a_row_is_held_from_before_it_is_read_until_it_is_written(
    kind: str, secretariat_client: Client, query_cost: QueryCost
) -> None:
    """Else an unsubscription, or the end of an account, between the two would be undone."""
    row = (
        factories.SubscriptionFactory.create(language="en")
        if kind == "subscription"
        else factories.UserFactory.create(language="en")
    )
    prove(secretariat_client)
    app = row._meta.app_label
    address = reverse(f"admin:{app}_{kind}_change", args=[row.pk])
    form = sent_by(secretariat_client.get(address).content.decode(), "_save")
    made = query_cost(
        lambda: secretariat_client.post(address, {**form, "language": ["fr"]}), once=True
    )
    table, key = f'"{app}_{kind}"', f"{row.pk}"
    of_row = [sql for sql in made.sql if table in sql and key in sql.split("WHERE")[-1]]
    held = next(at for at, sql in enumerate(of_row) if "FOR UPDATE" in sql)
    written = next(at for at, sql in enumerate(of_row) if f"UPDATE {table}" in sql)
    read = [at for at, sql in enumerate(of_row[:written]) if sql.startswith("SELECT")]
    assert held < read[-1] < written
    row.refresh_from_db()
    assert row.language == "fr"
