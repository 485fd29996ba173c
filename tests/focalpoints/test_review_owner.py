"""An entry that got another owner: the new one drafts, the former one's draft publishes nothing."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from focalpoints.models import ProposedChange
from focalpoints.review import drafts, publication, submissions
from initiatives.models import Initiative, NationalActionPlan
from network.accounts.models import User
from network.values.refusals import Refusal
from tests import factories
from tests.focalpoints.changes import draft_of, seen, submitted

pytestmark = pytest.mark.django_db
State = ProposedChange.State


def give_to_germany(initiative: Initiative, secretariat: User) -> None:
    initiative.refresh_from_db()
    initiative.owner = factories.member("DEU")
    publication.edit_directly(initiative, seen_version=initiative.version, by=secretariat)


def test_the_new_owner_starts_a_draft_and_the_former_owners_is_put_aside(
    initiative: Initiative,
    spain: Any,
    focal_point: User,
    secretariat: User,
    other_focal_point_client: Client,
) -> None:
    old = draft_of(initiative, focal_point, member=spain, contact="Madrid")
    give_to_germany(initiative, secretariat)
    url = reverse("focalpoints:change-start", args=["germany", "initiative"])
    answer = other_focal_point_client.post(url, {"entry": initiative.pk}, follow=True)
    assert answer.status_code == 200
    assert ProposedChange.objects.open().get().member == factories.member("DEU")
    old.refresh_from_db()
    assert old.state == State.WITHDRAWN
    assert old.steps.get().reason == "This entry now belongs to another member."


def test_the_former_owner_neither_submits_nor_brings_up_to_date(
    initiative: Initiative, spain: Any, focal_point: User, secretariat: User
) -> None:
    change = draft_of(initiative, focal_point, member=spain, contact="Madrid")
    give_to_germany(initiative, secretariat)
    with pytest.raises(Refusal, match="now belongs to another member"):
        submissions.submit(change, seen=seen(change), by=focal_point)
    with pytest.raises(Refusal, match="now belongs to another member"):
        drafts.rebase(change, decisions={}, seen=seen(change), seen_version=2, by=focal_point)


def test_a_submission_of_the_former_owner_is_not_published(
    initiative: Initiative,
    spain: Any,
    focal_point: User,
    secretariat: User,
    secretariat_client: Client,
) -> None:
    change = submitted(initiative, focal_point, member=spain, contact="Madrid")
    give_to_germany(initiative, secretariat)
    answer = secretariat_client.post(
        reverse("admin:focalpoints_proposedchange_change", args=[change.pk]),
        {"decision": "publish", "edition": seen(change)},
    )
    assert "now belongs to another member" in answer.content.decode()
    initiative.refresh_from_db()
    assert initiative.contact != "Madrid"


def test_whose_an_entry_is_is_not_edited_in_the_admin(
    initiative: Initiative, spain: Any, secretariat_client: Client
) -> None:
    plan = factories.PlanFactory.create(country=factories.country("ESP"))
    for entry, names in ((initiative, ["owner"]), (plan, ["country", "organisation"])):
        name = f"admin:initiatives_{entry._meta.model_name}_change"
        page = secretariat_client.get(reverse(name, args=[entry.pk]))
        form = page.context["adminform"].form
        assert not set(names) & set(form.fields)
        assert "Spain" in page.content.decode()
    for model in (Initiative, NationalActionPlan):
        page = secretariat_client.get(reverse(f"admin:initiatives_{model._meta.model_name}_add"))
        assert {"owner", "country"} & set(page.context["adminform"].form.fields)
