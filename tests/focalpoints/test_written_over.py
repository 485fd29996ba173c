"""What stands on an entry's page in the admin is not written over unseen, child rows included."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from focalpoints.models import Member, MemberInstitution
from initiatives.models import PlanDocument
from tests import factories
from tests.sent import sent_by

pytestmark = pytest.mark.django_db
SAYS = "Somebody has changed this since you opened it"


def with_rows(rows: str, row: Any, **values: str) -> dict[str, str]:
    """What a browser sends of one child row, but for `values`."""
    return {
        f"{rows}-TOTAL_FORMS": "1",
        f"{rows}-INITIAL_FORMS": "1",
        f"{rows}-0-id": str(row.pk),
        **{f"{rows}-0-{key}": value for key, value in values.items()},
    }


def test_an_institution_that_a_colleague_corrected_is_not_lost(
    spain: Member, secretariat_client: Client
) -> None:
    row = MemberInstitution.objects.create(member=spain, name="Ministry")
    address = reverse("admin:focalpoints_member_change", args=[spain.pk])
    seen = secretariat_client.get(address).context["adminform"].form["seen"].value()
    sent = {
        "state": spain.state,
        "designations-TOTAL_FORMS": "0",
        "designations-INITIAL_FORMS": "0",
        **with_rows("institutions", row, name="Ministry", capacity="plan"),
    }
    MemberInstitution.objects.filter(pk=row.pk).update(name="Ministry of Foreign Affairs")
    answer = secretariat_client.post(address, sent | {"seen": seen})
    page = answer.content.decode()
    assert SAYS in page
    assert "Institutions of members: Ministry of Foreign Affairs" in page
    row.refresh_from_db()
    assert row.name == "Ministry of Foreign Affairs"
    # The page that says so carries what is saved now; whoever saves it again has seen it.
    shown = answer.context["adminform"].form["seen"].value()
    assert secretariat_client.post(address, sent | {"seen": shown}).status_code == 302
    row.refresh_from_db()
    assert row.name == "Ministry"


def test_a_plan_whose_documents_changed_is_not_written_over(secretariat_client: Client) -> None:
    plan = factories.PlanFactory.create()
    address = reverse("admin:initiatives_nationalactionplan_change", args=[plan.pk])
    sent = sent_by(secretariat_client.get(address).content.decode(), "_save")
    PlanDocument.objects.create(plan=plan, title="A report", url="https://example.org/r")
    answer = secretariat_client.post(address, sent | {"title_en": "Ours"})
    assert SAYS in answer.content.decode()
    plan.refresh_from_db()
    assert plan.title_en != "Ours"


def test_a_consent_is_not_given_back_by_a_page_of_before(secretariat_client: Client) -> None:
    """The same mechanism as on a person's page (test_register_seen)."""
    initiative = factories.InitiativeFactory.create(visibility="public")
    address = reverse("admin:initiatives_initiative_change", args=[initiative.pk])
    seen = secretariat_client.get(address).context["adminform"].form["seen"].value()
    type(initiative).objects.filter(pk=initiative.pk).update(visibility="members")
    answer = secretariat_client.post(address, {"seen": seen, "visibility": "public"})
    assert "Who may see it: members" in answer.content.decode()
    initiative.refresh_from_db()
    assert initiative.visibility == "members"
